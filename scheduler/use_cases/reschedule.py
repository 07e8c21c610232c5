"""Moves a booking, or some steps of it, to an offered itinerary."""

from collections.abc import Sequence
from datetime import datetime

from scheduler.application import Application
from scheduler.auditing import write_audit
from scheduler.domain.arrival import Arrival
from scheduler.domain.booking import BookedAppointment, Booking
from scheduler.domain.errors import InvalidInput
from scheduler.domain.itinerary import Appointment, Offer
from scheduler.exchanging import exchange
from scheduler.expiry import release_expired, release_hold_of
from scheduler.identity import new_id
from scheduler.invitations import queue_invitation
from scheduler.rearranging import check_fit, check_steps, rearranged, to_be_told
from scheduler.store.unit_of_work import UnitOfWork
from scheduler.taking import changeable_booking, require_not_begun, usable_offer
from scheduler.use_cases.make_offers import fresh_offers_on_loss
from scheduler.waiting import settle


def reschedule(
    app: Application,
    actor: str,
    booking_id: str,
    offer_id: str,
    *,
    steps: tuple[str, ...] | None = None,
    if_match: int | None = None,
) -> Booking:
    """The booking with the times of an offer, for all steps or for those named; old slots freed, new ones taken.

    An appointment keeps its id when it moves, and who keeps their times is not written to. What is held for the arrival
    makes room; it may be this very offer. Raises NotFound, NotBooked, StaleVersion, OfferExpired, VisitBegun,
    InvalidInput, or SlotTaken with fresh offers.
    """
    release_expired(app)
    with fresh_offers_on_loss(app, actor, offer_id), app.writing() as uow:
        now = app.clock()
        booking = changeable_booking(uow, booking_id, if_match)
        offer = usable_offer(uow, offer_id, now)
        if offer.arrival_id != booking.arrival_id:
            raise InvalidInput("/offerId", offer_id, f"an offer made to arrival {booking.arrival_id}")
        arrival = uow.arrivals.get(booking.arrival_id)
        appointments = _rearranged(uow, arrival, booking, offer, steps)
        found = rearranged(uow, arrival, booking, appointments, now)
        require_not_begun(booking.beyond(found))
        same = _times(booking.appointments) == _times(appointments)
        moved = found if same else to_be_told(uow, found, app.settings.lead_days)
        release_hold_of(uow, arrival.id)
        exchange(uow, uow.configuration.region(booking.region), [(booking, moved)])
        if not same:
            queue_invitation(uow, arrival, moved)
        details = {"from": booking.appointments, "to": appointments}
        write_audit(app, uow, actor, "reschedule", ("booking", booking_id), **details)
        settle(app, uow, actor, moved)
        uow.commit()
    return moved


def _times(appointments: Sequence[Appointment]) -> list[tuple[str, str, datetime, datetime]]:
    """What people are told of appointments: not which of several desks it is."""
    return [(each.step, each.location, each.start, each.end) for each in appointments]


def _rearranged(
    uow: UnitOfWork, arrival: Arrival, booking: Booking, offer: Offer, steps: tuple[str, ...] | None
) -> tuple[BookedAppointment, ...]:
    """The appointments of the booking with those of the offer for the steps that move, in order of time."""
    ids = {each.step: each.id for each in booking.appointments}
    if steps is not None:
        check_steps(uow.configuration.journey(arrival.journey), steps)
    wanted = [each for each in offer.appointments if steps is None or each.step in steps]
    new = [BookedAppointment.of(each, ids.get(each.step) or new_id("appointment")) for each in wanted]
    kept = [each for each in booking.appointments if each.step not in {other.step for other in new}]
    appointments = tuple(sorted([*kept, *new], key=lambda each: each.start))
    if steps is not None:
        check_fit(uow, arrival, appointments, steps)
    return appointments
