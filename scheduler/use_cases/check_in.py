"""Notes that the party of an appointment is there."""

from scheduler.application import Application
from scheduler.domain.booking import BookedAppointment
from scheduler.visiting import Point, note

_POINT = Point("check-in", "checked_in_at", "booked")


def check_in(app: Application, actor: str, appointment_id: str) -> BookedAppointment:
    """The appointment, its party checked in; raises NotFound, NotBooked, VisitOutOfOrder or NotItsTime."""
    return note(app, actor, appointment_id, _POINT)
