"""A no-show gives the desk to others."""

from datetime import timedelta

import pytest

from scheduler.application import Application
from scheduler.domain.booking import BookedAppointment, Booking
from scheduler.domain.errors import NotItsTime, VisitOutOfOrder
from scheduler.use_cases.cancel import cancel
from scheduler.use_cases.check_in import check_in
from scheduler.use_cases.miss import miss
from scheduler.use_cases.read_bookings import get_booking
from scheduler.use_cases.reschedule import reschedule
from tests.scheduler.following import assert_followed
from tests.scheduler.stage import ACTOR, MONDAY, REGION, Clock, booked, count, offered, registered

TWO_SLOTS = timedelta(minutes=30)


@pytest.fixture
def booking(app: Application) -> Booking:
    """A booking of permit, registration and advice."""
    return booked(app, offered(app, registered(app))[0])


def long_one(booking: Booking) -> BookedAppointment:
    """An appointment of the booking of at least two slots."""
    return next(each for each in booking.appointments if each.end - each.start >= TWO_SLOTS)


def test_nobody_is_missed_before_the_start(app: Application, clock: Clock, booking: Booking) -> None:
    """A no-show is one from the instant at which the appointment starts."""
    first = booking.appointments[0]
    clock.now = first.start - timedelta(minutes=10)
    with pytest.raises(NotItsTime, match="from its start at"):
        miss(app, ACTOR, first.id)
    clock.now = first.start
    assert miss(app, ACTOR, first.id).status == "no-show"
    with pytest.raises(VisitOutOfOrder, match="is no-show; check-in is for one that is booked"):
        check_in(app, ACTOR, first.id)


def test_a_no_show_frees_what_is_left(app: Application, clock: Clock, booking: Booking) -> None:
    """The slot in progress and those after it are free, for a copy that followed and one that starts anew."""
    appointment = long_one(booking)
    clock.now = appointment.start + timedelta(minutes=20)
    claims = count(app, "claims")
    miss(app, ACTOR, appointment.id)
    left = appointment.end - appointment.start - timedelta(minutes=15)
    assert claims - count(app, "claims") == left // timedelta(minutes=15)
    with app.reading() as uow:
        taken = uow.capacity.taken(booking.region, appointment.start, appointment.end)
    assert (appointment.resource, appointment.start, clock.now) in taken
    assert_followed(app)


def test_what_a_no_show_freed_is_not_given_up_again(app: Application, clock: Clock, booking: Booking) -> None:
    """Offers to who was missed count their desk as free where nobody took it meanwhile, and only once."""
    missed = long_one(booking)
    clock.now = missed.start + timedelta(minutes=20)
    after = miss(app, ACTOR, missed.id)
    with app.reading() as uow:
        region = uow.configuration.region(REGION)
        with app.availability.window(uow, region, MONDAY) as window, window.without((after,)):
            assert window.desks.occupancy.free.max() == 1
    assert_followed(app)


def test_a_no_show_after_its_end_frees_nothing(app: Application, clock: Clock, booking: Booking) -> None:
    """What has passed cannot be given to others."""
    first = booking.appointments[0]
    claims = count(app, "claims")
    clock.now = first.end
    assert miss(app, ACTOR, first.id).status == "no-show"
    assert count(app, "claims") == claims


def test_what_was_missed_completes_nothing(app: Application, clock: Clock, booking: Booking) -> None:
    """The booking is complete with its other appointments; with none of them, on no day."""
    for number, missed in enumerate(reversed(booking.appointments), start=1):
        clock.now = missed.start
        miss(app, ACTOR, missed.id)
        rest = booking.appointments[:-number]
        assert get_booking(app, booking.id).completes_on == (rest[-1].start.date() if rest else None)


def test_a_missed_booking_moves(app: Application, clock: Clock, booking: Booking) -> None:
    """It is booked anew, and nothing is freed twice: a copy that followed is what one that starts anew is."""
    clock.now = booking.appointments[0].start
    miss(app, ACTOR, booking.appointments[0].id)
    with app.reading() as uow:
        arrival = uow.arrivals.get(booking.arrival_id)
    offers = offered(app, arrival, limit=20)
    assert_followed(app)
    moved = reschedule(app, ACTOR, booking.id, offers[-1].id)
    assert {each.status for each in moved.appointments} == {"booked"}
    assert get_booking(app, booking.id) == moved
    assert_followed(app)


def test_a_missed_booking_is_cancelled(app: Application, clock: Clock, booking: Booking) -> None:
    """What the no-show left claimed is freed, once."""
    appointment = long_one(booking)
    clock.now = appointment.start + timedelta(minutes=20)
    miss(app, ACTOR, appointment.id)
    cancel(app, ACTOR, booking.id, "did not come")
    assert count(app, "claims") == 0
    assert_followed(app)
