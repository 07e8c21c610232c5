"""Reads an arrival."""

from scheduler.application import Application
from scheduler.domain.arrival import Arrival


def get_arrival(app: Application, arrival_id: str) -> Arrival:
    """The arrival; raises NotFound, also once it has been erased."""
    with app.reading() as uow:
        return uow.arrivals.get(arrival_id)
