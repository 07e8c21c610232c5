"""Joining the waiting list, taking what is offered on it, and how waiting ends."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scheduler.application import Application
from scheduler.domain.arrival import ArrivalChanges
from scheduler.domain.booking import Booking, BookRequest, Hold, Idempotency
from scheduler.domain.disruption import Absence
from scheduler.domain.errors import AlreadyBooked, IdempotencyConflict, InvalidInput, NotFound, OfferExpired
from scheduler.domain.waiting import Wish
from scheduler.expiry import release_expired
from scheduler.use_cases.amend_arrival import amend_arrival
from scheduler.use_cases.book import book
from scheduler.use_cases.cancel import cancel
from scheduler.use_cases.disrupt import disrupt
from scheduler.use_cases.end_waiting import end_waiting
from scheduler.use_cases.erase_arrival import erase_arrival
from scheduler.use_cases.improve import improve
from scheduler.use_cases.leave_waiting import leave_waiting
from scheduler.use_cases.offer_freed import offer_freed
from scheduler.use_cases.read_bookings import get_booking
from scheduler.use_cases.read_waiting import list_waiting
from scheduler.use_cases.renew import renew
from scheduler.use_cases.reschedule import reschedule
from scheduler.use_cases.wait import wait
from tests.scheduler.stage import ACTOR, REGION, THURSDAY, Clock, booked, count, counts, offered, once, registered
from tests.scheduler.waiting_room import entries, full_week, give_up, joined

WEDNESDAY = datetime(2026, 9, 8, 22, tzinfo=UTC)  # its midnight in Maastricht


def held_for_late(app: Application) -> tuple[Booking, Hold]:
    """A late booking, and the times in time that are held for its arrival."""
    leaving = full_week(app)
    late = booked(app, offered(app, registered(app))[0])
    with app.reading() as uow:
        joined(app, uow.arrivals.get(late.arrival_id))
    give_up(app, leaving)
    offer_freed(app)
    hold = entries(app)[late.arrival_id].hold
    assert hold is not None
    return late, hold


def test_it_waits_until_its_deadline(app: Application) -> None:
    """Unless told otherwise; the entry stands in the list, and the audit says who made it."""
    arrival = registered(app)
    entry = joined(app, arrival)
    assert (entry.until, entry.region, entry.hold) == (arrival.deadline, REGION, None)
    assert entries(app) == {arrival.id: entry}
    with app.reading() as uow:
        line = uow.audit.of("arrival", arrival.id)[-1]
    assert (line.actor, line.action) == (ACTOR, "wait")
    assert "Ada" not in str(line.details)


def test_a_deadline_that_moves_takes_the_waiting_along(app: Application) -> None:
    """Who arrives later waits longer."""
    arrival = registered(app)
    joined(app, arrival)
    amended = amend_arrival(app, ACTOR, arrival.id, ArrivalChanges(arrives_on=THURSDAY))
    assert entries(app)[arrival.id].until == amended.deadline


def test_joining_again_changes_the_wish(app: Application, clock: Clock) -> None:
    """There is one entry an arrival, which keeps its place."""
    arrival = registered(app)
    first = joined(app, arrival)
    clock.forward(hours=1)
    second = joined(app, arrival, latest=arrival.deadline - timedelta(days=1))
    assert (second.created_at, second.latest) == (first.created_at, arrival.deadline - timedelta(days=1))
    assert entries(app) == {arrival.id: second}


def test_a_key_is_answered_once(app: Application) -> None:
    """Sent again it gets the first answer, though the entry is gone; another request under the key is refused."""
    arrival, key = registered(app), once()
    entry = wait(app, ACTOR, arrival.id, Wish(), key)
    leave_waiting(app, ACTOR, arrival.id)
    assert wait(app, ACTOR, arrival.id, Wish(), key) == entry
    assert entries(app) == {}
    with pytest.raises(IdempotencyConflict):
        wait(app, ACTOR, arrival.id, Wish(), Idempotency(key.key, "another body", key.token))


@pytest.mark.parametrize(
    ("wish", "pointer", "expected"),
    [
        ({"until": datetime(2026, 9, 4, 8, tzinfo=UTC)}, "/until", "later than now"),
        ({"until": datetime(2026, 9, 12, tzinfo=UTC)}, "/until", "no later than the deadline 2026-09-10"),
        ({"earliest": datetime(2026, 9, 12, tzinfo=UTC)}, "/earliest", "before the deadline 2026-09-10"),
        ({"latest": datetime(2026, 9, 3, tzinfo=UTC)}, "/latest", "later than 2026-09-04"),
        ({"earliest": WEDNESDAY, "latest": WEDNESDAY}, "/latest", "later than 2026-09-08"),
    ],
)
def test_what_nothing_can_meet_is_refused(app: Application, wish: Any, pointer: str, expected: str) -> None:
    """The refusal names the field and what would be right, and nothing is stored."""
    arrival = registered(app)
    before = counts(app)
    with pytest.raises(InvalidInput, match=expected) as caught:
        joined(app, arrival, **wish)
    assert caught.value.pointer == pointer
    assert counts(app) == before


def test_nobody_waits_past_the_deadline(app: Application, clock: Clock) -> None:
    """Nothing is in time any more then."""
    arrival = registered(app)
    clock.now = arrival.deadline
    with pytest.raises(InvalidInput, match="/until"):
        joined(app, arrival)


def test_what_is_not_there_is_not_found(app: Application) -> None:
    """An arrival that was never registered, or was erased, neither joins nor leaves."""
    arrival = registered(app)
    erase_arrival(app, ACTOR, arrival.id)
    for arrival_id in ("nobody", arrival.id):
        with pytest.raises(NotFound):
            wait(app, ACTOR, arrival_id, Wish(), once())
        with pytest.raises(NotFound):
            leave_waiting(app, ACTOR, arrival_id)


def test_the_list_comes_in_pages(app: Application, clock: Clock) -> None:
    """Longest waiting first, each once; of one region if it is named."""
    arrivals = []
    for minutes in (0, 0, 1, 0, 1):
        clock.forward(minutes=minutes)
        arrivals.append(registered(app))
        joined(app, arrivals[-1])
    seen: list[str] = []
    page = list_waiting(app, REGION, limit=2)
    while page.next is not None:
        seen += [entry.arrival_id for entry in page.items]
        page = list_waiting(app, REGION, cursor=page.next, limit=2)
    seen += [entry.arrival_id for entry in page.items]
    assert sorted(seen) == sorted(arrival.id for arrival in arrivals)
    assert seen == list(entries(app))


@pytest.mark.parametrize(
    ("query", "pointer"),
    [({"region_id": "atlantis"}, "region"), ({"limit": 0}, "limit"), ({"cursor": "nonsense"}, "cursor")],
)
def test_a_list_that_cannot_be(app: Application, query: Any, pointer: str) -> None:
    """An unknown region, an empty page and a cursor from nowhere are refused by name."""
    with pytest.raises(InvalidInput) as caught:
        list_waiting(app, **query)
    assert caught.value.pointer == pointer


def test_who_leaves_gives_back_what_is_held(app: Application) -> None:
    """Leaving again changes nothing."""
    late, _ = held_for_late(app)
    claims = count(app, "claims")
    leave_waiting(app, ACTOR, late.arrival_id)
    assert count(app, "claims") < claims
    assert entries(app) == {}
    before = counts(app)
    leave_waiting(app, ACTOR, late.arrival_id)
    assert counts(app) == before


def test_who_has_no_booking_books_the_hold(app: Application) -> None:
    """As any hold is booked; the waiting is over."""
    leaving, arrival = full_week(app), registered(app)
    joined(app, arrival)
    give_up(app, leaving)
    offer_freed(app)
    hold = entries(app)[arrival.id].hold
    assert hold is not None
    booking = book(app, ACTOR, BookRequest(hold_id=hold.id), once())
    assert booking.meets_deadline
    assert entries(app) == {}


def test_who_has_a_booking_moves_to_the_offer_that_is_held(app: Application) -> None:
    """Its old times are free again, the held ones are its own, and each slot has one owner throughout."""
    late, hold = held_for_late(app)
    with pytest.raises(AlreadyBooked):
        book(app, ACTOR, BookRequest(hold_id=hold.id), once())
    claims = count(app, "claims")
    moved = reschedule(app, ACTOR, late.id, hold.offer_id)
    assert moved.meets_deadline
    assert [(each.step, each.start) for each in moved.appointments] == [
        (each.step, each.start) for each in hold.appointments
    ]
    slots = sum((each.end - each.start) // timedelta(minutes=15) for each in late.appointments)
    assert count(app, "claims") == claims - slots
    assert entries(app) == {}
    with app.reading() as uow:
        assert uow.holds.active(late.arrival_id) is None


def test_an_offer_that_lapsed_cannot_be_taken(app: Application, clock: Clock) -> None:
    """Its times may be another's by then."""
    late, hold = held_for_late(app)
    clock.forward(hours=4)
    with pytest.raises(OfferExpired):
        reschedule(app, ACTOR, late.id, hold.offer_id)
    assert get_booking(app, late.id) == late


def test_a_renewal_makes_no_offer_shorter(app: Application, clock: Clock) -> None:
    """Nor does it end sooner than the hold for who takes it by its offer."""
    late, hold = held_for_late(app)
    assert renew(app, ACTOR, hold.id, once()).expires_at == hold.expires_at
    clock.forward(hours=3, minutes=55)
    assert renew(app, ACTOR, hold.id, once()).expires_at == clock.now + timedelta(minutes=10)
    clock.forward(minutes=8)
    assert reschedule(app, ACTOR, late.id, hold.offer_id).meets_deadline


def test_another_move_gives_up_what_is_held(app: Application) -> None:
    """Who takes other times in the meantime does not keep two."""
    late, hold = held_for_late(app)
    with app.reading() as uow:
        other = offered(app, uow.arrivals.get(late.arrival_id), earliest=datetime(2026, 9, 16, tzinfo=UTC))[0]
    assert not reschedule(app, ACTOR, late.id, other.id).meets_deadline
    with app.reading() as uow:
        assert not uow.holds.get(hold.id).active
    assert entries(app)[late.arrival_id].hold is None


def test_a_booking_in_time_ends_the_waiting(app: Application) -> None:
    """Of who waited for no more than that; a late one does not."""
    plain, picky = registered(app), registered(app)
    joined(app, plain)
    joined(app, picky, latest=WEDNESDAY)
    for arrival in (plain, picky):
        booked(app, offered(app, arrival, earliest=WEDNESDAY)[0])
    assert list(entries(app)) == [picky.id]
    end_waiting(app)
    assert list(entries(app)) == [picky.id]


def test_who_is_in_time_may_wait_for_better(app: Application) -> None:
    """Its booking does not end the waiting, a move to other times does."""
    booking = booked(app, offered(app, registered(app), earliest=WEDNESDAY)[0])
    with app.reading() as uow:
        arrival = uow.arrivals.get(booking.arrival_id)
    joined(app, arrival)
    end_waiting(app)
    assert list(entries(app)) == [arrival.id]
    reschedule(app, ACTOR, booking.id, offered(app, arrival)[0].id)
    assert entries(app) == {}


def test_a_night_that_brings_it_in_time_ends_the_waiting(app: Application) -> None:
    """However the booking came to be in time, nobody is offered what they have no need of."""
    late = registered(app)
    offer = offered(app, late, earliest=datetime(2026, 9, 17, tzinfo=UTC))[0]
    booking = book(app, ACTOR, BookRequest(offer_id=offer.id, times="provisional"), once())
    joined(app, late)
    assert booking.times == "provisional"
    assert improve(app, REGION) == 1
    assert get_booking(app, booking.id).meets_deadline
    end_waiting(app)
    assert entries(app) == {}


def test_who_cancels_waits_no_more(app: Application) -> None:
    """What is held for it is free again."""
    late, hold = held_for_late(app)
    cancel(app, ACTOR, late.id, "changed plans")
    assert entries(app) == {}
    with app.reading() as uow:
        assert not uow.holds.get(hold.id).active
        assert uow.audit.of("arrival", late.arrival_id)[-1].details == {"why": "cancelled"}


def test_a_disruption_leaves_who_waits_on_the_list(app: Application) -> None:
    """What was held on the desk ends, and something else may be offered later."""
    late, hold = held_for_late(app)
    first = hold.appointments[0]
    disrupt(app, ACTOR, (Absence(first.resource, first.start, first.end),), "a colleague is ill", once())
    assert entries(app)[late.arrival_id].hold is None


def test_waiting_ends_with_its_time(app: Application, clock: Clock) -> None:
    """At the instant that was told, or at the deadline."""
    soon, later = registered(app), registered(app)
    joined(app, soon, until=clock.now + timedelta(hours=1))
    joined(app, later)
    clock.forward(minutes=59)
    end_waiting(app)
    assert set(entries(app)) == {soon.id, later.id}
    clock.forward(minutes=1)
    end_waiting(app)
    assert set(entries(app)) == {later.id}
    clock.now = later.deadline
    end_waiting(app)
    assert entries(app) == {}
    with app.reading() as uow:
        line = uow.audit.of("arrival", soon.id)[-1]
    assert (line.actor, line.action, line.details) == ("onestop", "stop-waiting", {"why": "over"})


def test_what_was_told_to_be_free_is_kept(app: Application, clock: Clock) -> None:
    """Although a booking came to be in time meanwhile: the offer ends first, then the waiting."""
    late, _ = held_for_late(app)
    with app.writing() as uow:
        uow.bookings.replace(replace(late, meets_deadline=True))
        uow.commit()
    end_waiting(app)
    assert list(entries(app)) == [late.arrival_id]
    clock.forward(hours=4)
    release_expired(app)
    end_waiting(app)
    assert entries(app) == {}
