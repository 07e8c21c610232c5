"""Rosters as data."""

import math

import pytest

from solver.roster import Pattern, Roster, with_desks
from tests.solver.stage import desk, instance_of, party

DEMAND = instance_of((desk("own", (9, 11)),), (party("p0"),))


def test_desks_of_a_pattern_are_numbered() -> None:
    """Beside those that are there, each like its pattern but for the id."""
    patterns = [Pattern(desk("a", (9, 10)), 1.0), Pattern(desk("b", (9, 12), agency="z"), 2.0)]
    found = with_desks(DEMAND, patterns, (2, 1)).resources
    assert [one.id for one in found] == ["own", "a-1", "a-2", "b-1"]
    assert (found[3].agency, found[3].shifts) == ("z", patterns[1].desk.shifts)
    assert with_desks(DEMAND, patterns, (0, 0)) == DEMAND


@pytest.mark.parametrize(
    ("cost", "bound", "gap"), [(102.0, 100.0, 0.02), (100.0, 100.0, 0.0), (0.0, 0.0, 0.0), (5.0, math.inf, 0.0)]
)
def test_the_gap_is_a_share_of_the_bound(cost: float, bound: float, gap: float) -> None:
    """What the roster may cost too much at most."""
    assert Roster("feasible", (1,), cost, bound, 0, 1.0, ()).gap == pytest.approx(gap)
