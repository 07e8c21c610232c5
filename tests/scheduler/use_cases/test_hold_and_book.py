"""Holding and booking: whole, once for a key, and guarded."""

from datetime import timedelta

import pytest

from scheduler.application import Application
from scheduler.domain.booking import BookRequest, Idempotency
from scheduler.domain.errors import (
    AlreadyBooked,
    HoldEnded,
    HoldExpired,
    IdempotencyConflict,
    InvalidInput,
    NotFound,
    OfferExpired,
    SlotTaken,
)
from scheduler.use_cases.book import book
from scheduler.use_cases.hold import hold
from scheduler.use_cases.read_bookings import get_booking
from tests.scheduler.stage import ACTOR, Clock, booked, count, counts, offered, once, registered


def test_a_hold_becomes_a_booking(app: Application) -> None:
    """What was held is booked: the same appointments, each slot claimed throughout."""
    offer = offered(app, registered(app))[0]
    held = hold(app, ACTOR, offer.id, once())
    assert held.appointments == offer.appointments
    claims = count(app, "claims")
    booking = book(app, ACTOR, BookRequest(hold_id=held.id), once())
    assert booking.status == "confirmed"
    assert booking.meets_deadline
    assert [(each.step, each.start) for each in booking.appointments] == [
        (each.step, each.start) for each in offer.appointments
    ]
    assert count(app, "claims") == claims
    assert get_booking(app, booking.id) == booking


def test_an_offer_can_be_booked_at_once(app: Application) -> None:
    """A hold on the way is not needed, and one that is there makes room."""
    offer = offered(app, registered(app))[0]
    hold(app, ACTOR, offer.id, once())
    assert booked(app, offer).completes_on == offer.completes_on


def test_every_write_leaves_an_audit_line(app: Application) -> None:
    """Who booked is on record, and nobody's name is."""
    booking = booked(app, offered(app, registered(app))[0])
    with app.reading() as uow:
        (line,) = uow.audit.of("booking", booking.id)
    assert (line.actor, line.action) == (ACTOR, "book")
    assert "Ada" not in str(line.details)


def test_a_held_slot_is_not_offered_until_the_hold_is_over(app: Application, clock: Clock) -> None:
    """A hold keeps its times for ten minutes and not longer."""
    first, second = registered(app), registered(app)
    offer = offered(app, first)[0]
    held = hold(app, ACTOR, offer.id, once())
    assert held.expires_at == clock.now + timedelta(minutes=10)
    assert offer.appointments not in [other.appointments for other in offered(app, second)]
    clock.forward(minutes=10)
    assert offer.appointments == offered(app, second)[0].appointments
    with pytest.raises(HoldExpired):
        book(app, ACTOR, BookRequest(hold_id=held.id), once())


def test_what_has_begun_cannot_be_taken(app: Application, clock: Clock) -> None:
    """An offer ends with the start of its first appointment, however long offers last; nothing is held in the past."""
    offer = offered(app, registered(app))[0]
    clock.now = offer.appointments[0].start - timedelta(minutes=20)
    late = offered(app, registered(app))[0]
    clock.forward(minutes=20)
    assert hold(app, ACTOR, late.id, once()).appointments == late.appointments
    clock.forward(minutes=1)
    before = counts(app)
    for take in (lambda: booked(app, late), lambda: hold(app, ACTOR, late.id, once())):
        with pytest.raises(OfferExpired, match="expired at 2026-09-08T09:"):
            take()
    assert counts(app) == before


def test_a_new_hold_takes_the_place_of_the_old_one(app: Application) -> None:
    """An arrival holds one itinerary at a time."""
    first, second, *_ = offered(app, registered(app))
    old = hold(app, ACTOR, first.id, once())
    hold(app, ACTOR, second.id, once())
    with pytest.raises(HoldEnded):
        book(app, ACTOR, BookRequest(hold_id=old.id), once())


def test_a_lost_slot_comes_with_fresh_offers(app: Application) -> None:
    """Who comes second gets others, which can be booked."""
    first, second = registered(app), registered(app)
    same = [offered(app, arrival)[0] for arrival in (first, second)]
    booked(app, same[0])
    before = counts(app)
    with pytest.raises(SlotTaken) as caught:
        hold(app, ACTOR, same[1].id, once())
    after = counts(app)
    assert {name for name in after if after[name] != before[name]} == {"offers", "audit"}
    assert booked(app, caught.value.offers.offers[0]).arrival_id == second.id


def test_the_same_key_returns_the_first_answer(app: Application) -> None:
    """A request that is sent again changes nothing, and another one under its key is refused."""
    offer, other, *_ = offered(app, registered(app))
    key = once()
    held = hold(app, ACTOR, offer.id, key)
    assert hold(app, ACTOR, offer.id, key) == held
    with pytest.raises(IdempotencyConflict):
        hold(app, ACTOR, other.id, Idempotency(key.key, "another body", key.token))
    with pytest.raises(IdempotencyConflict):
        book(app, ACTOR, BookRequest(hold_id=held.id), key)
    booking_key = once()
    booking = book(app, ACTOR, BookRequest(hold_id=held.id), booking_key)
    before = counts(app)
    assert book(app, ACTOR, BookRequest(hold_id=held.id), booking_key) == booking
    assert counts(app) == before


def test_keys_of_another_token_are_other_keys(app: Application) -> None:
    """Two front desks may use the same key."""
    offers = [offered(app, registered(app))[0]]
    first = hold(app, ACTOR, offers[0].id, Idempotency("key", "body", "token-1"))
    offers.append(offered(app, registered(app))[0])
    assert hold(app, ACTOR, offers[1].id, Idempotency("key", "body", "token-2")).id != first.id


def test_an_arrival_is_booked_once(app: Application) -> None:
    """A second itinerary is refused with the booking there is."""
    first, second, *_ = offered(app, registered(app))
    booking = booked(app, first)
    with pytest.raises(AlreadyBooked, match=booking.id):
        booked(app, second)
    with pytest.raises(AlreadyBooked, match=booking.id):
        hold(app, ACTOR, second.id, once())


def test_an_offer_ends(app: Application, clock: Clock) -> None:
    """After half an hour an offer is no longer good."""
    offer = offered(app, registered(app))[0]
    clock.forward(minutes=30)
    before = counts(app)
    with pytest.raises(OfferExpired, match="ask for new offers"):
        booked(app, offer)
    assert counts(app) == before


@pytest.mark.parametrize(
    ("request_", "pointer"),
    [
        (BookRequest(), ""),
        (BookRequest(hold_id="a", offer_id="b"), ""),
        (BookRequest(offer_id="a", times="perhaps"), "/times"),  # type: ignore[arg-type]
    ],
)
def test_requests_that_make_no_booking(app: Application, request_: BookRequest, pointer: str) -> None:
    """A hold or an offer is booked, one of the two, at firm times."""
    with pytest.raises(InvalidInput) as caught:
        book(app, ACTOR, request_, once())
    assert caught.value.pointer == pointer
    assert count(app, "idempotency") == 0


@pytest.mark.parametrize("request_", [BookRequest(hold_id="x"), BookRequest(offer_id="x")])
def test_what_is_not_there_is_not_found(app: Application, request_: BookRequest) -> None:
    """Ids that were never given out are refused."""
    with pytest.raises(NotFound):
        book(app, ACTOR, request_, once())
