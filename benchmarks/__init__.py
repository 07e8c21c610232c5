"""Instances, peers and the harness that measures the engine beside them."""
