"""Notes that an appointment has started."""

from scheduler.application import Application
from scheduler.domain.booking import BookedAppointment
from scheduler.visiting import Point, note

_POINT = Point("start", "started_at", "checked-in")


def start_visit(app: Application, actor: str, appointment_id: str) -> BookedAppointment:
    """The appointment, started, with how long its party waited.

    Raises NotFound, NotBooked, VisitOutOfOrder or NotItsTime.
    """
    return note(app, actor, appointment_id, _POINT)
