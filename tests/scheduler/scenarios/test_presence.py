"""On which weekdays an agency should be there."""

import pytest

from calendars.opening import WeeklyPattern
from scheduler.domain.errors import InvalidInput
from scheduler.scenarios.presence import best_weekdays, present_on
from scheduler.scenarios.scenario import DeskGroup
from tests.scheduler.scenarios.simulated import simulated
from tests.scheduler.scenarios.stage import DEMAND, EVERY_DAY, desk, scenario, with_desks

TUESDAY_AND_THURSDAY = WeeklyPattern(dict.fromkeys((2, 4), EVERY_DAY.hours[1]))
PART_TIME = with_desks(
    DeskGroup(desk("town", "registration"), 3), DeskGroup(desk("centre", "advice", TUESDAY_AND_THURSDAY), 2)
)


def test_desks_work_their_hours_on_other_days() -> None:
    """Those of other agencies stay what they are."""
    moved = present_on(PART_TIME, "centre", (1, 3)).capacity.desks
    assert moved[0] == PART_TIME.capacity.desks[0]
    assert dict(moved[1].desk.pattern.hours) == {1: EVERY_DAY.hours[1], 3: EVERY_DAY.hours[1]}


def test_all_choices_are_compared_the_best_first() -> None:
    """Ten of three days of five, at as many desk hours each."""
    found = best_weekdays(PART_TIME, "centre", 3, simulated)
    assert len({choice.weekdays for choice in found}) == 10
    shares = [choice.within.mean for choice in found]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > shares[-1]


def test_bad_questions_are_refused() -> None:
    """An agency without desks, and more days than there are."""
    with pytest.raises(InvalidInput, match="/agency"):
        best_weekdays(PART_TIME, "police", 3, simulated)
    with pytest.raises(InvalidInput, match=r"/days.*1 to 5"):
        best_weekdays(scenario(demand=DEMAND), "town", 6, simulated)
