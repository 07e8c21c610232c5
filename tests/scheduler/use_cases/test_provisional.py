"""Promise first, times later: the day is promised at once, and the exact times once they are near."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from scheduler.application import Application
from scheduler.demo.region import REGION as DEMO
from scheduler.domain.arrival import ArrivalChanges, Period
from scheduler.domain.booking import Booking, BookRequest
from scheduler.domain.disruption import Absence
from scheduler.domain.errors import AlreadyBooked
from scheduler.domain.itinerary import Offer
from scheduler.domain.policy import Times
from scheduler.outbox import deliver_due
from scheduler.store import tables as t
from scheduler.store.codec import to_json
from scheduler.use_cases.amend_arrival import amend_arrival
from scheduler.use_cases.book import book
from scheduler.use_cases.cancel import cancel
from scheduler.use_cases.disrupt import disrupt
from scheduler.use_cases.fix_times import fix_times
from scheduler.use_cases.hold import hold
from scheduler.use_cases.improve import improve, improve_tonight
from scheduler.use_cases.read_arrival import get_arrival
from scheduler.use_cases.read_bookings import get_booking
from scheduler.use_cases.reschedule import reschedule
from tests.scheduler.stage import ACTOR, REGION, Clock, Mailbox, booked, count, offered, once, registered
from tests.scheduler.test_outbox import first_calendars

LATER = date(2026, 9, 16)  # a Wednesday, twelve days on
FRIDAY = datetime(2026, 9, 18, 5, tzinfo=UTC)
THURSDAY = datetime(2026, 9, 17, 3, tzinfo=UTC)


def promised(app: Application, offer: Offer) -> Booking:
    """The provisional booking of an offer."""
    return book(app, ACTOR, BookRequest(offer_id=offer.id, times="provisional"), once())


def newly_promised(app: Application, *, poor: bool = False) -> Booking:
    """A provisional booking of somebody who comes later: at the best times, or a day after them."""
    wanted = {"earliest": FRIDAY} if poor else {}
    return promised(app, offered(app, registered(app, arrives_on=LATER), **wanted)[0])


def test_it_is_promised_by_its_deadline_and_fixed_two_open_days_before(app: Application) -> None:
    """The first appointment is on Thursday, when the IND is there: its times are final on the Tuesday before."""
    booking = newly_promised(app)
    assert booking.times == "provisional"
    assert booking.appointments[0].start.date() == date(2026, 9, 17)
    assert booking.fixes_on == date(2026, 9, 15)
    with app.reading() as uow:
        assert booking.completes_by == uow.arrivals.get(booking.arrival_id).deadline
    assert get_booking(app, booking.id) == booking


def test_who_comes_soon_has_firm_times_at_once(app: Application) -> None:
    """On Friday there are no two open days before Monday."""
    booking = promised(app, offered(app, registered(app))[0])
    assert (booking.times, booking.fixes_on) == ("firm", None)


def test_the_first_mail_says_that_times_may_change(app: Application, mailbox: Mailbox) -> None:
    """Subject, text and calendar say so; the day on which they are final is told."""
    newly_promised(app)
    deliver_due(app)
    (message,) = mailbox.messages
    assert message["Subject"].startswith("Provisional:")
    body = message.get_body(("plain",))
    assert body is not None
    assert "On Tuesday 15 September they become final" in " ".join(body.get_content().split())
    assert "STATUS:TENTATIVE" in first_calendars(mailbox)[0].get_payload(decode=True).decode()  # type: ignore[union-attr]


def test_on_their_day_times_become_firm_and_are_told_again(app: Application, mailbox: Mailbox, clock: Clock) -> None:
    """Once, by whichever worker comes first; the calendar entry is confirmed under the same UID."""
    booking = newly_promised(app)
    deliver_due(app)
    assert fix_times(app) == 0
    clock.now = datetime(2026, 9, 14, 22, 30, tzinfo=UTC)  # half past midnight on Tuesday in Maastricht
    assert [fix_times(app), fix_times(app)] == [1, 0]
    after = get_booking(app, booking.id)
    assert (after.times, after.fixes_on, after.sequence) == ("firm", None, 1)
    assert after.appointments == booking.appointments
    assert deliver_due(app) == 1
    assert mailbox.messages[1]["Subject"].startswith("Final:")
    first, last = (each.get_payload(decode=True).decode() for each in first_calendars(mailbox))  # type: ignore[union-attr]
    assert "STATUS:CONFIRMED" in last
    uid = next(line for line in first.splitlines() if line.startswith("UID:"))
    assert uid in last


def test_a_cancelled_promise_is_not_fixed(app: Application, clock: Clock) -> None:
    """Nor improved."""
    booking = newly_promised(app)
    cancel(app, ACTOR, booking.id, "changed plans")
    assert improve(app, REGION) == 0
    clock.now = datetime(2026, 9, 16, tzinfo=UTC)
    assert fix_times(app) == 0


def test_nights_make_times_better_and_tell_nobody(app: Application, mailbox: Mailbox) -> None:
    """Somebody who took poor times gets the best once they are free; the next invitation is the final one."""
    poor = newly_promised(app, poor=True)
    best = offered(app, registered(app, arrives_on=LATER))[0]
    deliver_due(app)
    assert improve(app, REGION) == 1
    after = get_booking(app, poor.id)
    times = [(each.step, each.start, each.end) for each in after.appointments]
    assert times == [(each.step, each.start, each.end) for each in best.appointments]
    assert (after.times, after.version, after.sequence) == ("provisional", 2, 0)
    assert after.fixes_on == date(2026, 9, 15)
    assert deliver_due(app) == 0
    assert improve(app, REGION) == 0


def test_times_that_get_so_near_that_they_are_final_are_told(app: Application, mailbox: Mailbox, clock: Clock) -> None:
    """A night that moves somebody to tomorrow sends the final invitation with the new times."""
    poor = newly_promised(app, poor=True)
    deliver_due(app)
    clock.now = datetime(2026, 9, 15, 1, tzinfo=UTC)
    assert improve(app, REGION) == 1
    after = get_booking(app, poor.id)
    assert (after.times, after.fixes_on, after.sequence) == ("firm", None, 1)
    assert deliver_due(app) == 1
    assert mailbox.messages[1]["Subject"].startswith("Final:")


def test_firm_times_stay(app: Application) -> None:
    """What was told as final does not move at night, nor what others hold."""
    firm = booked(app, offered(app, registered(app, arrives_on=LATER), earliest=FRIDAY)[0])
    newly_promised(app)
    improve(app, REGION)
    assert get_booking(app, firm.id) == firm


def test_every_promise_is_kept(app: Application) -> None:
    """However many share the days: who was in time stays in time, and each slot has one owner."""
    bookings = [newly_promised(app, poor=poor) for poor in (True, False, True, True, False, True)]
    assert improve(app, REGION) > 0
    after = [get_booking(app, booking.id) for booking in bookings]
    assert all(each.meets_deadline for each in after)
    slots = sum((each.end - each.start) // timedelta(minutes=15) for booking in after for each in booking.appointments)
    assert slots == count(app, "claims")
    assert improve(app, REGION) == 0


def test_a_night_is_done_once(app: Application, clock: Clock) -> None:
    """From two o'clock on, by one worker; one that is killed in the middle leaves it to another some minutes later."""
    newly_promised(app, poor=True)
    clock.now = datetime(2026, 9, 6, 23, 0, tzinfo=UTC)  # one o'clock in Maastricht
    assert not improve_tonight(app)
    clock.now = datetime(2026, 9, 7, 0, 30, tzinfo=UTC)
    with app.writing() as uow:
        assert uow.nights.lease(REGION, date(2026, 9, 7), clock.now, clock.now + timedelta(minutes=5))
        uow.commit()
    assert not improve_tonight(app)
    clock.forward(minutes=6)
    assert improve_tonight(app)
    assert not improve_tonight(app)
    clock.forward(days=1)
    assert improve_tonight(app)


def test_a_move_keeps_the_promise_provisional(app: Application) -> None:
    """By the front desk or since a desk drops out: it is told, and its times may still get better."""
    booking = newly_promised(app)
    with app.reading() as uow:
        later = offered(app, uow.arrivals.get(booking.arrival_id), earliest=FRIDAY)[0]
    moved = reschedule(app, ACTOR, booking.id, later.id)
    assert moved.times == "provisional"
    assert moved.fixes_on is not None
    assert booking.fixes_on is not None
    assert moved.fixes_on > booking.fixes_on
    first = moved.appointments[0]
    disrupt(app, ACTOR, (Absence(first.resource, first.start, first.end),), "a colleague is ill", once())
    assert get_booking(app, booking.id).times == "provisional"


@pytest.mark.parametrize(
    ("region", "arrival", "request_", "times"),
    [
        ("firm", None, None, "firm"),
        ("provisional", None, None, "provisional"),
        ("provisional", "firm", None, "firm"),
        ("firm", "provisional", None, "provisional"),
        ("provisional", "provisional", "firm", "firm"),
        ("firm", "firm", "provisional", "provisional"),
    ],
)
def test_who_does_not_say_gets_what_the_arrival_asks_for(
    app: Application, region: Times, arrival: Times | None, request_: Times | None, times: Times
) -> None:
    """Else what the region promises; who says so has the last word."""
    with app.database.writing() as connection:
        promise = to_json(replace(DEMO.promise, times=region))
        connection.execute(update(t.regions).values(promise=promise))
        connection.commit()
    offer = offered(app, registered(app, arrives_on=LATER, times=arrival))[0]
    assert book(app, ACTOR, BookRequest(offer_id=offer.id, times=request_), once()).times == times


def test_an_arrival_may_ask_for_others(app: Application) -> None:
    """Until it is booked; what it asks for is read with it."""
    arrival = amend_arrival(app, ACTOR, registered(app, arrives_on=LATER).id, ArrivalChanges(times="provisional"))
    assert get_arrival(app, arrival.id) == arrival
    assert booked(app, offered(app, arrival)[0]).times == "provisional"
    with pytest.raises(AlreadyBooked):
        amend_arrival(app, ACTOR, arrival.id, ArrivalChanges(times="firm"))


@pytest.mark.parametrize("times", ["firm", "provisional"])
def test_a_hold_becomes_either(app: Application, times: str) -> None:
    """What was held is booked with the times that are wanted."""
    offer = offered(app, registered(app, arrives_on=LATER))[0]
    held = hold(app, ACTOR, offer.id, once())
    booking = book(app, ACTOR, BookRequest(hold_id=held.id, times=times), once())  # type: ignore[arg-type]
    assert booking.times == times


def test_room_is_made_at_once_for_whoever_was_offered_nothing_in_time(app: Application) -> None:
    """The last time of a day goes from one who can come a day later to one who cannot; nobody loses a promise."""
    assert improve_tonight(app)
    shut = (Absence("ind-2", THURSDAY, FRIDAY), Absence("ind-1", THURSDAY + timedelta(hours=4, minutes=15), FRIDAY))
    disrupt(app, ACTOR, shut, "a colleague is ill", once())
    flexible = newly_promised(app)
    away = Period(FRIDAY, FRIDAY + timedelta(days=3, hours=18))
    hurried = promised(app, offered(app, registered(app, arrives_on=LATER, unavailable=(away,)))[0])
    assert (flexible.meets_deadline, hurried.meets_deadline) == (True, False)
    assert improve_tonight(app)
    assert get_booking(app, flexible.id).meets_deadline
    after = get_booking(app, hurried.id)
    assert after.meets_deadline
    assert after.appointments[0].start.date() == THURSDAY.date()
    assert not improve_tonight(app)
