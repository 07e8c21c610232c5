"""Reports of scenarios."""
