"""Itineraries: appointments that belong together, and the offers made of them."""

from dataclasses import dataclass, field
from datetime import date, datetime

MAX_OFFERS = 20


@dataclass(frozen=True, slots=True)
class Appointment:
    """One step of a journey on one resource, `[start, end)`, or on further ones `beside` it at the same location."""

    step: str
    agency: str
    resource: str
    location: str
    start: datetime
    end: datetime
    beside: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    def desks(self) -> tuple[str, ...]:
        """All desks that it takes."""
        return self.resource, *self.beside


@dataclass(frozen=True, slots=True)
class Offer:
    """An itinerary somebody may take until `expires_at`; appointments stand in order of time."""

    id: str
    arrival_id: str
    appointments: tuple[Appointment, ...]
    visits: int
    completes_on: date
    meets_deadline: bool
    cost: float
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OfferList:
    """Offers, cheapest first; `reason` says what binds where none of them meets the deadline."""

    offers: tuple[Offer, ...]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Unserved:
    """A party of a group, by its place in it from 0 on, that nothing can be offered in time, and why.

    It has no arrival where nothing was stored.
    """

    party: int
    reason: str
    arrival_id: str | None = None


@dataclass(frozen=True, slots=True)
class OfferRequest:
    """How many offers are wanted and when; nothing is offered before `earliest` or after `latest`."""

    limit: int = 5
    earliest: datetime | None = None
    latest: datetime | None = None
    prefer_single_visit: bool = False
