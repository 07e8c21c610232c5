"""Specifications of the endpoints."""
