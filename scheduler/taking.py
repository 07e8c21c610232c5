"""What taking, moving and freeing an itinerary have in common, each step inside the caller's transaction."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from scheduler.application import Application
from scheduler.domain.booking import BookedAppointment, Booking, Idempotency
from scheduler.domain.errors import (
    AlreadyBooked,
    HoldEnded,
    HoldExpired,
    IdempotencyConflict,
    NotBooked,
    OfferExpired,
    StaleVersion,
    VisitBegun,
)
from scheduler.domain.itinerary import Appointment, Offer
from scheduler.identity import new_id
from scheduler.store.bookings import ActiveTwiceError, HoldRecord
from scheduler.store.codec import from_json, to_json
from scheduler.store.journal import AnsweredTwiceError
from scheduler.store.unit_of_work import UnitOfWork

T = TypeVar("T")


def once(app: Application, idempotency: Idempotency, verb: str, kind: type[T], act: Callable[[UnitOfWork], T]) -> T:
    """Do something once for an idempotency key and give its first answer ever after.

    The answer is stored in the transaction that does it, so a crash leaves both or neither. Raises
    IdempotencyConflict when the key was used for another request.
    """
    try:
        return _once(app, idempotency, verb, kind, act)
    except (AnsweredTwiceError, ActiveTwiceError):
        # Another process has just done the same; now its answer, or its booking, is there to be read.
        return _once(app, idempotency, verb, kind, act)


def _once(app: Application, idempotency: Idempotency, verb: str, kind: type[T], act: Callable[[UnitOfWork], T]) -> T:
    with app.writing() as uow:
        first = _answered(uow, idempotency, verb, kind)
        if first is not None:
            return first
        uow.idempotency.claim(idempotency, _request(idempotency, verb), app.clock())
        answer = act(uow)
        uow.idempotency.answer(idempotency, to_json(answer))
        uow.commit()
        return answer


def first_answer(app: Application, idempotency: Idempotency, verb: str, kind: type[T]) -> T | None:
    """The answer that was given to a request before, for what takes long or can only be done at its time.

    Raises IdempotencyConflict.
    """
    with app.reading() as uow:
        return _answered(uow, idempotency, verb, kind)


def _answered(uow: UnitOfWork, idempotency: Idempotency, verb: str, kind: type[T]) -> T | None:
    first = uow.idempotency.find(idempotency)
    if first is None:
        return None
    if first.request != _request(idempotency, verb):
        raise IdempotencyConflict(idempotency.key)
    return from_json(kind, first.answer)


def _request(idempotency: Idempotency, verb: str) -> str:
    return f"{verb}:{idempotency.body_hash}"


def usable_offer(uow: UnitOfWork, offer_id: str, now: datetime) -> Offer:
    """The offer, its arrival locked, if it may still be taken, which nothing that has begun may be.

    What the arrival holds may be taken as long as the hold lasts. Raises NotFound or OfferExpired.
    """
    uow.arrivals.lock(uow.offers.get(offer_id).arrival_id)
    offer = uow.offers.get(offer_id)  # again: it may have been withdrawn before the lock
    begins_at = offer.appointments[0].start
    if begins_at < now:
        raise OfferExpired(offer_id, min(offer.expires_at, begins_at))
    if offer.expires_at <= now and not _is_held(uow, offer, now):
        raise OfferExpired(offer_id, offer.expires_at)
    return offer


def _is_held(uow: UnitOfWork, offer: Offer, now: datetime) -> bool:
    held = uow.holds.active(offer.arrival_id)
    return held is not None and held.offer_id == offer.id and held.expires_at > now


def locked_hold(uow: UnitOfWork, hold_id: str) -> HoldRecord:
    """The hold, its arrival locked; raises NotFound."""
    uow.arrivals.lock(uow.holds.get(hold_id).arrival_id)
    return uow.holds.get(hold_id)  # again: it may have ended before the lock


def require_held(hold: HoldRecord, now: datetime) -> None:
    """Refuses a hold that keeps nothing any more: raises HoldExpired, or HoldEnded if that was before its time."""
    if hold.expires_at <= now:
        raise HoldExpired(hold.id, hold.expires_at)
    if not hold.active:
        raise HoldEnded(hold.id)


def require_unbooked(uow: UnitOfWork, arrival_id: str) -> None:
    """Refuses an arrival that has a booking: raises AlreadyBooked."""
    booking = uow.bookings.active(arrival_id)
    if booking is not None:
        raise AlreadyBooked(arrival_id, booking.id)


def changeable_booking(uow: UnitOfWork, booking_id: str, if_match: int | None) -> Booking:
    """The booking, its arrival locked, if it may be changed; raises NotFound, StaleVersion or NotBooked."""
    uow.arrivals.lock(uow.bookings.get(booking_id).arrival_id)
    booking = uow.bookings.get(booking_id)  # again: it may have been changed before the lock
    if if_match is not None and if_match != booking.version:
        raise StaleVersion(booking_id, if_match, booking.version)
    if booking.status != "confirmed":
        raise NotBooked(booking_id)
    return booking


def require_not_begun(appointments: Iterable[BookedAppointment]) -> None:
    """Refuses to change appointments of which one has started or is finished: raises VisitBegun."""
    for appointment in appointments:
        if appointment.started_at is not None:
            raise VisitBegun(appointment.id, appointment.step, appointment.status)


def with_ids(appointments: Iterable[Appointment]) -> tuple[BookedAppointment, ...]:
    """Appointments that are to be taken, each with a new id."""
    return tuple(BookedAppointment.of(appointment, new_id("appointment")) for appointment in appointments)
