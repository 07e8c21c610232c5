"""How many arrivals are late in every plan, whatever is paid for it.

Where desks are crowded a few arrivals too many cannot be served by any plan. Prices say so only once they are as high
as the price of lateness, which an ascent does not reach in the time of a plan. So the question is asked by itself: let
a late arrival cost 1 and nothing else cost anything, and add up the slots of each day. Only the first ones have to be
told apart, those that pass before whoever begins on the day can be everywhere.
"""

from dataclasses import dataclass, replace
from time import monotonic

import numpy as np

from solver.classes import FloatArray
from solver.daily import DailyFlow
from solver.instance import Instance, Objective
from solver.last_chance import find_first_uses
from solver.prices import lagrangian
from solver.pricing import Pricer
from solver.relaxation import network_of_all
from solver.stopping import Stopped, never

LATENESS = Objective(late=1, visit=0, wait_slot=0, day=0)
_ARCS_PER_SECOND = 100_000  # more would take too long to add up
_LOST = 0.02  # of all slots: where they are just enough, what plans lose decides
_WHOLE = 1e-6  # so much above a whole number proves nothing yet


@dataclass(frozen=True)
class Forced:
    """At least so many are `late` in every plan; `prices` [class, width]: how many more with one slot less.

    The prices are those once a few slots are lost: a plan loses some, and where slots are just enough that decides.
    `worth` [arrival]: as much of a late arrival as its cheapest itinerary takes at these prices, at most 1.
    """

    late: int
    prices: FloatArray
    worth: FloatArray


def nobody(pricer: Pricer) -> Forced:
    """While nothing is known."""
    return Forced(0, np.zeros(pricer.classes.free.shape), np.ones(len(pricer.classes.instance.arrivals)))


def forced_late(instance: Instance, seconds: float, stopped: Stopped = never) -> Forced:
    """Those who are late in every plan; if time is short only those are counted who can never come."""
    pricer = Pricer.of(replace(instance, objective=LATENESS))
    proving, scarce = _prices(pricer, seconds, stopped)
    proven = lagrangian(pricer, pricer.price_all(proving), proving)
    worth = pricer.groups.of_each(pricer.price_all(scarce).values, 1.0)
    return Forced(max(0, int(np.ceil(proven - _WHOLE))), scarce, np.minimum(worth, 1.0))


def _prices(pricer: Pricer, seconds: float, stopped: Stopped) -> tuple[FloatArray, FloatArray]:
    """Prices [class, width] that prove most, and those once a few slots are lost; none if time is short."""
    free = pricer.classes.free
    nothing = np.zeros(free.shape)
    network = network_of_all(pricer, nothing, seconds, np.inf)
    if network is None or len(network.arcs.tail) > _ARCS_PER_SECOND * seconds:
        return nothing, nothing
    flow, until = DailyFlow(network, pricer.classes, _early_slots(pricer), stopped), monotonic() + seconds
    hours = flow.hours(free)
    proving = flow.prices(hours, seconds)
    if proving is None:
        return nothing, nothing
    scarce = flow.prices((1 - _LOST) * hours, until - monotonic())
    return proving, proving if scarce is None else scarce


def _early_slots(pricer: Pricer) -> int:
    """Twice as many slots of a day as pass before the last desk can have anybody who begins on that day."""
    classes, tables = pricer.classes, pricer.tables
    first = np.full(classes.count, classes.width, dtype=np.int64)
    for day in range(len(classes.instance.days)):
        begins = np.flatnonzero((tables.first_day <= day) & (day < tables.first_day + tables.days))
        find_first_uses(tables, pricer.rules, begins, day, pricer.empty.room, first)
    waits = (first > classes.start) & (first < classes.width)
    return int((2 * first - classes.start + 1)[waits].max(initial=0))
