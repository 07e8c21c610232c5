"""Imagined futures."""
