"""Serving the late of a plan after all: by insertion, by ruin and recreate, by CP-SAT where few are concerned."""

import logging
from collections.abc import Callable
from itertools import count

import numpy as np

from solver.assignment import Assignment
from solver.classes import FloatArray
from solver.cpsat import Limits
from solver.desk_prices import DeskPrices
from solver.instance import Instance
from solver.layout import lay_out, take_up
from solver.neighbourhood import Neighbourhood, improve
from solver.plan import Plan
from solver.pricing import Pricer
from solver.search import RuinRecreate, Schedule
from solver.verify import verify

_LOG = logging.getLogger(__name__)
_CHUNK, _PATIENCE = 400, 8  # rounds of ruin and recreate between two looks; how many looks may find nobody served
_HEAT = (300.0, 3.0)  # a visit more or less is taken lightly at first: who is served is what matters
_FEW = 12  # arrivals that CP-SAT plans to the end
_SECONDS = 1.0  # far more than so few take


def rescued(instance: Instance, plan: Plan, prices: DeskPrices, out_of_time: Callable[[], bool]) -> Plan:
    """A verified plan of an instance with fewer late than a known one, which is returned if none is found.

    The same instance and plan give the same plan, as long as time lasts.
    """
    assignment = take_up(Pricer.of(instance), plan)
    before = len(assignment.late)
    _search(assignment, prices.on(assignment.pricer.classes), out_of_time)
    if len(assignment.late) >= before:
        return plan
    found = lay_out(assignment, 0.0, 0.0)
    verdict = verify(instance, found)
    if verdict.ok:
        return found
    _LOG.error("plan refused by the verifier: %s", verdict.violations[0].message)
    return plan


def _search(assignment: Assignment, prices: FloatArray, out_of_time: Callable[[], bool]) -> None:
    """Serve the late: of few arrivals all that can be, of more until nobody was served for several looks."""
    assignment.insert_all(assignment.late, prices)
    instance = assignment.pricer.classes.instance
    if assignment.late and len(instance.arrivals) <= _FEW:
        everyone = Neighbourhood(range(len(instance.arrivals)), None, instance.objective.late)
        improve(assignment, everyone, np.zeros(prices.shape), Limits(_SECONDS))
        return
    search, days = RuinRecreate(assignment, prices), range(len(instance.days))
    fewest, patience, seeds = len(assignment.late), _PATIENCE, count()
    while fewest and patience and not out_of_time():
        search.run(days, Schedule(_CHUNK, *_HEAT, next(seeds)))
        late = len(assignment.late)
        fewest, patience = (late, _PATIENCE) if late < fewest else (fewest, patience - 1)
