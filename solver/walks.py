"""Ruin and recreate from one plan on every thread, each for itself: who is late needs others to move on any day."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from solver.assignment import Assignment
from solver.budget import CHUNK
from solver.classes import FloatArray
from solver.pricing import Threads
from solver.search import RuinRecreate, Schedule, cooled


@dataclass(frozen=True)
class Walk:
    """From `hot` to `cold`, in `chunks`, for each of which it is told what share of the way is over.

    It ends before where a plan is good `enough`. `seed`: of all threads.
    """

    chunks: Callable[[], Iterator[float]]
    hot: float
    cold: float
    seed: int
    enough: Callable[[Assignment], bool] = lambda _: False


def walked(first: Assignment, prices: FloatArray, walk: Walk, threads: Threads) -> Iterator[Assignment]:
    """What each thread makes of a plan, which stays as it is."""
    days = range(len(first.pricer.classes.instance.days))

    def one(number: int) -> Assignment:
        plan = first.copy()
        search = RuinRecreate(plan, prices)
        for n, over in enumerate(walk.chunks()):
            if walk.enough(plan):
                break
            heat = cooled(walk.hot, walk.cold, over)
            search.run(days, Schedule(CHUNK, heat, heat, walk.seed + threads.count * n + number))
        return plan

    return iter(threads.map(one, range(threads.count)))
