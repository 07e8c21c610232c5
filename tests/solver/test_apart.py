"""Regions and windows through the one door, `solve`."""

from dataclasses import replace

import pytest

from benchmarks.instances import Family, generate
from solver import apart
from solver.apart import lanes_of
from solver.components import components
from solver.incumbent import PlanRefusedError, Progress
from solver.solve import solve
from solver.verify import Verdict, Violation, verify

TWO = generate(Family(30, 3, (2, 2, 2), features=True, regions=2), 3)


def test_two_regions_cost_what_they_cost_apart() -> None:
    """So do their bounds; the itineraries are the same."""
    plan = solve(TWO, seconds=300, rounds=800, seed=7)
    parts = [solve(part, seconds=300, rounds=400, workers=1, seed=7) for part in components(TWO)]
    assert plan.cost == pytest.approx(sum(part.cost for part in parts))
    assert plan.bound == pytest.approx(sum(part.bound for part in parts))
    assert plan.itineraries == tuple(itinerary for part in parts for itinerary in part.itineraries)


def test_who_can_use_no_desk_of_any_region_is_late() -> None:
    """And the rest is planned as ever."""
    lost = replace(TWO.arrivals[3], languages=frozenset(("fr",)))
    instance = replace(TWO, arrivals=(*TWO.arrivals[:3], lost, *TWO.arrivals[4:]))
    plan = solve(instance, seconds=2)
    assert lost.id in plan.late
    assert verify(instance, plan).ok
    assert len(plan.itineraries) + len(plan.late) == 30


def test_progress_of_regions_adds_up_to_the_plan() -> None:
    """Costs fall, bounds rise, one report after the other from however many threads."""
    seen: list[Progress] = []
    plan = solve(TWO, seconds=300, rounds=400, on_progress=seen.append)
    costs, bounds = [p.cost for p in seen], [p.bound for p in seen]
    assert costs == sorted(costs, reverse=True)
    assert bounds == sorted(bounds)
    assert (costs[-1], bounds[-1], seen[-1].late) == (plan.cost, plan.bound, len(plan.late))


def test_a_joined_plan_that_breaks_a_rule_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the parts were worth by themselves."""
    wrong = Verdict(0.0, (Violation(2, "a-00001", "ind-1", "overlaps"),))
    monkeypatch.setattr(apart, "verify", lambda _instance, _plan: wrong)
    with pytest.raises(PlanRefusedError):
        solve(TWO, seconds=0.1)


def test_a_long_horizon_of_two_regions_is_planned_at_the_same_rounds_to_the_same_plan() -> None:
    """Verified whole, with a bound."""
    instance = generate(Family(60, 60, (1, 1, 1), regions=2), 2)
    first, second = (solve(instance, seconds=300, rounds=800, seed=5) for _ in range(2))
    assert first.itineraries == second.itineraries
    assert (first.cost, first.bound) == (second.cost, second.bound)
    assert verify(instance, first).ok
    assert 0.9 * first.cost < first.bound <= first.cost


def test_a_long_horizon_without_time_still_has_a_plan() -> None:
    """Each window by its greedy plan."""
    instance = generate(Family(200, 60, (1, 1, 2)), 2)
    plan = solve(instance, seconds=0.1)
    assert verify(instance, plan).ok
    assert len(plan.late) < 20


def test_parts_are_shared_among_lanes_that_stay_about_equally_busy() -> None:
    """The largest first; no more lanes than workers, nor than the largest part leaves work for."""
    assert lanes_of([5, 9, 4, 6], 2) == [[1, 2], [3, 0]]
    assert lanes_of([90, 5, 5], 2) == [[0, 1, 2]]
    assert lanes_of([3, 3, 3], 1) == [[0, 1, 2]]
    assert lanes_of([0, 0], 2) == [[0, 1]]
