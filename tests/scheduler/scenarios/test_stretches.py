"""Stretches of weeks that a roster is found for."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler.domain.errors import InvalidInput
from scheduler.scenarios.scenario import Horizon, Season
from scheduler.scenarios.stretches import stretches
from tests.scheduler.scenarios.stage import DEMAND, HORIZON, MONDAY, scenario


def test_all_samples_lie_on_the_same_days() -> None:
    """Three weeks of arrivals, and one in which the last of them are served."""
    one, other, _third = stretches(scenario())
    assert (len(one.days), one.days[0]) == (20, MONDAY)
    assert (one.days, one.resources) == (other.days, other.resources)


def test_they_are_other_people_each() -> None:
    """About three weeks of a hundred, less those who cancel; the same for the same scenario."""
    one, other, third = stretches(scenario())
    assert one.arrivals != other.arrivals
    assert stretches(scenario()) == (one, other, third)
    assert all(200 < len(sample.arrivals) < 340 for sample in (one, other))
    last = len(one.days) * one.slots_per_day
    assert all(0 <= arrival.available_from < arrival.deadline <= last for arrival in one.arrivals)


def test_desks_have_their_shifts_on_these_days() -> None:
    """Whole days, five a week."""
    found = stretches(scenario())[0]
    shifts = found.resource_by_id["town-1"].shifts
    assert len(shifts) == 20
    assert {(shift.start % 96, shift.end % 96) for shift in shifts} == {(36, 68)}


def test_a_horizon_without_a_whole_week_is_refused() -> None:
    """A week begins on Monday."""
    short = Horizon(MONDAY + timedelta(days=1), MONDAY + timedelta(days=9))
    with pytest.raises(InvalidInput, match=r"/horizon.*a whole week, from Monday to Sunday"):
        stretches(scenario(horizon=short))
    later = replace(HORIZON, first=MONDAY + timedelta(days=2))
    assert stretches(scenario(horizon=later))[0].days[0] == MONDAY + timedelta(days=7)


def test_no_season_of_a_year_is_left_out() -> None:
    """One stretch for every six weeks: the ten weeks in which nearly all come are among them."""
    year = Horizon(date(2026, 1, 5), date(2027, 1, 3))
    seasons = (Season((1, 1), (7, 19), 1.0), Season((7, 20), (9, 27), 50.0), Season((9, 28), (12, 31), 1.0))
    found = stretches(scenario(horizon=year, demand=replace(DEMAND, weekly=5, seasons=seasons)))
    assert len(found) == 8
    assert max(len(sample.arrivals) for sample in found) > 10 * min(len(sample.arrivals) for sample in found)
