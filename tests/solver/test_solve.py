"""Whole solves against the verifier and brute force."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from benchmarks.instances import OPENS, SLOTS_PER_DAY, Family, generate, load
from solver.assignment import Assignment
from solver.diving import dive
from solver.forced import forced_late
from solver.forward import plan_forward
from solver.instance import Arrival, Booking, Instance, Objective
from solver.solve import Progress, solve
from solver.verify import verify
from tests.solver.brute_force import cheapest_plan
from tests.solver.stage import with_families
from tests.solver.strategies import instances

_HEALTH = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=60, deadline=None, suppress_health_check=_HEALTH)
@given(instances(max_arrivals=6, max_steps=4))
def test_any_instance_has_a_verified_plan_with_a_bound(instance: Instance) -> None:
    """Every feature of the format, every plan without a violation."""
    plan = solve(instance, seconds=3, workers=1)
    verdict = verify(instance, plan)
    assert verdict.violations == ()
    assert plan.cost == pytest.approx(verdict.cost)
    assert plan.bound <= plan.cost


@settings(max_examples=60, deadline=None, suppress_health_check=_HEALTH)
@given(instances(max_arrivals=2, max_steps=2))
def test_no_plan_is_cheaper_than_the_bound_nor_any_called_optimal_beaten(instance: Instance) -> None:
    """All pairs of itineraries that share no desk, by brute force."""
    plan = solve(instance, seconds=3, workers=1)
    best = cheapest_plan(instance)
    assert plan.bound <= best + 1e-6
    assert plan.cost >= best - 1e-6
    if plan.status == "optimal":
        assert plan.cost == pytest.approx(best)


def test_families_at_several_desks_at_once_are_planned_to_a_proven_optimum() -> None:
    """Desks of one kind that differ in what is booked serve one party together."""
    instance = with_families(generate(Family(arrivals=12, days=3, desks=(1, 3, 2)), 5))
    first, *_ = (desk.id for desk in instance.resources if "registration" in desk.services)
    booked = tuple(Booking(first, SLOTS_PER_DAY * day + OPENS + 8, SLOTS_PER_DAY * day + OPENS + 9) for day in range(3))
    instance = replace(instance, booked=booked)
    plan = solve(instance, seconds=60)
    assert plan.status == "optimal"
    assert verify(instance, plan).ok
    held = [Counter(a.step for a in itinerary.appointments)["registration"] for itinerary in plan.itineraries]
    assert {1, 2} <= set(held)


def test_twelve_arrivals_are_planned_to_a_proven_optimum() -> None:
    """Cost and bound meet, well before the time is up."""
    for seed in (11, 12):
        plan = solve(generate(Family(arrivals=12), seed), seconds=60)
        assert plan.status == "optimal"
        assert plan.cost == pytest.approx(plan.bound)
        assert plan.seconds < 60


def test_twelve_arrivals_at_two_desks_a_day_are_planned_to_a_proven_optimum() -> None:
    """Also where they get in each other's way and some must be late."""
    instance = generate(Family(arrivals=12, days=3, desks=(1, 1, 1)), 5)
    assert load(instance) > 0.2
    assert solve(instance, seconds=60).status == "optimal"


def test_progress_never_gets_worse() -> None:
    """Costs fall, bounds rise, and the plan is the last of them."""
    seen: list[Progress] = []
    plan = solve(generate(Family(arrivals=60, days=5), 3), seconds=6, on_progress=seen.append)
    costs, bounds = [p.cost for p in seen], [p.bound for p in seen]
    assert costs == sorted(costs, reverse=True)
    assert bounds == sorted(bounds)
    assert (costs[-1], bounds[-1]) == (plan.cost, plan.bound)


@pytest.mark.parametrize("arrivals", [0, 8])
def test_an_instance_with_no_desk_at_all_leaves_everybody_late(arrivals: int) -> None:
    """No capacity is an answer: proven, at once."""
    plan = solve(generate(Family(arrivals=arrivals, desks=(0, 0, 0)), 1), seconds=10)
    assert plan.status == "optimal"
    assert len(plan.late) == arrivals


def test_a_limit_of_a_tenth_of_a_second_still_gives_a_verified_plan() -> None:
    """The greedy plan is there first."""
    instance = generate(Family(arrivals=50, days=5), 2)
    plan = solve(instance, seconds=0.1)
    assert verify(instance, plan).ok
    assert len(plan.late) < 50


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_day_with_more_arrivals_than_it_takes_is_planned(seed: int) -> None:
    """Some are late, the plan stands."""
    instance = generate(Family(arrivals=40, days=1), seed)
    plan = solve(instance, seconds=4)
    assert verify(instance, plan).ok


def test_the_bound_counts_those_who_are_late_in_every_plan_without_the_relaxation_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The ascent by itself, given the time of a plan, finds no prices as high as that of lateness."""
    monkeypatch.setattr("solver.solve.relax", lambda *_args, **_kwargs: None)
    instance = generate(Family(arrivals=140, days=3, desks=(2, 4, 5)), 5)
    forced = forced_late(instance, 60).late
    plan = solve(instance, seconds=300, rounds=4_000)
    assert forced > 0
    served = len(instance.arrivals) - forced
    assert plan.bound >= forced * instance.objective.late + served * instance.objective.visit
    assert verify(instance, plan).ok


def test_the_bound_counts_those_who_are_late_in_every_plan_beside_the_relaxation() -> None:
    """At their price of lateness itineraries matter that the relaxation leaves out as too dear."""
    instance = generate(Family(arrivals=80, days=4, desks=(1, 2, 2)), 7)
    forced = forced_late(instance, 60).late
    plan = solve(instance, seconds=300, rounds=1)
    assert forced > 0
    assert plan.bound >= forced * instance.objective.late + (80 - forced) * instance.objective.visit
    assert verify(instance, plan).ok


def test_nobody_is_served_where_being_late_is_cheaper() -> None:
    """A visit that costs more than lateness is not made."""
    instance = replace(generate(Family(arrivals=20, days=3), 4), objective=Objective(late=50, visit=100))
    plan = solve(instance, seconds=5)
    assert (plan.status, len(plan.late)) == ("optimal", 20)


def test_the_same_rounds_and_seed_give_the_same_plan() -> None:
    """Nothing depends on the clock then; another seed finds another plan."""
    instance = generate(Family(arrivals=60, days=6, desks=(1, 2, 2)), 3)
    first, second, other = (solve(instance, seconds=300, rounds=4_000, seed=seed) for seed in (5, 5, 6))
    assert first.itineraries == second.itineraries
    assert (first.cost, first.bound) == (second.cost, second.bound)
    assert other.itineraries != first.itineraries


def test_three_hundred_rounds_an_arrival_hold_a_dive_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty arrivals a day, the last two days together: without dives a plan is several times as far from its bound."""
    dives: list[int] = []

    def noted(*given: Any) -> float:
        dives.append(given[-1])
        return dive(*given)

    monkeypatch.setattr("solver.forward.dive", noted)
    solve(generate(Family(120, days=3), 1), seconds=300, rounds=300 * 120)
    assert sorted(set(dives)) == [1, 3]


def test_a_solve_that_is_stopped_while_it_plans_days_has_a_plan_of_days(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is much time a hasty plan comes first, and stands."""
    plans: list[int] = []

    def planned(*args: Any, **kwargs: Any) -> Assignment:
        plans.append(1)
        return plan_forward(*args, **kwargs)

    monkeypatch.setattr("solver.solve.plan_forward", planned)
    instance = generate(Family(arrivals=98, days=5, desks=(1, 2, 2)), 4)
    hurried = len(solve(instance, seconds=0.1).late)
    plan = solve(instance, seconds=30, stopped=lambda: len(plans) == 2)
    assert len(plans) == 2
    assert len(plan.late) < hurried
    assert verify(instance, plan).ok


def _gone_at_once(arrival: Arrival) -> Arrival:
    return replace(arrival, deadline=arrival.available_from + 1)


CROWD = generate(Family(arrivals=60, days=5, desks=(1, 2, 2)), 2)
ODD = {
    "no time": (CROWD, 0.1),
    "no desk of an agency": (replace(CROWD, resources=tuple(r for r in CROWD.resources if r.agency != "ind")), 5.0),
    "no desk": (replace(CROWD, resources=()), 5.0),
    "nobody": (replace(CROWD, arrivals=()), 5.0),
    "nobody can be served": (replace(CROWD, arrivals=tuple(_gone_at_once(a) for a in CROWD.arrivals)), 5.0),
    "huge prices": (replace(CROWD, objective=Objective(1e9, 1e9, 1e9, 1e9)), 2.0),
    "a huge price of lateness": (replace(CROWD, objective=Objective(late=1e9)), 2.0),
    "no prices": (replace(CROWD, objective=Objective(0, 0, 0, 0)), 2.0),
}


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("odd", ODD)
def test_however_odd_the_instance_there_is_a_verified_plan(odd: str, workers: int) -> None:
    """Also where nobody can be served, and in hardly any time."""
    instance, seconds = ODD[odd]
    plan = solve(instance, seconds=seconds, workers=workers)
    assert verify(instance, plan).ok
    assert plan.bound <= plan.cost + 1e-6 * max(1.0, plan.cost)
    assert len(plan.late) + len(plan.itineraries) == len(instance.arrivals)
