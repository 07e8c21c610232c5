"""Tests of the booking benchmark."""
