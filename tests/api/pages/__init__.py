"""Specifications of the pages."""
