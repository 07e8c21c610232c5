"""First come, first served: who can come first is served first, by the cheapest itinerary on the free desks."""

from time import monotonic

import numpy as np

from solver.assignment import Assignment
from solver.instance import Instance
from solver.layout import lay_out
from solver.plan import Plan
from solver.pricing import Pricer


def plan(instance: Instance, *, seconds: float, workers: int, seed: int) -> Plan:  # noqa: ARG001
    """The plan in order of `available_from`; it takes the time it takes, and proves nothing."""
    began = monotonic()
    pricer = Pricer.of(instance)
    found = Assignment(pricer)
    free = np.zeros((pricer.classes.count, pricer.classes.width))
    for arrival in sorted(range(len(instance.arrivals)), key=lambda n: instance.arrivals[n].available_from):
        found.insert(arrival, free)
    return lay_out(found, 0.0, monotonic() - began)
