"""Bodies about overrides."""

from typing import Annotated

from pydantic import Field

from api.schemas.base import Id, Instant, Received
from scheduler.domain.override import OverrideRequest, WantedAppointment
from scheduler.domain.privacy import MAX_TEXT

_MOST_STEPS = 50
_MOST_DESKS = 100


class WantedIn(Received):
    """A step at a desk, from `start` on for as long as it takes; at those `beside` it too where it takes several."""

    step: Id
    resource: Id
    start: Instant
    beside: Annotated[tuple[Id, ...], Field(max_length=_MOST_DESKS)] = ()

    def wanted(self) -> WantedAppointment:
        """The same in the domain."""
        return WantedAppointment(self.step, self.resource, self.start, self.beside)


class OverrideIn(Received):
    """Desk and time for every step of an arrival's journey, whatever the rules say; `reason` names nobody."""

    arrival: Id
    appointments: Annotated[tuple[WantedIn, ...], Field(min_length=1, max_length=_MOST_STEPS)]
    reason: Annotated[str, Field(min_length=1, max_length=MAX_TEXT)]

    def request(self) -> OverrideRequest:
        """The same in the domain."""
        return OverrideRequest(self.arrival, tuple(each.wanted() for each in self.appointments), self.reason)
