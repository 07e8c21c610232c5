"""Scenario files: from a document to a scenario and back, where they start, and how two of them differ."""
