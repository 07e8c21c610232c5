"""Local wall times as slots."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.wall_time import WallClock, parse_day, parse_wall_time

CLOCK = WallClock((date(2026, 9, 7), date(2026, 9, 8), date(2026, 9, 10)), 15)


@given(st.integers(0, 3 * 96 - 1))
def test_a_slot_and_its_wall_time_are_the_same(slot: int) -> None:
    """There and back, as a start; and as the end of the slot."""
    assert CLOCK.slot(CLOCK.moment(slot)) == slot
    assert CLOCK.moment(slot + 1, is_end=True) - CLOCK.moment(slot) == timedelta(minutes=15)


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("2026-09-07T00:00", 0),
        ("2026-09-08T09:15", 96 + 37),
        ("2026-09-09T09:15", 192),
        ("2026-09-06T23:45", 0),
        ("2026-09-11T08:00", 288),
    ],
)
def test_days_that_are_not_listed_take_no_room(text: str, slot: int) -> None:
    """Wednesday is the start of Thursday; what is past the last day is its end."""
    assert CLOCK.slot(parse_wall_time(text)) == slot


@pytest.mark.parametrize(("day", "position"), [(6, -1), (7, 0), (9, 1), (10, 2), (30, 2)])
def test_the_last_listed_day_not_after_a_day(day: int, position: int) -> None:
    """-1 before the first."""
    assert CLOCK.day_at_or_before(date(2026, 9, day)) == position


def test_an_end_at_midnight_belongs_to_the_day_before() -> None:
    """Tuesday's last slot ends on Wednesday at 0:00."""
    assert CLOCK.moment(192, is_end=True) == datetime(2026, 9, 9)  # noqa: DTZ001 - wall time
    assert CLOCK.moment(192) == datetime(2026, 9, 10)  # noqa: DTZ001 - wall time


@pytest.mark.parametrize("text", ["2026-09-08T09:00", "2026-09-08T09:00:00"])
def test_seconds_may_stand_if_there_are_none(text: str) -> None:
    """Some writers always give them."""
    assert parse_wall_time(text).hour == 9


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("2026-09-08T09:00Z", "without offset"),
        ("2026-09-08T9:00", "without offset"),
        ("٢٠٢٦-09-08T09:00", "without offset"),
        ("2026-02-29T09:00", "a time that exists"),
        ("2026-09-08T24:00", "a time that exists"),
    ],
)
def test_what_is_no_wall_time_says_what_would_be(text: str, right: str) -> None:
    """With an example."""
    with pytest.raises(ValueError, match=right):
        parse_wall_time(text)


@pytest.mark.parametrize("text", ["2026-W37-2", "20260908", "2026-02-29", "2026-09-8", "", "٢٠٢٦-09-08"])
def test_what_is_no_day_is_refused(text: str) -> None:
    """Only year, month and day in full."""
    with pytest.raises(ValueError, match="a day that exists, such as 2026-09-08"):
        parse_day(text)
