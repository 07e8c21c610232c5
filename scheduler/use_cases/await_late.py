"""Moves what somebody who is late for an appointment can no longer keep."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from scheduler.application import Application
from scheduler.domain.arrival import Period
from scheduler.domain.booking import BookedAppointment, Booking
from scheduler.domain.disruption import Displaced
from scheduler.domain.errors import InvalidInput, NotBooked, NotFound, RegionBusy, VisitBegun
from scheduler.expiry import release_expired
from scheduler.replanning import replanned, surroundings
from scheduler.standing import Standing
from scheduler.store.capacity import ClaimLostError
from scheduler.store.unit_of_work import UnitOfWork
from scheduler.taking import changeable_booking
from scheduler.use_cases.displace import displace
from scheduler.visiting import require_its_day

_LATEST = timedelta(hours=24)
_MOST_ATTEMPTS = 5


def await_late(app: Application, actor: str, appointment_id: str, expected_at: datetime) -> Displaced:
    """What changes for a party that comes to an appointment at an instant and not before.

    It, and the steps of the booking that cannot be kept then, get the best times from then on: within the deadline if
    that can be, else as soon as possible after it. Raises NotFound, NotBooked, VisitBegun, NotItsTime, InvalidInput or
    RegionBusy.
    """
    for _ in range(_MOST_ATTEMPTS):
        release_expired(app)
        with suppress(ClaimLostError):
            displaced = _attempt(app, actor, appointment_id, expected_at)
            if displaced is not None:
                return displaced
    with app.reading() as uow:
        raise RegionBusy(uow.bookings.get(uow.appointments.booking_of(appointment_id)).region)


def _attempt(app: Application, actor: str, appointment_id: str, expected_at: datetime) -> Displaced | None:
    """One try, planned while others book; None if the booking was changed meanwhile. Raises ClaimLostError."""
    now = app.clock()
    with app.reading() as uow:
        booking = uow.bookings.get(uow.appointments.booking_of(appointment_id))
        if booking.status != "confirmed":
            raise NotBooked(booking.id)
        standing = [_standing(uow, booking, appointment_id, now, expected_at)]
        around = surroundings(uow, booking.region, standing, now)
    found = replanned(app, around, standing)
    with app.writing() as uow:
        if changeable_booking(uow, booking.id, None) != booking:
            return None
        (displaced,) = displace(app, uow, actor, standing, found, now)
        uow.commit()
    return displaced


def _standing(uow: UnitOfWork, booking: Booking, appointment_id: str, now: datetime, expected_at: datetime) -> Standing:
    """The arrival, away until it is expected; raises NotFound for a step that was cancelled."""
    late = next((each for each in booking.appointments if each.id == appointment_id), None)
    if late is None:
        raise NotFound("appointment", appointment_id)
    _check(late, now, expected_at)
    arrival = uow.arrivals.get(booking.arrival_id)
    away = Period(min(late.start, now), expected_at)
    absent = replace(arrival, unavailable=(*arrival.unavailable, away))
    missed = {each.id for each in booking.appointments if each.start < expected_at}
    return Standing.of(absent, booking, missed, frozenset((appointment_id,)))


def _check(late: BookedAppointment, now: datetime, expected_at: datetime) -> None:
    if late.started_at is not None or late.missed_at is not None:
        raise VisitBegun(late.id, late.step, late.status)
    require_its_day(late, "lateness", now)
    if not max(now, late.start) < expected_at <= late.start + _LATEST:
        expected = f"later than {max(now, late.start).isoformat()}, at most a day after the appointment"
        raise InvalidInput("/expectedAt", expected_at.isoformat(), expected)
