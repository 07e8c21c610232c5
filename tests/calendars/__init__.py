"""Tests of calendars: time, deadlines and invitations."""
