"""Books a held or an offered itinerary and invites to it."""

from dataclasses import dataclass
from datetime import date, datetime

from scheduler.application import Application
from scheduler.auditing import write_audit
from scheduler.domain.arrival import Arrival, check_times
from scheduler.domain.booking import BookedAppointment, Booking, BookRequest, Idempotency
from scheduler.domain.errors import InvalidInput
from scheduler.domain.itinerary import Offer
from scheduler.domain.policy import Times
from scheduler.expiry import end_hold, release_expired, release_hold_of
from scheduler.fixing import with_day_of_fixing
from scheduler.identity import new_id
from scheduler.invitations import queue_invitation
from scheduler.store.unit_of_work import UnitOfWork
from scheduler.taking import locked_hold, once, require_held, require_unbooked, usable_offer, with_ids
from scheduler.use_cases.make_offers import fresh_offers_on_loss
from scheduler.waiting import settle


@dataclass(frozen=True, slots=True)
class Taken:
    """An itinerary to book: its appointments, when the last result is there, and whether that is in time.

    `times`: as the arrival asks, else as the region does, unless given.
    """

    appointments: tuple[BookedAppointment, ...]
    completes_on: date
    meets_deadline: bool
    times: Times | None = None


def book(app: Application, actor: str, request: BookRequest, idempotency: Idempotency) -> Booking:
    """The confirmed booking, its invitation queued.

    Raises InvalidInput, NotFound, HoldExpired, HoldEnded, OfferExpired, AlreadyBooked, IdempotencyConflict, or
    SlotTaken with fresh offers.
    """
    _check(request)

    release_expired(app)

    def act(uow: UnitOfWork) -> Booking:
        if request.hold_id is not None:
            return _book_hold(app, uow, actor, request.hold_id, request.times)
        return _book_offer(app, uow, actor, request.offer_id or "", request.times)

    with fresh_offers_on_loss(app, actor, request.offer_id or ""):
        return once(app, idempotency, "book", Booking, act)


def confirm(app: Application, uow: UnitOfWork, actor: str, arrival: Arrival, taken: Taken) -> Booking:
    """Add a confirmed booking of appointments that are claimed already or will be in this transaction."""
    now = app.clock()
    times = taken.times or arrival.times or uow.configuration.region(arrival.region).promise.times
    booking = with_day_of_fixing(uow, _booking(arrival, taken, times, now), app.settings.lead_days, now)
    uow.bookings.add(booking)
    queue_invitation(uow, arrival, booking)
    if booking.times == "provisional" and not booking.meets_deadline:
        # Room may be made for it among those whose times are not fixed either, and need not wait for the night.
        uow.nights.again(arrival.region, now.astimezone(arrival.deadline.tzinfo).date(), now)
    details = {"arrival": arrival.id, "appointments": taken.appointments}
    write_audit(app, uow, actor, "book", ("booking", booking.id), **details)
    settle(app, uow, actor, booking)
    return booking


def _check(request: BookRequest) -> None:
    check_times(request.times)
    if (request.hold_id is None) == (request.offer_id is None):
        given = "both" if request.hold_id else "neither"
        raise InvalidInput("", given, "a holdId or an offerId, one of the two")


def _book_hold(app: Application, uow: UnitOfWork, actor: str, hold_id: str, times: Times | None) -> Booking:
    record = locked_hold(uow, hold_id)
    require_unbooked(uow, record.arrival_id)
    require_held(record, app.clock())
    arrival = uow.arrivals.get(record.arrival_id)
    taken = Taken(uow.appointments.of_hold(hold_id), record.completes_on, record.meets_deadline, times)
    booking = confirm(app, uow, actor, arrival, taken)
    uow.appointments.move_to_booking(hold_id, booking.id)
    end_hold(uow, hold_id)
    return booking


def _book_offer(app: Application, uow: UnitOfWork, actor: str, offer_id: str, times: Times | None) -> Booking:
    offer = usable_offer(uow, offer_id, app.clock())
    arrival = uow.arrivals.get(offer.arrival_id)
    require_unbooked(uow, arrival.id)
    release_hold_of(uow, arrival.id)
    return book_itinerary(app, uow, actor, arrival, offer, times)


def book_itinerary(
    app: Application, uow: UnitOfWork, actor: str, arrival: Arrival, offer: Offer, times: Times | None = None
) -> Booking:
    """Add a confirmed booking of what is offered and claim its slots; raises ClaimLostError."""
    taken = Taken(with_ids(offer.appointments), offer.completes_on, offer.meets_deadline, times)
    return confirm_and_take(app, uow, actor, arrival, taken)


def confirm_and_take(app: Application, uow: UnitOfWork, actor: str, arrival: Arrival, taken: Taken) -> Booking:
    """Add a confirmed booking and claim its slots; raises ClaimLostError."""
    booking = confirm(app, uow, actor, arrival, taken)
    uow.appointments.add_to_booking(booking.id, arrival.region, taken.appointments)
    uow.capacity.take(uow.configuration.region(arrival.region), taken.appointments)
    return booking


def _booking(arrival: Arrival, taken: Taken, times: Times, now: datetime) -> Booking:
    return Booking(
        id=new_id("booking"),
        arrival_id=arrival.id,
        region=arrival.region,
        status="confirmed",
        times=times,
        appointments=taken.appointments,
        completes_on=taken.completes_on,
        meets_deadline=taken.meets_deadline,
        version=1,
        sequence=0,
        created_at=now,
        updated_at=now,
        completes_by=arrival.deadline,
    )
