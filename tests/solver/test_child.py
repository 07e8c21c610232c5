"""A solve in a process of its own."""

from dataclasses import replace

import pytest

from benchmarks.instances import Family, generate
from solver.bid_prices import bid_prices
from solver.child import SolveStoppedError, bid_prices_in_child, replan_in_child, solve_in_child
from solver.existing import all_steps
from solver.replan import Existing, ExistingError
from solver.solve import Progress, solve
from solver.verify import verify


def test_a_child_gives_the_plan_and_tells_how_far_it_is() -> None:
    """The verified plan comes back, and progress before it."""
    instance = generate(Family(arrivals=6, days=3), 1)
    seen: list[Progress] = []
    plan = solve_in_child(instance, seconds=5, workers=1, on_progress=seen.append)
    assert verify(instance, plan).ok
    assert seen
    assert seen[-1].cost == plan.cost


def test_a_child_that_is_stopped_gives_no_plan() -> None:
    """Stopping ends the process at once, whatever time was left."""
    instance = generate(Family(arrivals=60, days=5), 1)
    with pytest.raises(SolveStoppedError):
        solve_in_child(instance, seconds=600, workers=1, stopped=lambda: True)


def test_a_child_plans_from_what_stands() -> None:
    """And what it refuses is refused here."""
    instance = generate(Family(arrivals=6, days=3), 1)
    plan = solve(instance, seconds=0.1)
    existing = Existing(plan.itineraries, move_price=1e6)
    found = replan_in_child(instance, existing, seconds=5, workers=1)
    assert (found.moves, found.plan.cost) == ((), plan.cost)
    fixed = all_steps(plan.itineraries, [plan.itineraries[0].arrival])
    closed = replace(instance, resources=())
    with pytest.raises(ExistingError, match="expected a resource of the instance"):
        replan_in_child(closed, Existing(plan.itineraries, fixed), seconds=5, workers=1)


def test_a_child_finds_bid_prices() -> None:
    """The same as here."""
    instance = generate(Family(arrivals=30, days=3, desks=(1, 1, 1)), 1)
    futures = [instance.arrivals, instance.arrivals[:9]]
    assert (bid_prices_in_child(instance, futures).cost == bid_prices(instance, futures).cost).all()
