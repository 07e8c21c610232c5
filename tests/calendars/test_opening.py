"""Desks are open when the pattern says so, unless the day differs or is shut."""

import pickle
import re
from datetime import UTC, date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendars.opening import Closure, OpeningException, WallSpan, WeeklyPattern, opening_hours

MORNING = WallSpan(time(9), time(12, 30))
AFTERNOON = WallSpan(time(13), time(17))
EVENING = WallSpan(time(17), time(20))
TUESDAY, WEDNESDAY = date(2026, 9, 8), date(2026, 9, 9)
IND = WeeklyPattern({2: (MORNING, AFTERNOON), 4: (MORNING, AFTERNOON), 5: (MORNING,)})
CARNIVAL = Closure(date(2027, 2, 7), date(2027, 2, 9), "Carnival")

days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def test_a_weekday_of_the_pattern_is_open_around_its_lunch_break() -> None:
    """Tuesday has a morning and an afternoon."""
    assert opening_hours(IND, (), (), TUESDAY) == (MORNING, AFTERNOON)


def test_a_weekday_without_spans_is_shut() -> None:
    """The desk is away on Wednesday."""
    assert opening_hours(IND, (), (), WEDNESDAY) == ()


def test_an_exception_replaces_the_pattern_on_its_day_alone() -> None:
    """A late Tuesday leaves the Tuesday after it as it was."""
    late = OpeningException(TUESDAY, (AFTERNOON, EVENING))
    assert opening_hours(IND, [late], (), TUESDAY) == (AFTERNOON, EVENING)
    assert opening_hours(IND, [late], (), TUESDAY + timedelta(days=7)) == (MORNING, AFTERNOON)


def test_an_exception_can_open_or_shut_a_day() -> None:
    """A Wednesday can be opened and a Tuesday shut."""
    exceptions = [OpeningException(WEDNESDAY, (MORNING,)), OpeningException(TUESDAY, ())]
    assert opening_hours(IND, exceptions, (), WEDNESDAY) == (MORNING,)
    assert opening_hours(IND, exceptions, (), TUESDAY) == ()


@settings(deadline=None)
@given(days)
def test_a_closure_shuts_its_days_and_no_others(day: date) -> None:
    """Carnival shuts its three days, whatever the pattern or an exception says."""
    exceptions = [OpeningException(day, (MORNING,))]
    shut = CARNIVAL.first <= day <= CARNIVAL.last
    assert opening_hours(IND, exceptions, [CARNIVAL], day) == (() if shut else (MORNING,))


def test_two_exceptions_on_one_day_are_refused() -> None:
    """Neither of two exceptions on a day outranks the other."""
    exceptions = [OpeningException(TUESDAY, ()), OpeningException(TUESDAY, (MORNING,))]
    with pytest.raises(ValueError, match="exceptions: 2 are given for 2026-09-08; at most one a day is right"):
        opening_hours(IND, exceptions, (), TUESDAY)


def test_midnight_as_an_end_is_the_end_of_the_day() -> None:
    """A span may run to midnight."""
    assert WallSpan(time(22), time(0)).end_minute == 1440


@pytest.mark.parametrize(("start", "end"), [(time(12), time(9)), (time(9), time(9))])
def test_a_span_that_ends_before_it_starts_is_refused(start: time, end: time) -> None:
    """The error names both times."""
    with pytest.raises(ValueError, match=f"end: 09:00 is not after the start {start:%H:%M}; a later time is right"):
        WallSpan(start, end)


@pytest.mark.parametrize("odd", [time(9, 0, 1), time(9, 0, 0, 1), time(9, tzinfo=UTC)])
def test_a_time_that_is_no_whole_minute_of_the_wall_clock_is_refused(odd: time) -> None:
    """Seconds and offsets have no place in opening hours."""
    with pytest.raises(ValueError, match=f"start: {re.escape(str(odd))} is not a wall time"):
        WallSpan(odd, time(17))


@pytest.mark.parametrize("spans", [(AFTERNOON, MORNING), (MORNING, WallSpan(time(12), time(13)))])
def test_spans_that_overlap_or_stand_out_of_order_are_refused(spans: tuple[WallSpan, ...]) -> None:
    """Spans of a day stand apart and in order of time, in patterns and in exceptions."""
    with pytest.raises(ValueError, match=r"weekday 2: .* starts before the end of the span before it"):
        WeeklyPattern({2: spans})
    with pytest.raises(ValueError, match=r"exception of 2026-09-08: .* starts before the end of the span before it"):
        OpeningException(TUESDAY, spans)


def test_spans_that_touch_are_allowed() -> None:
    """An evening that follows the afternoon at once is no overlap."""
    assert OpeningException(TUESDAY, (AFTERNOON, EVENING)).spans == (AFTERNOON, EVENING)


@pytest.mark.parametrize("weekday", [0, 8])
def test_a_weekday_that_does_not_exist_is_refused(weekday: int) -> None:
    """Weekdays run from 1 to 7."""
    with pytest.raises(ValueError, match=f"weekday: {weekday} is out of range; 1 for Monday to 7 for Sunday is right"):
        WeeklyPattern({weekday: (MORNING,)})


def test_a_closure_that_ends_before_it_starts_is_refused() -> None:
    """The error names both days."""
    with pytest.raises(ValueError, match="last: 2026-09-07 is before the first day 2026-09-08"):
        Closure(TUESDAY, TUESDAY - timedelta(days=1), "move")


def test_a_pattern_cannot_be_changed_from_outside() -> None:
    """The mapping a pattern was made from is not the one it keeps."""
    hours: dict[int, tuple[WallSpan, ...]] = {2: (MORNING,)}
    pattern = WeeklyPattern(hours)
    hours.clear()
    assert pattern.on(TUESDAY) == (MORNING,)


def test_a_pattern_can_be_sent_to_another_process() -> None:
    """And is the same there, as read-only as here."""
    sent = pickle.loads(pickle.dumps(IND))  # noqa: S301 -- our own bytes
    assert sent == IND
    with pytest.raises(TypeError):
        sent.hours[1] = ()
