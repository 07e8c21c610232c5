"""The HTTP endpoints: each parses, calls one use case and renders."""
