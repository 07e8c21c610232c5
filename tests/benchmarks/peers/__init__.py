"""Tests of the peers that the solver is measured against."""
