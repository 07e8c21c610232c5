"""Ruin and recreate from one plan on every thread, each for itself: who is late needs others to move on any day.

Each chunk of rounds begins from the best plan of the one before. So they are long: a walk that is called back every
400 rounds leaves 14 to 16 late where one of 8,000 leaves 13 or 14 (277 arrivals, 20 seconds).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from solver.assignment import Assignment
from solver.budget import Pace
from solver.classes import FloatArray
from solver.pricing import Threads
from solver.search import RuinRecreate, Schedule, cooled


@dataclass(frozen=True)
class Walk:
    """From `hot` to `cold`, each at a pace of its own; it ends before where a plan is good `enough`.

    `seed`: of all threads.
    """

    pace: Callable[[], Pace]
    hot: float
    cold: float
    seed: int
    enough: Callable[[Assignment], bool] = lambda _: False


def walked(first: Assignment, prices: FloatArray, walk: Walk, threads: Threads) -> Iterator[Assignment]:
    """What each thread makes of a plan, which stays as it is."""
    days = range(len(first.pricer.classes.instance.days))

    def one(number: int) -> Assignment:
        plan = first.copy()
        search, pace = RuinRecreate(plan, prices), walk.pace()
        for n, (over, rounds) in enumerate(pace.rounds(pace.left())):
            if walk.enough(plan):
                break
            heat = cooled(walk.hot, walk.cold, over)
            search.run(days, Schedule(rounds, heat, heat, walk.seed + threads.count * n + number))
        return plan

    return iter(threads.map(one, range(threads.count)))
