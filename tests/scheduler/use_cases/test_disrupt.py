"""Desks that drop out: who was to come to them moves, is told, and nobody else is touched."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.application import Application
from scheduler.domain.booking import Booking
from scheduler.domain.disruption import Absence
from scheduler.domain.errors import IdempotencyConflict, InvalidInput
from scheduler.outbox import deliver_due
from scheduler.use_cases.close import close
from scheduler.use_cases.disrupt import disrupt
from scheduler.use_cases.hold import hold
from scheduler.use_cases.read_bookings import get_booking
from tests.scheduler.stage import (
    ACTOR,
    MONDAY,
    REGION,
    THURSDAY,
    Clock,
    Mailbox,
    booked,
    count,
    counts,
    offered,
    once,
    registered,
)

SICK = "a colleague is ill"


def claimed_slots(app: Application, booking: Booking) -> int:
    """Slots that a booking takes."""
    return sum((each.end - each.start) // timedelta(minutes=15) for each in booking.appointments)


def absence(booking: Booking, step: int = 0) -> Absence:
    """The desk of one of the appointments of a booking, away for that time."""
    appointment = booking.appointments[step]
    return Absence(appointment.resource, appointment.start, appointment.end)


def test_who_was_to_come_moves_within_the_promise(app: Application, mailbox: Mailbox) -> None:
    """The booking keeps its deadline at other times or desks, and is invited to them once."""
    booking, other = booked(app, offered(app, registered(app))[0]), booked(app, offered(app, registered(app))[0])
    deliver_due(app)
    told = disrupt(app, ACTOR, (absence(booking),), SICK, once())
    (displaced,) = told.displaced
    after = get_booking(app, booking.id)
    assert (displaced.booking_id, displaced.kept) == (booking.id, True)
    assert after.meets_deadline
    assert (after.version, after.sequence) == (booking.version + 1, booking.sequence + 1)
    assert set(displaced.before) == set(booking.appointments) - set(after.appointments)
    assert set(displaced.after) == set(after.appointments) - set(booking.appointments)
    assert get_booking(app, other.id) == other
    assert deliver_due(app) == 1
    assert len(mailbox.messages) == 3


def test_the_desk_cannot_be_booked_any_more(app: Application) -> None:
    """Neither by an offer that was made before, nor by one that is made after."""
    arrival = registered(app)
    before = offered(app, arrival, limit=20)
    first = before[0].appointments[0]
    disrupt(app, ACTOR, (Absence(first.resource, first.start, first.end),), SICK, once())
    for offer in offered(app, arrival, limit=20):
        for each in offer.appointments:
            assert each.resource != first.resource or each.end <= first.start or first.end <= each.start


def test_only_what_must_move_moves(app: Application) -> None:
    """Where another desk of the agency is free at the same time, the others of the day stay as they are."""
    booking = booked(app, offered(app, registered(app))[0])
    told = disrupt(app, ACTOR, (absence(booking, 1),), SICK, once())
    (displaced,) = told.displaced
    assert [each.step for each in displaced.before] == [booking.appointments[1].step]
    assert [(each.start, each.end) for each in displaced.after] == [
        (booking.appointments[1].start, booking.appointments[1].end)
    ]


def test_who_cannot_be_kept_gets_the_best_after_it(app: Application) -> None:
    """An agency shut for the whole week: the promise is broken, said so, and the next week is booked."""
    booking = booked(app, offered(app, registered(app))[0])
    told = close(app, ACTOR, REGION, "gemeente", MONDAY, MONDAY + timedelta(days=4), "flooding", once())
    (displaced,) = told.displaced
    after = get_booking(app, booking.id)
    assert not displaced.kept
    assert after.status == "confirmed"
    assert not after.meets_deadline
    assert after.completes_on is not None
    assert after.completes_on > THURSDAY


def test_where_nothing_is_left_the_booking_is_cancelled(app: Application, mailbox: Mailbox) -> None:
    """An agency shut for months: the person is told that nothing is booked any more."""
    booking = booked(app, offered(app, registered(app))[0])
    told = close(app, ACTOR, REGION, "gemeente", MONDAY, MONDAY + timedelta(days=90), "flooding", once())
    (displaced,) = told.displaced
    assert (displaced.after, displaced.completes_on, displaced.kept) == ((), None, False)
    assert get_booking(app, booking.id).status == "cancelled"
    assert deliver_due(app) == 2
    assert [message["Subject"] for message in mailbox.messages] != []


def test_what_has_begun_is_never_cancelled(app: Application, clock: Clock, mailbox: Mailbox) -> None:
    """Where nothing is left for the rest, only the rest is cancelled; each booking has its line on record."""
    booking = booked(app, offered(app, registered(app))[0])
    first = booking.appointments[0]
    clock.now = first.start.astimezone(UTC) + timedelta(minutes=5)
    told = close(
        app, ACTOR, REGION, None, first.start.date(), first.start.date() + timedelta(days=90), "flooding", once()
    )
    (displaced,) = told.displaced
    assert (displaced.before, displaced.completes_on) == (booking.appointments[1:], None)
    assert get_booking(app, booking.id).appointments == (first,)
    with app.reading() as uow:
        assert [line.action for line in uow.audit.of("booking", booking.id)] == ["book", "cancel"]
    assert deliver_due(app) == 2


def test_what_has_begun_goes_on(app: Application, clock: Clock) -> None:
    """An appointment that has begun is held to its end; the steps after it move."""
    booking = booked(app, offered(app, registered(app))[0])
    first = booking.appointments[0]
    clock.now = first.start.astimezone(UTC) + timedelta(minutes=5)
    away = Absence(first.resource, first.start, first.end + timedelta(hours=8))
    told = disrupt(app, ACTOR, (away,), SICK, once())
    after = get_booking(app, booking.id)
    assert after.appointments[0] == first
    assert all(first not in each.before for each in told.displaced)


def test_a_hold_ends(app: Application) -> None:
    """What is only held is given back; the front desk is offered other times when it books."""
    offer = offered(app, registered(app))[0]
    hold(app, ACTOR, offer.id, once())
    first = offer.appointments[0]
    told = disrupt(app, ACTOR, (Absence(first.resource, first.start, first.end),), SICK, once())
    assert (told.displaced, told.holds_ended) == ((), 1)
    slots = (first.end - first.start) // timedelta(minutes=15)
    assert count(app, "claims") == slots


def test_the_same_key_is_one_report(app: Application, clock: Clock) -> None:
    """A report that is sent again has the first answer, also when its time is over; another one is refused."""
    booking, key = booked(app, offered(app, registered(app))[0]), once()
    told = disrupt(app, ACTOR, (absence(booking),), SICK, key)
    before = counts(app)
    clock.forward(days=30)
    assert disrupt(app, ACTOR, (absence(booking),), SICK, key) == told
    with pytest.raises(IdempotencyConflict):
        disrupt(app, ACTOR, (absence(booking),), SICK, replace(key, body_hash="another body"))
    assert counts(app) == before


def test_reported_twice_it_is_blocked_once(app: Application) -> None:
    """A second report of the same absence finds nothing more to block."""
    booking = booked(app, offered(app, registered(app))[0])
    away = absence(booking)
    disrupt(app, ACTOR, (away,), SICK, once())
    claims = count(app, "claims")
    assert disrupt(app, ACTOR, (away,), SICK, once()).displaced == ()
    assert count(app, "claims") == claims


@pytest.mark.parametrize(
    ("resource", "hours", "reason", "pointer"),
    [
        ("nowhere", (0, 1), SICK, "/resource"),
        ("ind-1", (1, 0), SICK, "/to"),
        ("ind-1", (-48, -24), SICK, "/to"),
        ("ind-1", (0, 24 * 400), SICK, "/to"),
        ("ind-1", (-24 * 400, 24), SICK, "/from"),
        ("ind-1", (0, 1), " ", "/reason"),
    ],
)
def test_what_cannot_be_is_refused(
    app: Application, clock: Clock, resource: str, hours: tuple[int, int], reason: str, pointer: str
) -> None:
    """The field is named, and nothing is stored."""
    before = counts(app)
    start, end = (clock.now + timedelta(hours=each) for each in hours)
    with pytest.raises(InvalidInput) as refused:
        disrupt(app, ACTOR, (Absence(resource, start, end),), reason, once())
    assert refused.value.pointer == pointer
    assert pointer != "/resource" or "ind-1, ind-2" in refused.value.expected
    assert counts(app) == before


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_slot_has_one_owner_whatever_drops_out(app: Application, data: st.DataObject) -> None:
    """After any absence of any desks the claims are those of the bookings and of the blocks, to the slot."""
    bookings = [booked(app, offered(app, registered(app))[0]) for _ in range(3)]
    chosen = data.draw(st.lists(st.sampled_from(bookings), min_size=1, max_size=2, unique_by=lambda each: each.id))
    hours = data.draw(st.integers(1, 30))
    parts = tuple(
        Absence(each.resource, each.start, each.start + timedelta(hours=hours))
        for booking in chosen
        for each in get_booking(app, booking.id).appointments[:1]
    )
    disrupt(app, ACTOR, parts, SICK, once())
    with app.reading() as uow:
        far = datetime(2027, 9, 1, tzinfo=UTC)
        taken = uow.capacity.taken(REGION, datetime(2026, 9, 1, tzinfo=UTC), far)
    assert sum((end - start) // timedelta(minutes=15) for _, start, end in taken) == count(app, "claims")
