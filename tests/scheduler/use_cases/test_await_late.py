"""Somebody is late: what can be kept stays, the rest moves if it can."""

from datetime import UTC, datetime, timedelta

import pytest

from scheduler.application import Application
from scheduler.domain.errors import InvalidInput, NotItsTime, VisitBegun
from scheduler.use_cases.await_late import await_late
from scheduler.use_cases.check_in import check_in
from scheduler.use_cases.read_bookings import get_booking
from scheduler.use_cases.start_visit import start_visit
from tests.scheduler.stage import ACTOR, Clock, Mailbox, booked, count, counts, offered, registered


def at(instant: datetime) -> datetime:
    """The same instant as the clock tells it."""
    return instant.astimezone(UTC)


@pytest.mark.parametrize("minutes", [-30, 10])
def test_the_rest_of_the_day_moves(app: Application, clock: Clock, minutes: int) -> None:
    """Told before the appointment or after its start: nothing is held before the party is there, all in time."""
    booking = booked(app, offered(app, registered(app))[0])
    first = booking.appointments[0]
    clock.now = at(first.start) + timedelta(minutes=minutes)
    expected = clock.now + timedelta(hours=1, minutes=20)
    told = await_late(app, ACTOR, first.id, expected)
    after = get_booking(app, booking.id)
    assert told.kept
    assert after.meets_deadline
    assert all(each.start >= expected for each in after.appointments)
    assert {each.id for each in after.appointments} == {each.id for each in booking.appointments}
    slots = sum((each.end - each.start) // timedelta(minutes=15) for each in after.appointments)
    assert slots == count(app, "claims")


def test_what_has_begun_stays(app: Application, clock: Clock) -> None:
    """Late for the second appointment: the first one was held."""
    booking = booked(app, offered(app, registered(app))[0])
    first, second = booking.appointments[:2]
    clock.now = at(first.start)
    check_in(app, ACTOR, first.id)
    start_visit(app, ACTOR, first.id)
    clock.now = at(second.start)
    await_late(app, ACTOR, second.id, clock.now + timedelta(minutes=40))
    after = get_booking(app, booking.id)
    assert (after.appointments[0].start, after.appointments[0].status) == (first.start, "started")
    assert after.appointments[1].start >= clock.now + timedelta(minutes=40)


def test_the_person_is_told(app: Application, clock: Clock, mailbox: Mailbox) -> None:
    """By a mail with the new times."""
    booking = booked(app, offered(app, registered(app))[0])
    clock.now = at(booking.appointments[0].start)
    await_late(app, ACTOR, booking.appointments[0].id, clock.now + timedelta(hours=1))
    assert count(app, "outbox") == 2
    assert get_booking(app, booking.id).sequence == 1


def test_who_is_there_is_not_late(app: Application, clock: Clock) -> None:
    """A visit that has begun does not move."""
    booking = booked(app, offered(app, registered(app))[0])
    first = booking.appointments[0]
    clock.now = at(first.start)
    check_in(app, ACTOR, first.id)
    start_visit(app, ACTOR, first.id)
    with pytest.raises(VisitBegun):
        await_late(app, ACTOR, first.id, clock.now + timedelta(hours=1))


@pytest.mark.parametrize("days", [-1, 1])
def test_another_day_is_refused(app: Application, clock: Clock, days: int) -> None:
    """Who comes on another day is rescheduled; late is a word for the day of the visit."""
    first = booked(app, offered(app, registered(app))[0]).appointments[0]
    clock.now = at(first.start) + timedelta(days=days)
    before = counts(app)
    with pytest.raises(NotItsTime, match=f"is noted on its own day, {first.start.date()}"):
        await_late(app, ACTOR, first.id, first.start + timedelta(hours=1))
    assert counts(app) == before


@pytest.mark.parametrize("minutes", [-10, 0, 25 * 60])
def test_a_time_that_cannot_be_is_refused(app: Application, clock: Clock, minutes: int) -> None:
    """In time is not late, and more than a day is another booking."""
    booking = booked(app, offered(app, registered(app))[0])
    before, first = counts(app), booking.appointments[0]
    clock.now = at(first.start) - timedelta(hours=1)
    with pytest.raises(InvalidInput, match="/expectedAt"):
        await_late(app, ACTOR, first.id, first.start + timedelta(minutes=minutes))
    assert counts(app) == before
