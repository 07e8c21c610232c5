"""Takes an arrival off the waiting list."""

from scheduler.application import Application
from scheduler.waiting import stop_waiting


def leave_waiting(app: Application, actor: str, arrival_id: str) -> None:
    """End the waiting of an arrival and give back what is held for it; one that does not wait is left as it is.

    Raises NotFound.
    """
    with app.writing() as uow:
        uow.arrivals.lock(arrival_id)
        uow.arrivals.get(arrival_id)
        entry = uow.waiting.find(arrival_id)
        if entry is not None:
            stop_waiting(app, uow, actor, entry, "left")
            uow.commit()
