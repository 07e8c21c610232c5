"""As few late as can be, where many have to be: what counts is who is served at all, not at what cost.

Plans that leave equally many late lie side by side, whatever their visits and waits cost. Ruin and recreate at a heat
far above these, and below the price of lateness, walks among them until one lies beside a plan with fewer. It begins
from the prices of the relaxation over every itinerary near the cheapest on free desks. Measured in a busy season of
277 arrivals, 12 of them late at least: from these prices it leaves 13 or 14 late in five seconds; from prices by
ascent, or of the relaxation over the itineraries that these leave, 18 to 20 in ten; days planned one after the other
17 in two minutes.
"""

from collections.abc import Callable
from threading import Event

import numpy as np

from solver.assignment import Assignment, greedy
from solver.budget import Budget
from solver.incumbent import Incumbent
from solver.instance import Instance
from solver.plan import Plan
from solver.pricing import Pricer, Threads
from solver.relaxation import relax_widely
from solver.search import RuinRecreate, Schedule
from solver.stopping import Stopped
from solver.walks import Walk, walked

_HOT, _COLD = 0.3, 1e-4  # of the price of lateness
_RELAX_SHARE = 0.7  # of the time
_GLANCE = 16_000  # rounds of a moment's search


def fewest_late(
    instance: Instance, is_enough: Callable[[int], bool], seconds: float, seed: int, threads: Threads, stopped: Stopped
) -> Plan | None:
    """A verified plan that leaves few late; it is done once that is enough. Each thread looks for one.

    None if the time does not suffice for the relaxation, or if nobody can be served. Raises PlanRefusedError.
    """
    budget, pricer = Budget(seconds, stopped=stopped), Pricer.of(instance)
    relaxed = relax_widely(pricer, seconds=budget.seconds(_RELAX_SHARE), stopped=stopped)
    if relaxed is None:
        return None
    first, done, late = greedy(pricer, relaxed.prices), Event(), float(pricer.objective.late)

    def enough(plan: Assignment) -> bool:
        if is_enough(len(plan.late)):
            done.set()
        return done.is_set()

    walk = Walk(lambda: budget.pace(1.0, 1), late * _HOT, late * _COLD, seed, enough)
    best = Incumbent(first, budget.elapsed, None)
    for plan in walked(first, relaxed.prices, walk, threads):
        best.offer(plan)
    return best.verified()


def glance(instance: Instance, seed: int) -> int:
    """How many a moment's search leaves late: not few, but fewest where a long one does best too (measured)."""
    pricer = Pricer.of(instance)
    none, late = np.zeros(pricer.classes.free.shape), float(pricer.objective.late)
    plan = greedy(pricer, none)
    RuinRecreate(plan, none).run(range(len(instance.days)), Schedule(_GLANCE, late * _HOT, late * _COLD, seed))
    return len(plan.late)
