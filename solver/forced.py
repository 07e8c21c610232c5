"""How many arrivals are late in every plan, whatever is paid for it.

Where desks are crowded a few arrivals too many cannot be served by any plan. Prices say so only once they are as high
as the price of lateness, which an ascent does not reach in the time of a plan. So the question is asked by itself: let
a late arrival cost 1 and nothing else cost anything, and add up the slots of each day. Only the first ones have to be
told apart, those that pass before whoever begins on the day can be everywhere.
"""

from dataclasses import replace

import numpy as np

from solver.daily import DailyFlow
from solver.instance import Instance, Objective
from solver.last_chance import find_first_uses
from solver.network import build_network, network_size
from solver.prices import lagrangian
from solver.pricing import Pricer
from solver.stopping import Stopped, never

LATENESS = Objective(late=1, visit=0, wait_slot=0, day=0)
_NODES_PER_SECOND, _ARCS_PER_SECOND = 150_000, 100_000  # more would take too long to make, to add up
_WHOLE = 1e-6  # so much above a whole number proves nothing yet


def forced_late(instance: Instance, seconds: float, stopped: Stopped = never) -> int:
    """So many arrivals at least are late in every plan; 0 says nothing, and is the answer if time is short."""
    pricer = Pricer.of(replace(instance, objective=LATENESS))
    counts = dict(enumerate(pricer.groups.sizes.tolist()))
    if network_size(pricer, counts) > _NODES_PER_SECOND * seconds:
        return 0
    nothing = np.zeros(pricer.classes.free.shape)
    network = build_network(pricer, counts, nothing, pricer.empty, np.inf)
    if len(network.arcs.tail) > _ARCS_PER_SECOND * seconds:
        return 0
    flow = DailyFlow(network, pricer.classes, _early_slots(pricer), stopped)
    prices = flow.prices(flow.hours(pricer.classes.free), seconds) if network.entries else nothing
    if prices is None:
        return 0
    return max(0, int(np.ceil(lagrangian(pricer, pricer.price_all(prices), prices) - _WHOLE)))


def _early_slots(pricer: Pricer) -> int:
    """Twice as many slots of a day as pass before the last desk can have anybody who begins on that day."""
    classes, tables = pricer.classes, pricer.tables
    first = np.full(classes.count, classes.width, dtype=np.int64)
    for day in range(len(classes.instance.days)):
        begins = np.flatnonzero((tables.first_day <= day) & (day < tables.first_day + tables.days))
        find_first_uses(tables, pricer.rules, begins, day, pricer.empty.room, first)
    waits = (first > classes.start) & (first < classes.width)
    return int((2 * first - classes.start + 1)[waits].max(initial=0))
