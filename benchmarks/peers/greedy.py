"""The planner at the counter: every arrival in order of deadline, each by its cheapest itinerary on the free desks."""

from time import monotonic

import numpy as np

from solver import assignment
from solver.instance import Instance
from solver.layout import lay_out
from solver.plan import Plan
from solver.pricing import Pricer


def plan(instance: Instance, *, seconds: float, workers: int, seed: int) -> Plan:  # noqa: ARG001
    """The plan in deadline order; it takes the time it takes, and proves nothing."""
    began = monotonic()
    pricer = Pricer.of(instance)
    found = assignment.greedy(pricer, np.zeros((pricer.classes.count, pricer.classes.width)))
    return lay_out(found, 0.0, monotonic() - began)
