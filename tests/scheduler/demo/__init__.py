"""Tests of the example region."""
