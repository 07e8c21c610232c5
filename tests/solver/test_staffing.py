"""The cheapest roster, against all of them by brute force and the verifier."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.instances import Family, generate
from solver.classes import IntArray
from solver.incumbent import Progress
from solver.instance import Instance
from solver.roster import Pattern, with_desks
from solver.staffing import cheapest_roster
from solver.trial import Trials
from solver.verify import verify
from tests.solver import brute_force
from tests.solver.stage import desk, instance_of, party
from tests.solver.strategies import staffings

_HEALTH = list(HealthCheck)
THREE = instance_of((), (party("p0"), party("p1"), party("p2")))
PATTERNS = [Pattern(desk("short", (9, 11)), 10.0), Pattern(desk("long", (9, 14)), 19.0)]


@settings(max_examples=30, deadline=None, suppress_health_check=_HEALTH)
@given(staffings(samples=2), st.sampled_from((0.0, 0.5)))
def test_no_roster_is_cheaper_than_one_called_optimal(case: tuple[list[Instance], list[Pattern]], share: float) -> None:
    """By trying all; the bound is never above the cheapest, and none at all is an answer."""
    demands, patterns = case
    roster = cheapest_roster(demands, patterns, share, seconds=10, workers=1)
    best = brute_force.cheapest_roster(demands, patterns, roster.allowed)
    assert roster.bound <= best + 1e-6
    if roster.status in ("optimal", "feasible"):
        assert roster.cost >= best - 1e-6
    if roster.status == "optimal":
        assert roster.cost == pytest.approx(best)
    if roster.status == "infeasible":
        assert best == np.inf


@settings(max_examples=30, deadline=None, suppress_health_check=_HEALTH)
@given(staffings(samples=2), st.sampled_from((0.0, 0.5)))
def test_verified_plans_show_that_the_share_is_kept(case: tuple[list[Instance], list[Pattern]], share: float) -> None:
    """One for each sample, with the desks of the roster; what is late at least is no more than what is late."""
    demands, patterns = case
    roster = cheapest_roster(demands, patterns, share, seconds=10, workers=1)
    assert (roster.late <= roster.allowed) == (roster.status in ("optimal", "feasible"))
    for demand, sample in zip(demands, roster.samples, strict=True):
        assert sample.instance == with_desks(demand, patterns, roster.counts)
        assert verify(sample.instance, sample.plan).violations == ()
        assert sample.least_late <= len(sample.plan.late)
    assert roster.cost == sum(p.cost * count for p, count in zip(patterns, roster.counts, strict=True))


@pytest.mark.parametrize(
    ("share", "counts", "cost"), [(0.0, (1, 1), 29.0), (0.34, (0, 1), 19.0), (0.67, (1, 0), 10.0), (1.0, (0, 0), 0.0)]
)
def test_a_larger_share_never_costs_more(share: float, counts: tuple[int, int], cost: float) -> None:
    """Three parties, a short desk for one of them and a long one for two."""
    roster = cheapest_roster([THREE], PATTERNS, share, seconds=10)
    assert (roster.status, roster.counts, roster.cost) == ("optimal", counts, cost)
    assert roster.bound == pytest.approx(cost)


@settings(max_examples=10, deadline=None, suppress_health_check=_HEALTH)
@given(staffings())
def test_the_cost_only_falls_as_more_may_be_late(case: tuple[list[Instance], list[Pattern]]) -> None:
    """Where it is proven."""
    demands, patterns = case
    found = [cheapest_roster(demands, patterns, share, seconds=10, workers=1) for share in (0.0, 0.5, 1.0)]
    costs = [roster.cost for roster in found if roster.status == "optimal"]
    assert costs == sorted(costs, reverse=True)
    assert found[-1].cost == 0


def test_desks_that_are_there_anyway_are_not_bought_again() -> None:
    """With a long desk already, a short one is enough."""
    roster = cheapest_roster([replace(THREE, resources=(desk("own", (9, 14)),))], PATTERNS, 0.0, seconds=10)
    assert (roster.status, roster.counts) == ("optimal", (1, 0))


def test_the_share_is_one_of_all_samples_together() -> None:
    """One sample with three late is the same as three with one."""
    roster = cheapest_roster([THREE, replace(THREE, arrivals=())], PATTERNS, 1 / 3, seconds=10)
    assert (roster.allowed, roster.counts) == (1, (0, 1))


def test_too_few_desks_even_at_their_most_are_an_answer() -> None:
    """It says how many are late at best, and with which desks."""
    roster = cheapest_roster([THREE], [replace(PATTERNS[0], most=1)], 0.0, seconds=10)
    assert (roster.status, roster.counts, roster.bound) == ("infeasible", (1,), np.inf)
    assert (roster.late, roster.samples[0].least_late, roster.allowed) == (2, 2, 0)


def test_a_roster_for_two_busy_weeks_is_close_to_its_bound() -> None:
    """Patterns of whole days and mornings at three agencies; progress never gets worse."""
    demands = [replace(generate(Family(arrivals=24, days=3), seed), resources=()) for seed in (1, 2)]
    patterns = [
        Pattern(replace(one, id=f"{one.id} {name}", shifts=one.shifts[::step]), 4.0 / step, 4)
        for one in generate(Family(arrivals=1, days=3, desks=(1, 1, 1)), 1).resources
        for name, step in (("whole", 1), ("morning", 2))
    ]
    seen: list[Progress] = []
    roster = cheapest_roster(demands, patterns, 0.05, seconds=60, gap=0.02, on_progress=seen.append)
    assert roster.gap <= 0.02
    assert roster.late <= roster.allowed == 2
    costs, bounds = [one.cost for one in seen], [one.bound for one in seen]
    assert costs == sorted(costs, reverse=True)
    assert bounds == sorted(bounds)


def test_a_search_that_is_stopped_still_answers() -> None:
    """With desks that are more than enough, and a plan."""
    roster = cheapest_roster([THREE], [replace(p, most=2) for p in PATTERNS], 0.0, seconds=60, stopped=lambda: True)
    assert (roster.status, roster.late) == ("feasible", 0)
    assert roster.cost >= 29
    assert roster.bound <= 29


def test_a_roster_that_plans_fail_to_show_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proof, no plan: the answer says so."""
    monkeypatch.setattr("solver.decomposition.Decomposition.rules_out", lambda *_: False)
    monkeypatch.setattr("solver.decomposition.Decomposition.rules_out_by_hours", lambda *_: False)
    roster = cheapest_roster([THREE], [replace(PATTERNS[0], most=1)], 0.0, seconds=10)
    assert (roster.status, roster.late) == ("unknown", 2)


def test_hours_prove_what_the_work_of_days_cannot() -> None:
    """Two desks of three slots have time for three parties of two, but not the hours: the bound is that of three."""
    roster = cheapest_roster([THREE], [Pattern(desk("odd", (9, 12)), 10.0)], 0.0, seconds=20)
    assert (roster.status, roster.cost, roster.bound) == ("optimal", 30.0, 30.0)


def test_no_roster_is_tried_in_earnest_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even one that failed in a quick trial before: plans that never do are asked for once a roster."""
    quick, earnest = 10 * 0.01 + 1e-6, list[bytes]()
    run = Trials.run

    def counted(self: Trials, counts: IntArray, least: Sequence[int], allowed: int, seconds: float) -> object:
        found = run(self, counts, least, allowed, seconds)
        if counts.sum() >= 3:
            return found
        if seconds > quick:
            earnest.append(counts.tobytes())
        late = tuple(arrival.id for arrival in THREE.arrivals)
        return [replace(each, plan=replace(each.plan, late=late, itineraries=())) for each in found]

    monkeypatch.setattr(Trials, "run", counted)
    patterns = [replace(PATTERNS[0], most=2), replace(PATTERNS[1], most=2)]
    cheapest_roster([THREE], patterns, 0.0, seconds=10)
    assert earnest
    assert len(earnest) == len(set(earnest))
