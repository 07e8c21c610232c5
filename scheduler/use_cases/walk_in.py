"""Registers somebody who is at the desk now, and books their best itinerary at once."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from scheduler.application import Application
from scheduler.domain.arrival import Arrival, NewArrival
from scheduler.domain.booking import Idempotency, WalkIn
from scheduler.domain.errors import InvalidInput, NothingFits
from scheduler.domain.itinerary import OfferList, OfferRequest
from scheduler.expiry import release_expired
from scheduler.offering import find_offers
from scheduler.store.capacity import ClaimLostError
from scheduler.store.unit_of_work import UnitOfWork
from scheduler.taking import first_answer, once
from scheduler.use_cases.book import book_itinerary
from scheduler.use_cases.register_arrival import add_arrival, promised_arrival

_BEST = OfferRequest(limit=1)
_VERB = "walk-in"
_ATTEMPTS = 10  # far more than people who walk in at the same instant


def walk_in(app: Application, actor: str, new: NewArrival, idempotency: Idempotency) -> WalkIn:
    """The booking of the best itinerary from now on, late only where nothing meets the deadline.

    Arrival and booking are stored together or, when nothing fits, not at all. Raises InvalidInput, NothingFits or
    IdempotencyConflict.
    """
    first = first_answer(app, idempotency, _VERB, WalkIn)
    if first is not None:
        return first
    for _ in range(_ATTEMPTS):
        # Searching takes no writer's turn; who loses the slots it found to somebody else searches again.
        release_expired(app)
        with app.reading() as uow:
            arrival = promised_arrival(uow, new, app.clock())
            _check_today(arrival, app.clock())
            found = find_offers(app, uow, arrival, _BEST)
        with suppress(ClaimLostError):
            return once(app, idempotency, _VERB, WalkIn, _taking(app, actor, arrival, found))
    raise NothingFits("others took every time that was found; send the request again")


def _check_today(arrival: Arrival, now: datetime) -> None:
    today = now.astimezone(arrival.deadline.tzinfo).date()
    if arrival.arrives_on != today:
        expected = f"today, {today}, or nothing; POST /v1/arrivals registers who comes on another day"
        raise InvalidInput("/arrivesOn", arrival.arrives_on.isoformat(), expected)


def _taking(app: Application, actor: str, arrival: Arrival, found: OfferList) -> Callable[[UnitOfWork], WalkIn]:
    def act(uow: UnitOfWork) -> WalkIn:
        if not found.offers:
            raise NothingFits(found.reason or "no time is free")
        add_arrival(app, uow, actor, arrival)
        booking = book_itinerary(app, uow, actor, arrival, found.offers[0])
        return WalkIn(booking, arrival.deadline, arrival.deadline_reason, found.reason)

    return act
