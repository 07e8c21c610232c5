"""Ruin and recreate from one plan on every thread."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from benchmarks.instances import Family, generate
from solver.assignment import Assignment
from solver.budget import Budget
from solver.layout import lay_out
from solver.pricing import Threads
from solver.verify import verify
from solver.walks import Walk, walked
from tests.solver.stage import first_plan

CROWDED = generate(Family(arrivals=60, days=4, desks=(1, 1, 1)), 3)


def rounds(count: int) -> Budget:
    """A budget of so many rounds."""
    return Budget(1e6, count)


def walk(threads: int, first: Assignment) -> list[Assignment]:
    """The plans that some threads make of one."""
    budgets = iter([rounds(8_000) for _ in range(threads)])
    plain = Walk(lambda: next(budgets).pace(1.0, 1), 60.0, 1.0, seed=1)
    prices = np.zeros(first.pricer.classes.free.shape)
    with ThreadPoolExecutor(threads) as executor:
        return list(walked(first, prices, plain, Threads(executor, threads)))


def test_each_thread_finds_a_better_plan_of_its_own_and_the_first_one_stays() -> None:
    """The same ones again from the same seed; all keep the rules."""
    first = first_plan(CROWDED)
    before = first.cost
    plans = walk(2, first)
    assert first.cost == before
    assert all(plan.cost < before and len(plan.late) <= len(first.late) for plan in plans)
    assert len({plan.cost for plan in plans}) == 2
    assert [plan.cost for plan in walk(2, first)] == [plan.cost for plan in plans]
    assert all(verify(CROWDED, lay_out(plan, 0.0, 0.0)).violations == () for plan in plans)


def test_a_walk_ends_where_a_plan_is_good_enough() -> None:
    """After none or some of its chunks."""
    first, seen = first_plan(CROWDED), list[int]()

    def enough(plan: Assignment) -> bool:
        seen.append(len(plan.late))
        return len(seen) == 3

    some = Walk(lambda: rounds(24_000).pace(1.0, 1), 1.0, 1.0, 1, enough)
    (found,) = walked(first, np.zeros(first.pricer.classes.free.shape), some, Threads())
    assert len(seen) == 3
    assert found.cost <= first.cost
