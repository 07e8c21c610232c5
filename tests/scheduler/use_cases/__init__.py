"""Tests of what people do with the service."""
