"""Cuts: what prices prove of every roster."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solver.instance import Instance
from solver.roster import Pattern, with_desks
from solver.shortage import Shortage
from tests.solver.brute_force import every_roster, fewest_late
from tests.solver.stage import desk, instance_of, party
from tests.solver.strategies import staffings

_HEALTH = list(HealthCheck)
CROWD = instance_of((), (party("p0"), party("p1"), party("p2")))
MORNING = Pattern(desk("morning", (9, 11)), 10.0)


@settings(max_examples=40, deadline=None, suppress_health_check=_HEALTH)
@given(staffings(), st.integers(0, 2**32 - 1), st.sampled_from((0.0, 0.1, 1.0)))
def test_a_cut_holds_for_every_roster(case: tuple[list[Instance], list[Pattern]], seed: int, largest: float) -> None:
    """Whatever the prices, no roster leaves fewer late than they say."""
    (demand,), patterns = case
    shortage = Shortage(0, demand, patterns)
    prices = np.random.default_rng(seed).uniform(0, largest, shortage.classes.free.shape)
    cut = shortage.cut(prices)
    for roster in every_roster(patterns):
        late = fewest_late(with_desks(demand, patterns, roster))
        assert cut.late(np.append(1.0, roster)) <= late + 1e-9


@settings(max_examples=40, deadline=None, suppress_health_check=_HEALTH)
@given(staffings())
def test_the_desks_of_a_roster_are_those_of_its_instance(case: tuple[list[Instance], list[Pattern]]) -> None:
    """Free time adds up to that of the shifts, whichever classes share it."""
    (demand,), patterns = case
    shortage = Shortage(0, demand, patterns)
    for roster in every_roster(patterns):
        desks = with_desks(demand, patterns, roster).resources
        asked = sum(shift.end - shift.start for desk in desks for shift in desk.shifts)
        assert shortage.free(np.append(1.0, roster)).sum() == asked


@pytest.mark.parametrize(("desks", "late"), [(0.0, 3.0), (1.0, 2.0), (1.5, 1.5), (3.0, 0.0), (9.0, 0.0)])
def test_the_prices_at_a_roster_prove_how_many_are_late_with_it(desks: float, late: float) -> None:
    """Each desk serves one of three, and half a desk half of one."""
    shortage = Shortage(0, CROWD, [MORNING])
    counts = np.array([1.0, desks])
    prices = shortage.prices(counts, 30)
    assert prices is not None
    assert shortage.cut(prices).late(counts) == pytest.approx(late, abs=1e-3)


def test_who_can_never_be_served_is_late_with_any_roster() -> None:
    """Nobody comes to a desk that opens after the deadline; no prices are needed to say so."""
    demand = instance_of((), (party("p0", deadline=8), party("p1")))
    assert Shortage(0, demand, [MORNING]).helpless == 1
    hopeless = Shortage(0, instance_of((), (party("p0", deadline=8),)), [MORNING])
    prices = hopeless.prices(np.array([1.0, 5.0]), 30)
    assert prices is not None
    assert hopeless.cut(prices).late(np.array([1.0, 5.0])) == pytest.approx(1.0)
