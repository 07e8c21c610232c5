"""The holidays are exactly the days of ATW art. 3."""

from datetime import date, timedelta

import pytest

from calendars.holidays import dutch_holidays
from tests.calendars.atw import art_3


def test_2026_has_the_nine_days_of_the_law() -> None:
    """The nine days of 2026 stand with their names, in order of time."""
    assert list(dutch_holidays([2026]).items()) == [
        (date(2026, 1, 1), "New Year's Day"),
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 4, 6), "Easter Monday"),
        (date(2026, 4, 27), "King's Day"),
        (date(2026, 5, 5), "Liberation Day"),
        (date(2026, 5, 14), "Ascension Day"),
        (date(2026, 5, 25), "Whit Monday"),
        (date(2026, 12, 25), "Christmas Day"),
        (date(2026, 12, 26), "Second Christmas Day"),
    ]


@pytest.mark.parametrize("year", range(2014, 2101))
def test_every_year_has_the_days_computed_from_easter(year: int) -> None:
    """Each year agrees with the days worked out from the date of Easter."""
    assert set(dutch_holidays([year])) == art_3(year)


def test_liberation_day_counts_every_year() -> None:
    """5 May counts in every year, not in lustrum years alone."""
    assert all(date(year, 5, 5) in dutch_holidays([year]) for year in range(2014, 2101))


def test_kings_day_moves_off_a_sunday() -> None:
    """When 27 April is a Sunday the day is kept on 26 April."""
    assert dutch_holidays([2025])[date(2025, 4, 26)] == "King's Day"
    assert date(2025, 4, 27) not in dutch_holidays([2025])


def test_two_holidays_on_one_day_are_both_named() -> None:
    """Ascension Day on 5 May 2016 carries both names."""
    assert set(dutch_holidays([2016])[date(2016, 5, 5)].split(" and ")) == {"Ascension Day", "Liberation Day"}


def test_years_may_repeat_and_come_in_any_order() -> None:
    """The days of several years come once each and in order of time."""
    days = list(dutch_holidays([2027, 2026, 2027]))
    assert days == sorted(days)
    assert len(days) == 18


def test_the_answer_is_the_callers_own() -> None:
    """Changing an answer does not change the next one."""
    first = dutch_holidays([2026])
    first[date(2026, 1, 1) + timedelta(days=1)] = "mine"
    assert date(2026, 1, 2) not in dutch_holidays([2026])


@pytest.mark.parametrize("year", [2013, 2101])
def test_a_year_outside_the_tables_is_refused(year: int) -> None:
    """A year without tables is an error, not a year without holidays."""
    with pytest.raises(ValueError, match=f"years: {year} is not covered; a year from 2014 to 2100 is"):
        dutch_holidays([year])
