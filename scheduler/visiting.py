"""Notes how far the visit of an appointment is: each point once, in order, on the appointment's own day."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from scheduler.application import Application
from scheduler.auditing import write_audit
from scheduler.domain.booking import BookedAppointment, Booking, VisitStatus
from scheduler.domain.errors import NotFound, NotItsTime, VisitOutOfOrder
from scheduler.rearranging import completion
from scheduler.store.unit_of_work import UnitOfWork
from scheduler.taking import changeable_booking

Also = Callable[[UnitOfWork, Booking, BookedAppointment, datetime], None]


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a visit: what it is called, where its instant is stored, and which status it follows on."""

    noted: str
    stored: Literal["checked_in_at", "started_at", "finished_at", "missed_at"]
    follows: VisitStatus


def note(
    app: Application, actor: str, appointment_id: str, point: Point, also: Also | None = None
) -> BookedAppointment:
    """The appointment with a point noted as of now; one that was noted before is left as it is.

    `also` is done in the same transaction, before the point is stored. Raises NotFound, NotBooked, VisitOutOfOrder or
    NotItsTime.
    """
    with app.writing() as uow:
        now = app.clock()
        booking, before = _booked(uow, appointment_id)
        if getattr(before, point.stored) is not None:
            return before
        _check(before, point, now)
        if also is not None:
            also(uow, booking, before, now)
        noted: dict[str, Any] = {point.stored: now}
        after = replace(before, **noted)
        _store(uow, booking, after, now)
        write_audit(app, uow, actor, point.noted, ("appointment", appointment_id), booking=booking.id)
        uow.commit()
    return after


def _booked(uow: UnitOfWork, appointment_id: str) -> tuple[Booking, BookedAppointment]:
    """The appointment and its booking, the arrival locked; raises NotFound, for a cancelled step too, or NotBooked."""
    booking = changeable_booking(uow, uow.appointments.booking_of(appointment_id), None)
    for appointment in booking.appointments:
        if appointment.id == appointment_id:
            return booking, appointment
    raise NotFound("appointment", appointment_id)


def _store(uow: UnitOfWork, booking: Booking, after: BookedAppointment, now: datetime) -> None:
    uow.appointments.note_visit(after)
    appointments = tuple(after if each.id == after.id else each for each in booking.appointments)
    completes_on = completion(uow, uow.arrivals.get(booking.arrival_id), appointments)
    # What the booking shows has changed, so whoever read it before must read it again before changing it.
    uow.bookings.replace(replace(booking, completes_on=completes_on, version=booking.version + 1, updated_at=now))


def _check(appointment: BookedAppointment, point: Point, now: datetime) -> None:
    if appointment.status != point.follows:
        raise VisitOutOfOrder(appointment.id, appointment.status, point.noted, point.follows)
    require_its_day(appointment, point.noted, now)


def require_its_day(appointment: BookedAppointment, noted: str, now: datetime) -> None:
    """Refuses what is noted of a visit on another day than its own, by the clock of its region: raises NotItsTime."""
    day = appointment.start.date()
    if now.astimezone(appointment.start.tzinfo).date() != day:
        raise NotItsTime(appointment.id, noted, f"on its own day, {day}")
