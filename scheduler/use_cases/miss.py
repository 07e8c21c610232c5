"""Notes that the party of an appointment did not come."""

from datetime import datetime

from scheduler.application import Application
from scheduler.domain.booking import BookedAppointment, Booking
from scheduler.domain.errors import NotItsTime
from scheduler.store.unit_of_work import UnitOfWork
from scheduler.visiting import Point, note

_POINT = Point("no-show", "missed_at", "booked")


def miss(app: Application, actor: str, appointment_id: str) -> BookedAppointment:
    """The appointment, missed; what is left of its time is free for others.

    Raises NotFound, NotBooked, VisitOutOfOrder, or NotItsTime also before its start.
    """
    return note(app, actor, appointment_id, _POINT, _free_the_rest)


def _free_the_rest(uow: UnitOfWork, booking: Booking, appointment: BookedAppointment, now: datetime) -> None:
    if now < appointment.start:
        raise NotItsTime(appointment.id, _POINT.noted, f"from its start at {appointment.start.isoformat()} on")
    uow.capacity.free_from(uow.configuration.region(booking.region), appointment, now)
