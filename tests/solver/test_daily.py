"""The flow with the slots of each day added up."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solver.daily import DailyFlow
from solver.instance import Instance
from solver.roster import Pattern
from solver.shortage import Shortage
from tests.solver.stage import desk, instance_of, party
from tests.solver.strategies import staffings

PATTERN = Pattern(desk("day", (9, 14)), 10.0)
THREE = instance_of((), (party("p0"), party("p1"), party("p2")))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(staffings(), st.integers(0, 2))
def test_the_work_of_days_proves_no_more_than_their_hours(
    case: tuple[list[Instance], list[Pattern]], each: int
) -> None:
    """It is a relaxation of the relaxation."""
    (demand,), patterns = case
    shortage, desks = Shortage(0, demand, patterns), np.append(1.0, np.full(len(patterns), each))
    daily, hourly = shortage.daily_prices(desks, 30), shortage.prices(desks, 30)
    assert daily is not None
    assert hourly is not None
    assert shortage.cut(daily).late(desks) <= shortage.cut(hourly).late(desks) + 1e-2


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(staffings(), st.integers(0, 2), st.integers(0, 12))
def test_the_more_slots_are_kept_apart_the_more_is_proven(
    case: tuple[list[Instance], list[Pattern]], each: int, early: int
) -> None:
    """Never more than by all hours, and never less than by days alone."""
    (demand,), patterns = case
    shortage, desks = Shortage(0, demand, patterns), np.append(1.0, np.full(len(patterns), each))
    if not shortage.network.entries:
        return
    proven = []
    for slots in (0, early, early + 1):
        flow = DailyFlow(shortage.network, shortage.classes, slots)
        prices = flow.prices(flow.hours(shortage.free(desks)), 30)
        assert prices is not None
        proven.append(shortage.cut(prices).late(desks))
    hourly = shortage.prices(desks, 30)
    assert hourly is not None
    assert proven == sorted(proven) or proven == pytest.approx(sorted(proven), abs=1e-6)
    assert proven[-1] <= shortage.cut(hourly).late(desks) + 1e-2


@pytest.mark.parametrize(("desks", "late"), [(0.0, 3.0), (0.4, 2.0), (1.0, 0.5), (1.2, 0.0), (9.0, 0.0), (0.0, 3.0)])
def test_the_prices_prove_who_is_late_for_want_of_hours(desks: float, late: float) -> None:
    """Three parties of two slots each, and five slots a desk."""
    shortage, counts = Shortage(0, THREE, [PATTERN]), np.array([1.0, desks])
    prices = shortage.daily_prices(counts, 30)
    assert prices is not None
    assert shortage.cut(prices).late(counts) == pytest.approx(late, abs=1e-6)


def test_the_same_flow_is_asked_again_and_again() -> None:
    """Each time from where it ended, in time of its own."""
    shortage = Shortage(0, THREE, [PATTERN])
    for desks, late in ((1.0, 0.5), (0.0, 3.0), (2.0, 0.0), (0.5, 1.75), (1.0, 0.5)):
        counts = np.array([1.0, desks])
        prices = shortage.daily_prices(counts, 0.02)
        assert prices is not None
        assert shortage.cut(prices).late(counts) == pytest.approx(late, abs=1e-6)


def test_who_can_never_be_served_leaves_nothing_to_price() -> None:
    """No desk, no price; and no failure."""
    hopeless = Shortage(0, instance_of((), (party("p0", deadline=8),)), [PATTERN])
    prices = hopeless.daily_prices(np.array([1.0, 5.0]), 30)
    assert prices is not None
    assert not prices.any()
