"""Keeps an offer free for an arrival for a few minutes."""

from datetime import datetime, timedelta

from scheduler.application import Application
from scheduler.auditing import write_audit
from scheduler.domain.arrival import Arrival
from scheduler.domain.booking import Hold, Idempotency
from scheduler.domain.itinerary import Offer
from scheduler.expiry import release_expired, release_hold_of
from scheduler.identity import new_id
from scheduler.store.bookings import HoldRecord
from scheduler.store.unit_of_work import UnitOfWork
from scheduler.taking import once, require_unbooked, usable_offer, with_ids
from scheduler.use_cases.make_offers import fresh_offers_on_loss


def hold(app: Application, actor: str, offer_id: str, idempotency: Idempotency) -> Hold:
    """The hold; it takes the place of an earlier one of the same arrival.

    Raises NotFound, OfferExpired, AlreadyBooked, IdempotencyConflict, or SlotTaken with fresh offers.
    """
    release_expired(app)

    def act(uow: UnitOfWork) -> Hold:
        return _hold(app, uow, actor, offer_id)

    with fresh_offers_on_loss(app, actor, offer_id):
        return once(app, idempotency, "hold", Hold, act)


def keep(app: Application, uow: UnitOfWork, actor: str, arrival: Arrival, offer: Offer, expires_at: datetime) -> Hold:
    """Hold an offer until an instant, in the caller's transaction; raises ClaimLostError.

    What the arrival has booked already is left out: it has that as long as the booking stands.
    """
    booking = uow.bookings.active(arrival.id)
    record = HoldRecord(
        new_id("hold"), arrival.id, offer.id, offer.completes_on, offer.meets_deadline, expires_at, active=True
    )
    uow.holds.add(record)
    appointments = with_ids(booking.without_booked(offer.appointments) if booking else offer.appointments)
    uow.appointments.add_to_hold(record.id, arrival.region, appointments)
    uow.capacity.take(uow.configuration.region(arrival.region), appointments)
    write_audit(app, uow, actor, "hold", ("hold", record.id), arrival=arrival.id, appointments=appointments)
    return Hold(record.id, arrival.id, offer.id, offer.appointments, expires_at)


def _hold(app: Application, uow: UnitOfWork, actor: str, offer_id: str) -> Hold:
    now = app.clock()
    offer = usable_offer(uow, offer_id, now)
    arrival = uow.arrivals.get(offer.arrival_id)
    require_unbooked(uow, arrival.id)
    release_hold_of(uow, arrival.id)
    return keep(app, uow, actor, arrival, offer, now + timedelta(minutes=app.settings.hold_minutes))
