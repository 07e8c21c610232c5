"""The relaxed roster."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from solver.instance import Instance
from solver.roster import Pattern
from solver.roster_relaxation import relax_roster
from solver.shortage import Shortage
from tests.solver.brute_force import cheapest_roster
from tests.solver.stage import desk, instance_of, party
from tests.solver.strategies import staffings

THREE = instance_of((), (party("p0"), party("p1"), party("p2")))
PATTERNS = [Pattern(desk("short", (9, 11)), 10.0), Pattern(desk("long", (9, 13)), 16.0)]


def _cost(desks: np.ndarray, patterns: list[Pattern]) -> float:
    return float(sum(pattern.cost * count for pattern, count in zip(patterns, desks.tolist(), strict=True)))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(staffings())
def test_no_roster_is_cheaper_than_the_relaxed_one(case: tuple[list[Instance], list[Pattern]]) -> None:
    """Nobody late: it costs no more than the best whole roster."""
    (demand,), patterns = case
    relaxed = relax_roster(Shortage(0, demand, patterns), patterns, 0.0, 30)
    best = cheapest_roster([demand], patterns, 0)
    if relaxed is not None and np.isfinite(best):
        assert _cost(relaxed.desks, patterns) <= best + 1e-3


@pytest.mark.parametrize(("allowed", "cost"), [(0.0, 24.0), (1.0, 16.0), (1.5, 12.0)])
def test_desks_are_bought_in_fractions(allowed: float, cost: float) -> None:
    """Two of the three fit a long desk; its prices prove what is bought."""
    shortage = Shortage(0, THREE, PATTERNS)
    relaxed = relax_roster(shortage, PATTERNS, allowed, 30)
    assert relaxed is not None
    assert _cost(relaxed.desks, PATTERNS) == pytest.approx(cost, rel=1e-3)
    assert shortage.cut(relaxed.prices).late(np.append(1.0, relaxed.desks)) == pytest.approx(allowed, abs=1e-2)


def test_who_may_all_be_late_need_no_desks() -> None:
    """There are no prices to learn from."""
    assert relax_roster(Shortage(0, THREE, PATTERNS), PATTERNS, 3.0, 30) is None
    nobody = instance_of((), (party("p0", deadline=8),))
    assert relax_roster(Shortage(0, nobody, PATTERNS), PATTERNS, 0.0, 30) is None
