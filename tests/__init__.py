"""Tests of onestop; the folders mirror the rooms."""
