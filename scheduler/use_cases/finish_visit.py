"""Notes that an appointment is finished."""

from scheduler.application import Application
from scheduler.domain.booking import BookedAppointment
from scheduler.visiting import Point, note

_POINT = Point("finish", "finished_at", "started")


def finish_visit(app: Application, actor: str, appointment_id: str) -> BookedAppointment:
    """The appointment, finished, with how long it took.

    Raises NotFound, NotBooked, VisitOutOfOrder or NotItsTime.
    """
    return note(app, actor, appointment_id, _POINT)
