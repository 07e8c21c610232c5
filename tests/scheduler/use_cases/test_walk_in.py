"""Walking in: registered and booked from now on, together or not at all."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from scheduler.application import Application
from scheduler.domain.arrival import Period
from scheduler.domain.booking import Idempotency
from scheduler.domain.errors import IdempotencyConflict, InvalidInput, NothingFits
from scheduler.domain.itinerary import OfferList
from scheduler.offering import find_offers
from scheduler.use_cases.hold import hold
from scheduler.use_cases.read_arrival import get_arrival
from scheduler.use_cases.read_bookings import get_booking
from scheduler.use_cases.walk_in import walk_in
from tests.scheduler.stage import (
    ACTOR,
    MONDAY,
    THURSDAY,
    Clock,
    booked,
    count,
    counts,
    fill,
    newcomer,
    offered,
    once,
    registered,
)

TUESDAY_AT_TEN = datetime(2026, 9, 8, 8, 5, tzinfo=UTC)  # and five minutes, by the clock of Maastricht
TUESDAY = date(2026, 9, 8)


@pytest.fixture(autouse=True)
def today(clock: Clock) -> None:
    """Tuesday morning, when every agency is open."""
    clock.now = TUESDAY_AT_TEN


def test_who_walks_in_is_booked_from_now_on(app: Application, clock: Clock) -> None:
    """Arrival and booking are there, of today, within the promise made today, and the invitation is queued."""
    made = walk_in(app, ACTOR, newcomer(arrives_on=None), once())
    arrival = get_arrival(app, made.booking.arrival_id)
    assert (arrival.arrives_on, arrival.available_from) == (TUESDAY, clock.now)
    assert (made.deadline, made.deadline_reason) == (arrival.deadline, arrival.deadline_reason)
    assert get_booking(app, made.booking.id) == made.booking
    assert (made.booking.status, made.booking.meets_deadline, made.late_reason) == ("confirmed", True, None)
    assert clock.now < made.booking.appointments[0].start < clock.now + timedelta(minutes=30)
    assert count(app, "outbox") == 1


def test_it_is_what_would_have_been_offered_first(app: Application) -> None:
    """The best itinerary of a walk-in is the first offer to an arrival that was registered before."""
    offer = offered(app, registered(app, arrives_on=TUESDAY))[0]
    made = walk_in(app, ACTOR, newcomer(arrives_on=None), once())
    assert [(each.step, each.start) for each in made.booking.appointments] == [
        (each.step, each.start) for each in offer.appointments
    ]


@pytest.mark.parametrize("day", [MONDAY, THURSDAY])
def test_who_walks_in_arrives_today(app: Application, day: date) -> None:
    """Another day is refused; today may be told or not."""
    before = counts(app)
    with pytest.raises(InvalidInput, match="should be today, 2026-09-08, or nothing"):
        walk_in(app, ACTOR, newcomer(arrives_on=day), once())
    assert counts(app) == before
    assert walk_in(app, ACTOR, newcomer(arrives_on=TUESDAY), once()).booking.status == "confirmed"


def test_a_late_itinerary_is_booked_with_its_reason(app: Application) -> None:
    """Where nothing meets the deadline the best late itinerary is taken, and the answer says what binds."""
    fill(app, "ind", MONDAY, date(2026, 9, 11))
    made = walk_in(app, ACTOR, newcomer(arrives_on=None), once())
    assert not made.booking.meets_deadline
    assert made.late_reason is not None
    assert "IND has no free desk on" in made.late_reason


def test_where_nothing_fits_nothing_is_stored(app: Application, clock: Clock) -> None:
    """Without any itinerary there is a reason, no arrival, and no answer kept under the key."""
    never = (Period(clock.now, clock.now + timedelta(days=90)),)
    before = counts(app)
    with pytest.raises(NothingFits, match="nothing was booked: the times at which the party can come leave no room"):
        walk_in(app, ACTOR, newcomer(arrives_on=None, unavailable=never), once())
    assert counts(app) == before


def test_the_same_key_walks_in_once(app: Application, clock: Clock) -> None:
    """A request that is sent again gets the first answer, also when nothing would fit any more."""
    key = once()
    made = walk_in(app, ACTOR, newcomer(arrives_on=None), key)
    fill(app, "ind", THURSDAY, date(2026, 10, 30))
    before = counts(app)
    clock.forward(days=2)
    assert walk_in(app, ACTOR, newcomer(arrives_on=None), key) == made
    assert counts(app) == before
    with pytest.raises(IdempotencyConflict):
        walk_in(app, ACTOR, newcomer(arrives_on=None), Idempotency(key.key, "another body", key.token))


def test_a_lost_race_is_run_again(app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who loses the slots that were found to somebody else gets the next best ones, and one arrival."""
    rivals = [offered(app, registered(app, arrives_on=TUESDAY))[0]]

    def outrun(*asked: Any) -> OfferList:
        found = find_offers(*asked)
        if rivals:
            booked(app, rivals.pop())
        return found

    monkeypatch.setattr("scheduler.use_cases.walk_in.find_offers", outrun)
    arrivals = count(app, "arrivals")
    made = walk_in(app, ACTOR, newcomer(arrives_on=None), once())
    assert not rivals
    assert (made.booking.status, count(app, "arrivals")) == ("confirmed", arrivals + 1)


def test_a_race_is_not_run_for_ever(app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whose slots are gone time after time is told so, and nothing is stored of them."""
    offer = offered(app, registered(app, arrives_on=TUESDAY))[0]
    booked(app, offer)
    monkeypatch.setattr("scheduler.use_cases.walk_in.find_offers", lambda *_: OfferList((offer,)))
    before = counts(app)
    with pytest.raises(NothingFits, match="send the request again"):
        walk_in(app, ACTOR, newcomer(arrives_on=None), once())
    assert counts(app) == before


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"region": "atlantis"}, "/region"),
        ({"journey": "tourist"}, "/journey"),
        ({"party": ()}, "/party"),
        ({"arrives_on": date(1990, 1, 1)}, "/arrivesOn"),
    ],
)
def test_what_is_wrong_is_named_and_not_stored(app: Application, changes: dict[str, Any], pointer: str) -> None:
    """What cannot be registered cannot walk in."""
    before = counts(app)
    with pytest.raises(InvalidInput) as caught:
        walk_in(app, ACTOR, newcomer(**({"arrives_on": None} | changes)), once())
    assert caught.value.pointer == pointer
    assert counts(app) == before


def test_a_hold_that_is_over_makes_room(app: Application, clock: Clock) -> None:
    """Slots of a hold past its time are taken by who walks in."""
    offer = offered(app, registered(app, arrives_on=TUESDAY))[0]
    hold(app, ACTOR, offer.id, once())
    clock.forward(minutes=10)
    made = walk_in(app, ACTOR, newcomer(arrives_on=None), once())
    assert [each.start for each in made.booking.appointments] == [each.start for each in offer.appointments]


def test_the_audit_names_nobody(app: Application) -> None:
    """Registering and booking leave a line each, without a name."""
    made = walk_in(app, ACTOR, newcomer(arrives_on=None), once())
    with app.reading() as uow:
        lines = uow.audit.of("arrival", made.booking.arrival_id) + uow.audit.of("booking", made.booking.id)
    assert [(line.actor, line.action) for line in lines] == [(ACTOR, "register"), (ACTOR, "book")]
    assert "Ada" not in str(lines)
