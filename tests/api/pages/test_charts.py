"""The week page draws what is open and what is taken, in desk hours."""

from datetime import UTC, date, datetime, timedelta

import pytest

from api.pages.charts import HEIGHT, week_of
from scheduler.domain.capacity import AgencyDay, FreeSlot, WeekOverview

MONDAY = date(2026, 9, 7)


def _day(agency: str, day: date, *counts: tuple[int, int]) -> AgencyDay:
    """A day from 9:00 on in Amsterdam with (open, free) for each quarter of an hour."""
    nine = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
    quarter = timedelta(minutes=15)
    slots = (
        FreeSlot(agency, nine + number * quarter, nine + (number + 1) * quarter, wide, free)
        for number, (wide, free) in enumerate(counts)
    )
    return AgencyDay(agency, day, tuple(slots))


def _week(*days: AgencyDay) -> WeekOverview:
    closed = (_day("ind", MONDAY + timedelta(days=n)) for n in range(7))
    given = {one.day for one in days}
    return WeekOverview("here", MONDAY, (*(one for one in closed if one.day not in given), *days), 15)


def test_hours_are_desk_hours() -> None:
    """Two desks for half an hour are one desk hour."""
    week = week_of(_week(_day("ind", MONDAY, (2, 1), (2, 0))), ["ind"], "Europe/Amsterdam")
    cell = week.rows[0].cells[0]
    assert (cell.open, cell.taken, cell.share) == (1.0, 0.75, 0.75)
    assert (week.total.open, week.total.taken) == (1.0, 0.75)
    assert (week.by_day[0].open, week.by_day[1].open) == (1.0, 0)


def test_bars_stand_on_one_axis_of_local_time() -> None:
    """Bars of all agencies stand at their local time, and the tallest one fills the drawing."""
    days = (_day("ind", MONDAY, (2, 1), (1, 1)), _day("gemeente", MONDAY, (4, 4), (4, 4), (4, 0)))
    week = week_of(_week(*days), ["ind", "gemeente"], "Europe/Amsterdam")
    assert (week.first_hour, week.last_hour, week.width) == ("9:00", "9:45", 3)
    ind, gemeente = (row.cells[0].bars for row in week.rows)
    assert [(bar.x, bar.open, bar.taken) for bar in ind] == [(0, HEIGHT / 2, HEIGHT / 4), (1, HEIGHT / 4, 0)]
    assert [(bar.x, bar.open, bar.taken) for bar in gemeente][2] == (2, HEIGHT, HEIGHT)


@pytest.mark.parametrize(("saturday", "count"), [((), 5), (((1, 1),), 6)])
def test_the_weekend_is_shown_where_someone_works(saturday: tuple[tuple[int, int], ...], count: int) -> None:
    """Saturday has a column only when a desk is open."""
    week = week_of(_week(_day("ind", MONDAY + timedelta(days=5), *saturday)), ["ind"], "Europe/Amsterdam")
    assert len(week.days) == count


def test_a_week_without_anyone_can_be_drawn() -> None:
    """A closed week has five empty columns and no hours."""
    week = week_of(_week(), ["ind"], "Europe/Amsterdam")
    assert len(week.days) == 5
    assert week.total.share == 0.0
