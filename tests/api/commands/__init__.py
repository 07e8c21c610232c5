"""Specifications of the commands."""
