"""The day of the visit: each point noted once, in order, on its day."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from scheduler.application import Application
from scheduler.domain.booking import BookedAppointment, Booking
from scheduler.domain.errors import NotBooked, NotFound, NotItsTime, VisitBegun, VisitOutOfOrder
from scheduler.use_cases.cancel import cancel
from scheduler.use_cases.check_in import check_in
from scheduler.use_cases.erase_arrival import erase_arrival
from scheduler.use_cases.finish_visit import finish_visit
from scheduler.use_cases.hold import hold
from scheduler.use_cases.miss import miss
from scheduler.use_cases.read_bookings import get_booking
from scheduler.use_cases.reschedule import reschedule
from scheduler.use_cases.start_visit import start_visit
from tests.scheduler.stage import (
    ACTOR,
    Clock,
    booked,
    count,
    counts,
    offered,
    once,
    registered,
)

Noting = Callable[[Application, str, str], BookedAppointment]


@pytest.fixture
def booking(app: Application) -> Booking:
    """A booking of permit, registration and advice."""
    return booked(app, offered(app, registered(app))[0])


@pytest.fixture
def first(booking: Booking, clock: Clock) -> BookedAppointment:
    """Its first appointment, ten minutes before it begins."""
    clock.now = booking.appointments[0].start - timedelta(minutes=10)
    return booking.appointments[0]


def test_a_visit_from_check_in_to_finish(app: Application, clock: Clock, first: BookedAppointment) -> None:
    """Each point has its instant; the wait ends with the start, the visit with the finish, in whole minutes."""
    came = check_in(app, ACTOR, first.id)
    assert (came.status, came.checked_in_at, came.waiting_minutes) == ("checked-in", clock.now, None)
    clock.forward(minutes=12, seconds=59)
    helped = start_visit(app, ACTOR, first.id)
    assert (helped.status, helped.waiting_minutes, helped.duration_minutes) == ("started", 12, None)
    clock.forward(minutes=20)
    done = finish_visit(app, ACTOR, first.id)
    assert (done.status, done.waiting_minutes, done.duration_minutes) == ("finished", 12, 20)
    assert (done.start, done.end) == (first.start, first.end)


def test_the_booking_shows_it(app: Application, booking: Booking, first: BookedAppointment) -> None:
    """A booking is read with the visits as they are, at a new version; the person is not written to."""
    messages = count(app, "outbox")
    came = check_in(app, ACTOR, first.id)
    found = get_booking(app, booking.id)
    assert found.appointments == (came, *booking.appointments[1:])
    assert (found.version, found.sequence) == (booking.version + 1, booking.sequence)
    assert count(app, "outbox") == messages


def test_noting_again_changes_nothing(app: Application, clock: Clock, first: BookedAppointment) -> None:
    """A point that was noted keeps its instant, and a request that is sent again is answered as the first was."""
    for note in (check_in, start_visit, finish_visit):
        noted = note(app, ACTOR, first.id)
        before = counts(app)
        clock.forward(minutes=3)
        assert note(app, ACTOR, first.id) == noted
        assert counts(app) == before
    clock.forward(days=1)
    assert check_in(app, ACTOR, first.id) == noted


@pytest.mark.parametrize(
    ("done", "wrong", "message"),
    [
        ((), start_visit, "is booked; start is for one that is checked-in"),
        ((), finish_visit, "is booked; finish is for one that is started"),
        ((check_in,), finish_visit, "is checked-in; finish is for one that is started"),
        ((check_in,), miss, "is checked-in; no-show is for one that is booked"),
        ((check_in, start_visit, finish_visit), miss, "is finished; no-show is for one that is booked"),
    ],
)
def test_a_wrong_order_is_refused(
    app: Application, first: BookedAppointment, done: tuple[Noting, ...], wrong: Noting, message: str
) -> None:
    """What does not follow on how far the visit is changes nothing, and the refusal says what would."""
    for note in done:
        note(app, ACTOR, first.id)
    before = counts(app)
    with pytest.raises(VisitOutOfOrder, match=message):
        wrong(app, ACTOR, first.id)
    assert counts(app) == before


@pytest.mark.parametrize("days", [-1, 1])
@pytest.mark.parametrize(("done", "note"), [((), check_in), ((), miss), ((check_in,), start_visit)])
def test_another_day_is_refused(
    app: Application, clock: Clock, first: BookedAppointment, days: int, done: tuple[Noting, ...], note: Noting
) -> None:
    """A visit is noted on the appointment's own day by the clock of its region, and started on no other."""
    for earlier in done:
        earlier(app, ACTOR, first.id)
    clock.forward(days=days)
    with pytest.raises(NotItsTime, match=f"is noted on its own day, {first.start.date()}"):
        note(app, ACTOR, first.id)


def test_the_day_is_that_of_the_region(app: Application, clock: Clock, first: BookedAppointment) -> None:
    """Half past midnight in Maastricht is still the day before in UTC, and the right day."""
    clock.now = first.start.replace(hour=0, minute=30)
    assert check_in(app, ACTOR, first.id).status == "checked-in"


@pytest.mark.parametrize("done", [(check_in, start_visit), (check_in, start_visit, finish_visit)])
def test_what_has_begun_stays(
    app: Application, booking: Booking, first: BookedAppointment, done: tuple[Noting, ...]
) -> None:
    """A booking with a visit that has begun is neither moved nor cancelled whole, and stands as it was."""
    with app.reading() as uow:
        arrival = uow.arrivals.get(booking.arrival_id)
    for note in done:
        note(app, ACTOR, first.id)
    offer = offered(app, arrival, limit=20)[-1]
    before, stored = get_booking(app, booking.id), counts(app)
    with pytest.raises(VisitBegun, match=f"name the steps to change, '{first.step}' not among them"):
        reschedule(app, ACTOR, booking.id, offer.id)
    with pytest.raises(VisitBegun, match=first.id):
        cancel(app, ACTOR, booking.id, "leaves early")
    assert (get_booking(app, booking.id), counts(app)) == (before, stored)


def test_the_desk_of_a_visit_is_not_offered_to_its_own_party(
    app: Application, clock: Clock, booking: Booking, first: BookedAppointment
) -> None:
    """While a visit goes on its desk is taken, for the people at it too."""
    clock.now = first.start
    with app.reading() as uow:
        arrival = uow.arrivals.get(booking.arrival_id)
    for note in (check_in, start_visit):
        note(app, ACTOR, first.id)
    found = [each for offer in offered(app, arrival, limit=20) for each in offer.appointments]
    assert found
    assert (first.resource, first.start) not in [(each.resource, each.start) for each in found]


def test_the_steps_that_have_not_begun_can_go(app: Application, booking: Booking, first: BookedAppointment) -> None:
    """After the first visit the others are cancelled by name, and the first one stays finished."""
    for note in (check_in, start_visit, finish_visit):
        note(app, ACTOR, first.id)
    others = tuple(each.step for each in booking.appointments[1:])
    after = cancel(app, ACTOR, booking.id, "leaves early", steps=others)
    assert [(each.id, each.status) for each in after.appointments] == [(first.id, "finished")]
    with pytest.raises(NotFound, match="there is no appointment"):
        check_in(app, ACTOR, booking.appointments[1].id)


def test_who_waits_can_be_moved(app: Application, booking: Booking, first: BookedAppointment) -> None:
    """A check-in keeps nobody from moving, is not for the new times, and hides no offer of the old ones."""
    with app.reading() as uow:
        arrival = uow.arrivals.get(booking.arrival_id)
    check_in(app, ACTOR, first.id)
    offers = offered(app, arrival, limit=20)
    assert [each.start for each in booking.appointments] not in [
        [each.start for each in offer.appointments] for offer in offers
    ]
    moved = reschedule(app, ACTOR, booking.id, offers[-1].id)
    assert {each.status for each in moved.appointments} == {"booked"}


def test_people_are_erased_after_their_visit(app: Application, booking: Booking, first: BookedAppointment) -> None:
    """The right to be forgotten does not end with the visit."""
    for note in (check_in, start_visit):
        note(app, ACTOR, first.id)
    erase_arrival(app, ACTOR, booking.arrival_id)
    assert get_booking(app, booking.id).status == "cancelled"


def test_every_point_leaves_an_audit_line(app: Application, first: BookedAppointment) -> None:
    """Who noted what is on record, without a name."""
    for note in (check_in, start_visit, finish_visit):
        note(app, ACTOR, first.id)
    with app.reading() as uow:
        lines = uow.audit.of("appointment", first.id)
    assert [(line.actor, line.action) for line in lines] == [(ACTOR, verb) for verb in ("check-in", "start", "finish")]
    assert "Ada" not in str(lines)


@pytest.mark.parametrize("note", [check_in, start_visit, finish_visit, miss])
def test_only_what_is_booked_is_visited(app: Application, note: Noting) -> None:
    """An appointment that is not there or only held is not found; one of a cancelled booking is not booked."""
    kept = hold(app, ACTOR, offered(app, registered(app))[0].id, once())
    with app.reading() as uow:
        held = uow.appointments.of_hold(kept.id)[0]
    for unknown in ("nothing", held.id):
        with pytest.raises(NotFound, match="there is no appointment"):
            note(app, ACTOR, unknown)
    booking = booked(app, offered(app, registered(app))[0])
    cancel(app, ACTOR, booking.id, "away")
    with pytest.raises(NotBooked):
        note(app, ACTOR, booking.appointments[0].id)
