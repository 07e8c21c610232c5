"""What cuts say of rosters."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from solver.decomposition import Decomposition
from solver.instance import Instance
from solver.master import Wanted
from solver.roster import Pattern, with_desks
from solver.shortage import Shortage
from tests.solver import brute_force
from tests.solver.stage import desk, instance_of, party
from tests.solver.strategies import staffings

THREE = instance_of((), (party("p0"), party("p1"), party("p2")))
PATTERNS = [Pattern(desk("short", (9, 11)), 10.0), Pattern(desk("long", (9, 14)), 19.0)]


@pytest.fixture(name="executor")
def executor_fixture() -> Iterator[ThreadPoolExecutor]:
    """Two threads."""
    with ThreadPoolExecutor(2) as executor:
        yield executor


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(staffings(samples=2))
def test_what_is_ruled_out_cannot_suffice(case: tuple[list[Instance], list[Pattern]]) -> None:
    """Nobody late, every roster asked for; the bound is never above the cheapest that suffices."""
    demands, patterns = case
    with ThreadPoolExecutor(1) as executor:
        known = Decomposition(demands, patterns, 0, executor)
        for roster in brute_force.every_roster(patterns):
            late = [brute_force.fewest_late(with_desks(demand, patterns, roster)) for demand in demands]
            if known.rules_out(np.array(roster), 30):
                assert sum(late) > 0
            assert all(least <= n for least, n in zip(known.least_late(np.array(roster)), late, strict=True))
        known.raise_bound(30)
    assert known.bound <= brute_force.cheapest_roster(demands, patterns, 0) + 1e-6


def test_rosters_are_ruled_out_one_after_the_other(executor: ThreadPoolExecutor) -> None:
    """Until one is left that suffices; its cost is the bound."""
    known = Decomposition([THREE, THREE], PATTERNS, 0, executor)
    bounds = []
    while True:
        counts = known.cheapest(30, Wanted())
        assert counts is not None
        if not known.rules_out(counts, 30):
            break
        bounds.append(known.bound)
    assert counts.tolist() == [1, 1]
    assert known.bound == pytest.approx(29)
    assert bounds == sorted(bounds)


def test_desks_worth_less_are_ruled_out_sooner(executor: ThreadPoolExecutor) -> None:
    """Two parties fit a long desk as it is, not if a third of it is missing."""
    known = Decomposition([THREE], PATTERNS[1:], 1, executor)
    assert not known.rules_out(np.array([1]), 30)
    assert known.rules_out(np.array([1]), 30, margin=0.33)


def test_the_hours_of_a_day_rule_out_more_than_its_work(executor: ThreadPoolExecutor) -> None:
    """Two desks of three slots have time for three parties of two, and room for two."""
    known = Decomposition([THREE], [Pattern(desk("odd", (9, 12)), 10.0)], 0, executor)
    two = np.array([2])
    assert not known.rules_out(two, 30)
    assert known.rules_out_by_hours(two, 30)
    assert known.rules_out(two, 30)


def test_the_safest_roster_costs_no_more_and_leaves_fewer_late(executor: ThreadPoolExecutor) -> None:
    """One of three may be late with the long desk; for the same money two short ones serve two, and a pair all."""
    patterns = [*PATTERNS, Pattern(desk("pair", (9, 15)), 19.0)]
    known = Decomposition([THREE], patterns, 1, executor)
    long = np.array([0, 1, 0])
    assert not known.rules_out(long, 30)
    assert known.safest(long, 30, Wanted()).tolist() == [0, 0, 1]
    assert known.safest(long, 30, Wanted(tried=(np.array([0, 0, 1]),))).tolist() == [0, 1, 0]


def test_a_roster_is_priced_once(executor: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked again, the answer is known; so it is for those that older cuts rule out."""
    known, asked = Decomposition([THREE], PATTERNS, 0, executor), []
    prices = Shortage.daily_prices

    def counted(self: Shortage, desks: np.ndarray, seconds: float) -> np.ndarray | None:
        asked.append(desks.tolist())
        return prices(self, desks, seconds)

    monkeypatch.setattr(Shortage, "daily_prices", counted)
    for counts in ([3, 0], [1, 0], [1, 0], [3, 0], [0, 0]):
        known.rules_out(np.array(counts), 30)
    assert asked == [[1.0, 3.0, 0.0], [1.0, 1.0, 0.0]]


def test_no_limit_on_a_pattern_is_as_many_as_there_are_arrivals(executor: ThreadPoolExecutor) -> None:
    """Nobody could use more; in fractions, two parties of two slots are four fifths of a long desk."""
    assert Decomposition([THREE], PATTERNS, 0, executor).most.tolist() == [3, 3]
    relaxed = Decomposition([THREE, THREE], PATTERNS, 2, executor).relax(30)
    assert relaxed is not None
    assert (relaxed @ np.array([10.0, 19.0])) == pytest.approx(15.2, rel=1e-3)
    assert Decomposition([THREE], PATTERNS, 3, executor).relax(30) is None
