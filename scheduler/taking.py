"""What taking, moving and freeing an itinerary have in common, each step inside the caller's transaction."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from scheduler.application import Application
from scheduler.domain.booking import BookedAppointment, Booking, Idempotency
from scheduler.domain.errors import (
    AlreadyBooked,
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
    request = f"{verb}:{idempotency.body_hash}"
    with app.writing() as uow:
        first = uow.idempotency.find(idempotency)
        if first is not None:
            if first.request != request:
                raise IdempotencyConflict(idempotency.key)
            return from_json(kind, first.answer)
        uow.idempotency.claim(idempotency, request, app.clock())
        answer = act(uow)
        uow.idempotency.answer(idempotency, to_json(answer))
        uow.commit()
        return answer


def usable_offer(uow: UnitOfWork, offer_id: str, now: datetime) -> Offer:
    """The offer, its arrival locked, if it may still be taken; raises NotFound or OfferExpired.

    What the arrival holds may be taken as long as the hold lasts.
    """
    uow.arrivals.lock(uow.offers.get(offer_id).arrival_id)
    offer = uow.offers.get(offer_id)  # again: it may have been withdrawn before the lock
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
