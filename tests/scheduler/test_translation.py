"""Between instants and slots."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendars.opening import Closure, WallSpan, WeeklyPattern
from scheduler.demo.region import AGENCIES, REGION, resources
from scheduler.domain.agency import AgencyClosure, Resource
from scheduler.store.configuration import RegionSetup
from scheduler.translation import Frame, build_instance

# From Friday to Monday over the end of summer time, 25 October 2026.
FRAME = Frame(RegionSetup(REGION, AGENCIES, resources(), ()), date(2026, 10, 23), date(2026, 10, 27))
PER_DAY = 96


def test_days_on_which_nobody_works_are_left_out() -> None:
    """The weekend is no part of a frame."""
    assert FRAME.days == (date(2026, 10, 23), date(2026, 10, 26), date(2026, 10, 27))


@given(st.integers(min_value=0, max_value=3 * PER_DAY - 1))
def test_a_slot_is_its_own_start(slot: int) -> None:
    """Slot to instant and back is the same slot, also after the clock has changed."""
    assert FRAME.start_slot(FRAME.instant(slot)) == slot
    assert FRAME.end_slot(FRAME.instant(slot)) == slot


@given(st.integers(min_value=0, max_value=3 * PER_DAY - 1), st.integers(min_value=1, max_value=899))
def test_between_slots_starts_wait_and_ends_stop(slot: int, seconds: int) -> None:
    """What may start inside a slot starts at the next one; what must end inside it ends at its start."""
    inside = FRAME.instant(slot) + timedelta(seconds=seconds)
    assert FRAME.start_slot(inside) == slot + 1
    assert FRAME.end_slot(inside) == slot


def test_a_closed_day_is_the_edge_between_open_ones() -> None:
    """A time on Saturday is Monday's start and Friday's end at once."""
    saturday = datetime(2026, 10, 24, 12, tzinfo=UTC)
    assert FRAME.start_slot(saturday) == PER_DAY
    assert FRAME.end_slot(saturday) == PER_DAY
    assert FRAME.end_instant(PER_DAY) == datetime(2026, 10, 23, 22, tzinfo=UTC)


def test_times_outside_the_frame_are_its_edges() -> None:
    """Before it is slot 0, after it the slot past the last."""
    assert FRAME.start_slot(datetime(2026, 1, 1, tzinfo=UTC)) == 0
    assert FRAME.end_slot(datetime(2027, 1, 1, tzinfo=UTC)) == 3 * PER_DAY


def odd_desk(start: time, end: time) -> Resource:
    """A desk with hours beside the grid."""
    hours = WeeklyPattern({5: (WallSpan(start, end),)})
    return Resource("odd", "ind", "mosae-forum", frozenset(("permit",)), frozenset(), hours)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (time(9, 5), time(10, 10), [(37, 40)]),
        (time(9, 5), time(9, 20), []),
        (time(22), time(0), [(88, 96)]),
    ],
)
def test_hours_beside_the_grid_shrink_onto_it(start: time, end: time, expected: list[tuple[int, int]]) -> None:
    """A shift holds whole slots only."""
    desk = odd_desk(start, end)
    frame = Frame(RegionSetup(REGION, AGENCIES, (desk,), ()), date(2026, 10, 23), date(2026, 10, 23))
    assert [(span.start, span.end) for span in frame.shifts(desk)] == expected


def test_a_closure_of_one_agency_leaves_the_others_open() -> None:
    """Only the desks of the closed agency have no shift that day."""
    day = date(2026, 10, 23)
    closure = AgencyClosure(REGION.id, "ind", Closure(day, day, "day off"))
    frame = Frame(RegionSetup(REGION, AGENCIES, resources(), (closure,)), day, day)
    open_agencies = {resource.agency for resource in resources() if list(frame.shifts(resource))}
    assert open_agencies == {"gemeente", "expat-centre"}


def test_what_is_taken_is_in_the_instance() -> None:
    """Booked time reaches the solver in slots."""
    start = datetime(2026, 10, 26, 9, tzinfo=UTC)

    def taken() -> Iterator[tuple[str, datetime, datetime]]:
        yield "gemeente-1", start, start + timedelta(minutes=30)

    (booking,) = build_instance(FRAME, (), taken()).booked
    assert (booking.start - PER_DAY, booking.end - PER_DAY) == (40, 42)
