"""Books an arrival at times that the rules refuse, since a member of staff says so and why."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from scheduler.application import Application
from scheduler.auditing import write_audit
from scheduler.domain.arrival import Arrival
from scheduler.domain.booking import BookedAppointment, Booking, Idempotency
from scheduler.domain.capacity import Occupied
from scheduler.domain.errors import NotFound
from scheduler.domain.itinerary import Appointment
from scheduler.domain.override import OverrideRequest
from scheduler.domain.privacy import check_name
from scheduler.exchanging import exchange
from scheduler.expiry import release_expired, release_hold_of
from scheduler.identity import new_id
from scheduler.invitations import queue_invitation
from scheduler.overriding import Circumstances, with_overrides
from scheduler.placing import check_time, placed
from scheduler.rearranging import last_result, rearranged
from scheduler.store.configuration import RegionSetup
from scheduler.store.unit_of_work import UnitOfWork
from scheduler.taking import changeable_booking, once, require_not_begun
from scheduler.use_cases.book import Taken, confirm_and_take

_DAY = timedelta(days=1)


def override(
    app: Application, actor: str, request: OverrideRequest, idempotency: Idempotency, *, if_match: int | None = None
) -> Booking:
    """The booking at the times that are named, firm, with each rule it breaks; in the place of the one there is.

    Raises InvalidInput, NotFound, StaleVersion, VisitBegun or IdempotencyConflict.
    """
    check_name("/reason", request.reason)
    release_expired(app)

    def act(uow: UnitOfWork) -> Booking:
        uow.arrivals.lock(request.arrival_id)
        arrival = uow.arrivals.get(request.arrival_id)
        before = _replaced(uow, arrival, if_match)
        uow.capacity.lock(arrival.region)  # what others have taken now they have until this is done
        release_hold_of(uow, arrival.id)
        appointments = _appointments(app, uow, arrival, before, request)
        if before is None:
            booking = _book(app, uow, actor, arrival, appointments)
        else:
            booking = _move(app, uow, actor, arrival, before, appointments)
        details = {"reason": request.reason, "overrides": booking.overrides}
        write_audit(app, uow, actor, "override", ("booking", booking.id), **details)
        return booking

    return once(app, idempotency, "override", Booking, act)


def _replaced(uow: UnitOfWork, arrival: Arrival, if_match: int | None) -> Booking | None:
    """The booking of an arrival, if it has one, as the caller read it; raises NotFound or StaleVersion."""
    booking = uow.bookings.active(arrival.id)
    if booking is not None:
        return changeable_booking(uow, booking.id, if_match)
    if if_match is not None:
        raise NotFound("booking of arrival", arrival.id)
    return None


def _appointments(
    app: Application, uow: UnitOfWork, arrival: Arrival, before: Booking | None, request: OverrideRequest
) -> tuple[BookedAppointment, ...]:
    """What is wanted, with what is overridden for it; what is booked so already stays as it is."""
    setup = uow.configuration.setup(arrival.region)
    wanted = placed(setup, uow.configuration.journey(arrival.journey), arrival, request.appointments)
    held = {each.step: each for each in before.appointments} if before else {}
    appointments = [_booked(each.appointment, held.get(each.step.id)) for each in wanted]
    kept = [each for each in appointments if each in held.values()]
    now = app.clock()
    for place, each in zip(wanted, appointments, strict=True):
        if each not in kept:
            check_time(place, now)
    freed = [each for each in held.values() if each not in kept]
    around = Circumstances(uow, setup, arrival, _taken(uow, setup, appointments, (*freed, *kept)), request.reason)
    return with_overrides(around, appointments, kept)


def _booked(wanted: Appointment, held: BookedAppointment | None) -> BookedAppointment:
    return held.placed_at(wanted) if held else BookedAppointment.of(wanted, new_id("appointment"))


def _taken(
    uow: UnitOfWork, setup: RegionSetup, wanted: Sequence[BookedAppointment], own: Sequence[BookedAppointment]
) -> tuple[Occupied, ...]:
    """What others have of the desks around the wanted times."""
    first, last = wanted[0].start - _DAY, wanted[-1].end + _DAY
    found = Counter(uow.capacity.taken(setup.region.id, first, last))
    mine = Counter((desk, each.start, each.kept_until) for each in own for desk in each.desks)
    return tuple((found - mine).elements())


def _book(
    app: Application, uow: UnitOfWork, actor: str, arrival: Arrival, appointments: tuple[BookedAppointment, ...]
) -> Booking:
    completes_on = last_result(uow, arrival, appointments)
    in_time = arrival.is_met(completes_on, appointments[-1].end)
    return confirm_and_take(app, uow, actor, arrival, Taken(appointments, completes_on, in_time, "firm"))


def _move(
    app: Application,
    uow: UnitOfWork,
    actor: str,
    arrival: Arrival,
    before: Booking,
    appointments: tuple[BookedAppointment, ...],
) -> Booking:
    """Exchange what is booked, and invite again; the times are firm, so that no night betters them."""
    moved = _firm(rearranged(uow, arrival, before, appointments, app.clock()))
    require_not_begun(before.beyond(moved))
    exchange(uow, uow.configuration.region(arrival.region), [(before, moved)])
    queue_invitation(uow, arrival, moved)
    details = {"from": before.appointments, "to": appointments}
    write_audit(app, uow, actor, "reschedule", ("booking", moved.id), **details)
    return moved


def _firm(booking: Booking) -> Booking:
    return replace(booking, times="firm", fixes_on=None, sequence=booking.sequence + 1)
