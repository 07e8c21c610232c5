"""Lists, counts and overviews."""

from datetime import date, timedelta
from functools import partial

import pytest

from scheduler.application import Application
from scheduler.domain.booking import Booking, BookingFilter
from scheduler.domain.capacity import FreeSlot
from scheduler.domain.disruption import Absence
from scheduler.domain.errors import InvalidInput, NotFound
from scheduler.use_cases.availability import availability
from scheduler.use_cases.cancel import cancel
from scheduler.use_cases.close import close
from scheduler.use_cases.disrupt import disrupt
from scheduler.use_cases.hold import hold
from scheduler.use_cases.read_bookings import list_bookings
from scheduler.use_cases.read_configuration import list_agencies, list_journeys, list_locations, list_regions
from scheduler.use_cases.week_overview import week_overview
from tests.scheduler.stage import ACTOR, MONDAY, REGION, Clock, booked, offered, once, registered

TUESDAY = MONDAY + timedelta(days=1)


def some_bookings(app: Application, clock: Clock, number: int) -> list[Booking]:
    """Bookings made minute by minute."""
    made = []
    for _ in range(number):
        made.append(booked(app, offered(app, registered(app), limit=1)[0]))
        clock.forward(minutes=1)
    return made


def test_pages_hold_every_booking_once(app: Application, clock: Clock) -> None:
    """Following the cursor gives all bookings in the order they were made."""
    made = some_bookings(app, clock, 5)
    found: list[Booking] = []
    cursor = None
    while True:
        page = list_bookings(app, BookingFilter(), cursor=cursor, limit=2)
        found += page.items
        if page.next is None:
            break
        cursor = page.next
    assert found == made


def test_bookings_by_day_agency_and_status(app: Application, clock: Clock) -> None:
    """A filter asks for one appointment that is on the day and at the agency."""
    first, second = some_bookings(app, clock, 2)
    day = first.appointments[0].start.date()
    assert list_bookings(app, BookingFilter(date=day, agency="ind")).items == (first, second)
    assert list_bookings(app, BookingFilter(date=day - timedelta(days=1))).items == ()
    gone = cancel(app, ACTOR, first.id, "changed plans")
    assert list_bookings(app, BookingFilter(date=day, status="cancelled")).items == (gone,)
    assert list_bookings(app, BookingFilter(status="confirmed")).items == (second,)
    less = cancel(app, ACTOR, second.id, "no advice", steps=("advice",))
    assert list_bookings(app, BookingFilter(agency="expat-centre")).items == (gone,)
    assert list_bookings(app, BookingFilter(agency="gemeente", status="confirmed")).items == (less,)


@pytest.mark.parametrize("cursor", ["", "x", "bm9uZQ==", "WzEsMl0=", "WyIyMDI2LTA5LTA3IiwgImEiXQ==", "\u20ac"])
def test_a_made_up_cursor_is_refused(app: Application, cursor: str) -> None:
    """A cursor is one that an earlier page gave."""
    with pytest.raises(InvalidInput, match="cursor"):
        list_bookings(app, BookingFilter(), cursor=cursor)


def test_wrong_filters_are_refused(app: Application) -> None:
    """Limit, status and agency are checked."""
    with pytest.raises(InvalidInput, match="limit"):
        list_bookings(app, BookingFilter(), limit=0)
    with pytest.raises(InvalidInput, match="status"):
        list_bookings(app, BookingFilter(status="lost"))  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="agency"):
        list_bookings(app, BookingFilter(agency="circus"))


def test_availability_counts_desks(app: Application, clock: Clock) -> None:
    """A held slot is not free; a closed agency has no slots."""
    before = availability(app, REGION, MONDAY, TUESDAY)
    assert not [slot for slot in before if slot.agency == "ind" and slot.start.date() == MONDAY]
    held = hold(app, ACTOR, offered(app, registered(app))[0].id, once())
    permit = held.appointments[0]
    after = availability(app, REGION, MONDAY, TUESDAY)
    slots = zip(before, after, strict=True)
    fewer = [new for old, new in slots if new.free < old.free and new.agency == permit.agency]
    assert [(slot.start, slot.open, slot.free) for slot in fewer] == [(permit.start, 2, 1)]
    clock.forward(minutes=10)
    assert availability(app, REGION, MONDAY, TUESDAY) == before


@pytest.mark.parametrize(
    ("first", "last"), [(TUESDAY, MONDAY), (MONDAY, MONDAY + timedelta(days=62)), (date.min, date.min)]
)
def test_availability_of_no_or_too_many_days(app: Application, first: date, last: date) -> None:
    """The days asked for are in order, not too many and not out of this world."""
    with pytest.raises(InvalidInput):
        availability(app, REGION, first, last)


def test_availability_of_nowhere(app: Application) -> None:
    """A region that is not there is not found."""
    with pytest.raises(NotFound):
        availability(app, "atlantis", MONDAY, MONDAY)


def test_a_week_shows_every_agency_on_every_day(app: Application) -> None:
    """Closed days have no slots; taken and open are counted in desk slots."""
    booking = booked(app, offered(app, registered(app))[0])
    week = week_overview(app, REGION, MONDAY)
    assert len(week.days) == 3 * 7
    permit = booking.appointments[0]
    (day,) = (each for each in week.days if each.agency == "ind" and each.day == permit.start.date())
    assert (day.taken, day.open) == (1, 56)
    assert all(each.open == 0 for each in week.days if each.day.isoweekday() > 5)
    with pytest.raises(InvalidInput, match="a Monday"):
        week_overview(app, REGION, TUESDAY)


def test_what_is_configured_is_listed(app: Application) -> None:
    """The example region with its agencies, journeys and location."""
    assert [region.id for region in list_regions(app)] == [REGION]
    assert [agency.id for agency in list_agencies(app)] == ["expat-centre", "gemeente", "ind"]
    assert [journey.id for journey in list_journeys(app)] == ["eu-citizen", "first-permit", "knowledge-migrant"]
    assert [location.id for location in list_locations(app)] == ["mosae-forum"]


def test_desks_that_are_shut_are_not_open(app: Application) -> None:
    """Neither in counts nor in the week: a day on which an agency is closed is as any other on which it is."""
    agency = partial(_of_agency, app, "ind")
    before = agency()
    assert before
    close(app, ACTOR, REGION, "ind", TUESDAY, TUESDAY, "storm", once())
    assert agency() == [slot for slot in before if slot.start.date() != TUESDAY]
    days = {(day.agency, day.day): day for day in week_overview(app, REGION, MONDAY).days}
    assert days["ind", TUESDAY].open == 0
    assert days["gemeente", TUESDAY].open > 0


def test_one_desk_less_is_one_fewer_open(app: Application) -> None:
    """And nothing looks taken."""
    first = _of_agency(app, "ind")[0]
    disrupt(app, ACTOR, (Absence("ind-1", first.start, first.end),), "sick", once())
    after = _of_agency(app, "ind")[0]
    assert (after.open, after.free) == (first.open - 1, first.free - 1)


def _of_agency(app: Application, agency: str) -> list[FreeSlot]:
    week = availability(app, REGION, MONDAY, MONDAY + timedelta(days=4))
    return [slot for slot in week if slot.agency == agency]
