"""Slots lost here and there are brought together until they serve one more.

To the price of lateness it is all the same who is late, so a search does not see that it comes nearer to serving one
more. Here one who needs fewer of the slots that are short is late instead of another: they are won one by one.
"""

from collections.abc import Callable, Iterator

import numpy as np

from solver.assignment import Assignment
from solver.budget import CHUNK
from solver.classes import FloatArray
from solver.forced import Forced
from solver.pricing import Threads
from solver.search import RuinRecreate, Schedule, cooled

HEATS = (300.0, 30.0)
_EACH = 0.2  # of the price of lateness, what does not depend on the slots that an arrival needs
ANEW = 3  # searches, one after the other
_SEEDS = 1 << 30
_SIDE_BY_SIDE = 2  # however many threads there are, or a limit in rounds would not always give the same plan


def gathered(
    plan: Assignment,
    prices: FloatArray,
    forced: Forced,
    chunks: Callable[[], Iterator[float]],
    random: np.random.Generator,
    threads: Threads,
) -> Assignment:
    """The plan once no more are late in it than have to be, if one of some searches succeeds.

    `chunks`: of rounds, for each search, with how much of it is over.
    """
    days = range(len(plan.pricer.classes.instance.days))
    for _ in range(ANEW):
        gathering = Gathering(plan, prices, forced)
        for over in chunks():
            if gathering.late <= forced.late:
                break
            heat = cooled(*HEATS, over)
            gathering.run(days, Schedule(CHUNK, heat, heat, int(random.integers(_SEEDS))), threads)
        plan = gathering.plan
        if len(plan.late) <= forced.late:
            break
    return plan


class Gathering:
    """Searches of copies of a plan, in which the late count by the slots they need and lost ones are looked at most.

    Some side by side, each over all days: two halves of the days searched at a time serve one more half as often.
    """

    def __init__(self, plan: Assignment, prices: FloatArray, forced: Forced) -> None:
        self._late_cost = plan.late_cost
        by_slots, scarce = plan.late_cost * (_EACH + (1 - _EACH) * forced.worth), forced.prices > 0
        self._searches = [RuinRecreate(plan.charged(by_slots), prices, scarce) for _ in range(_SIDE_BY_SIDE)]

    @property
    def late(self) -> int:
        """How many are late in the best plan so far."""
        return len(self._best.late)

    @property
    def plan(self) -> Assignment:
        """The best one so far, of the fewest late, at the price of lateness there was."""
        return self._best.charged(self._late_cost)

    @property
    def _best(self) -> Assignment:
        return min((search.assignment for search in self._searches), key=lambda plan: (len(plan.late), plan.cost))

    def run(self, days: range, schedule: Schedule, threads: Threads) -> None:
        """Some rounds of each."""

        def one(number: int) -> float:
            return self._searches[number].run(days, schedule._replace(seed=schedule.seed + number))

        list(threads.map(one, range(_SIDE_BY_SIDE)))
