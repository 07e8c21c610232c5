"""Tests of the service, on real database files."""
