"""Deadlines follow the law to the letter, and say why."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendars.deadlines import DEADLINE_POLICIES, deadline
from tests.calendars.atw import is_free, last_day

FIRST, LAST = date(2024, 1, 1), date(2030, 12, 31)
EVERY_START = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
starts = st.dates(FIRST, LAST)


@pytest.mark.parametrize("days", [1, 2, 3, 4, 5, 7, 14])
def test_every_start_of_2024_to_2030_agrees_with_the_law_day_by_day(days: int) -> None:
    """For each start date the deadline is the first day that articles 1 and 2 allow."""
    for start in EVERY_START:
        assert deadline("calendar_days_atw", start, days).day == last_day(start, days), start


@pytest.mark.parametrize(
    ("start", "day", "reason"),
    [
        (date(2026, 9, 7), date(2026, 9, 10), "three days from Monday 7 September"),
        (date(2026, 9, 10), date(2026, 9, 14), "three days from Thursday 10 September, extended by the weekend"),
        (date(2026, 9, 11), date(2026, 9, 15), "three days from Friday 11 September, extended by the weekend"),
        (date(2026, 9, 12), date(2026, 9, 15), "three days from Saturday 12 September"),
        # Whit Monday: Friday counts, so one more working day will do.
        (
            date(2026, 5, 21),
            date(2026, 5, 26),
            "three days from Thursday 21 May, extended by the weekend and Whit Monday",
        ),
        # Easter: Good Friday is equal to a holiday, so two working days must follow Easter Monday (art. 2).
        (
            date(2025, 4, 17),
            date(2025, 4, 23),
            "three days from Thursday 17 April, extended by Good Friday, the weekend and Easter Monday",
        ),
        (date(2026, 4, 26), date(2026, 4, 29), "three days from Sunday 26 April"),
        (date(2026, 4, 25), date(2026, 4, 29), "three days from Saturday 25 April, extended by Sunday and King's Day"),
        (
            date(2026, 12, 24),
            date(2026, 12, 29),
            "three days from Thursday 24 December, extended by Christmas Day and the weekend",
        ),
        (
            date(2025, 12, 31),
            date(2026, 1, 5),
            "three days from Wednesday 31 December, extended by New Year's Day and the weekend",
        ),
    ],
)
def test_three_days_by_the_law_with_their_reason(start: date, day: date, reason: str) -> None:
    """Three days end where the law says, and the reason names each day that moved the end."""
    found = deadline("calendar_days_atw", start)
    assert (found.day, found.reason) == (day, reason)


@settings(deadline=None)
@given(starts, st.integers(1, 90))
def test_a_term_by_the_law_never_ends_early_nor_on_a_free_day(start: date, days: int) -> None:
    """The law only lengthens a term, and gives a reason exactly when it does."""
    found = deadline("calendar_days_atw", start, days)
    assert found.day >= start + timedelta(days=days)
    assert not is_free(found.day)
    assert ("extended by" in found.reason) == (found.day > start + timedelta(days=days))


@settings(deadline=None)
@given(starts, st.integers(1, 366))
def test_calendar_days_count_every_day(start: date, days: int) -> None:
    """Calendar days are added as they are."""
    assert deadline("calendar_days", start, days).day == start + timedelta(days=days)


@settings(deadline=None)
@given(starts, st.integers(1, 60))
def test_working_days_count_the_days_that_are_not_free(start: date, days: int) -> None:
    """The term holds exactly the working days asked for, and ends on one."""
    found = deadline("working_days", start, days).day
    term = [start + timedelta(days=number) for number in range(1, (found - start).days + 1)]
    assert sum(not is_free(day) for day in term) == days
    assert not is_free(found)


def test_working_days_say_what_they_skip() -> None:
    """The reason of a term in working days names the days that do not count."""
    found = deadline("working_days", date(2025, 4, 17))
    assert found.day == date(2025, 4, 24)
    assert found.reason == (
        "three working days from Thursday 17 April, not counting Good Friday, the weekend and Easter Monday"
    )
    assert deadline("working_days", date(2026, 9, 7), 1).reason == "one working day from Monday 7 September"


def test_two_weekends_are_counted() -> None:
    """A longer term names its weekends together, and a Sunday alone by its name."""
    assert deadline("working_days", date(2026, 9, 7), 11).reason.endswith("not counting two weekends")
    assert deadline("working_days", date(2026, 9, 12), 6).reason.endswith("not counting Sunday and the weekend")


def test_a_day_designated_by_royal_decree_extends_the_term() -> None:
    """The Friday after Ascension Day counts as a holiday once it is designated."""
    bridge_day = date(2026, 5, 15)
    found = deadline("calendar_days_atw", date(2026, 5, 13), extra_holidays=[bridge_day])
    assert found.day == date(2026, 5, 19)
    assert found.reason == (
        "three days from Wednesday 13 May, extended by Ascension Day, "
        "the designated holiday of Friday 15 May and the weekend"
    )


def test_a_designated_day_that_is_a_holiday_keeps_its_name() -> None:
    """Naming a holiday again changes nothing."""
    assert deadline("calendar_days_atw", date(2026, 5, 21), extra_holidays=[date(2026, 5, 25)]) == deadline(
        "calendar_days_atw", date(2026, 5, 21)
    )


def test_terms_of_one_or_two_days_need_no_two_working_days() -> None:
    """Article 2 holds for terms of at least three days only."""
    assert deadline("calendar_days_atw", date(2026, 9, 11), 2).day == date(2026, 9, 14)


@pytest.mark.parametrize("days", [0, -1, 367])
@pytest.mark.parametrize("policy", DEADLINE_POLICIES)
def test_a_number_of_days_out_of_range_is_refused(policy: str, days: int) -> None:
    """A term has from 1 to 366 days."""
    with pytest.raises(ValueError, match=f"days: {days} is out of range; a whole number from 1 to 366 is right"):
        deadline(policy, FIRST, days)


def test_the_law_is_not_for_terms_above_ninety_days() -> None:
    """Article 4 keeps the law from terms above ninety days."""
    assert deadline("calendar_days_atw", FIRST, 90).day > FIRST
    with pytest.raises(ValueError, match=r"days: 91 is too long for calendar_days_atw; ATW art. 4 allows up to 90"):
        deadline("calendar_days_atw", FIRST, 91)


def test_an_unknown_policy_is_refused_with_the_known_ones() -> None:
    """The error names the policy and those that exist."""
    with pytest.raises(ValueError, match="policy: 'office_days' is unknown; one of calendar_days_atw, calendar_days"):
        deadline("office_days", FIRST)


@pytest.mark.parametrize("start", [date(2013, 12, 31), date(2100, 1, 1), date.max])
def test_a_start_outside_the_holiday_tables_is_refused(start: date) -> None:
    """A term whose holidays are not known is an error that names the start."""
    with pytest.raises(ValueError, match=f"start: {start} is out of range; a day whose term of 3 days lies in 2014 to"):
        deadline("calendar_days", start)
