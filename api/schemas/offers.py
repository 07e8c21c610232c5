"""Bodies about offers and holds."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from api.schemas.base import Flag, Id, Instant, Received, Sent, Stamp
from scheduler.domain.booking import Hold
from scheduler.domain.itinerary import MAX_OFFERS, OfferList, OfferRequest


class OfferRequestIn(Received):
    """How many offers are wanted, and within which time."""

    limit: Annotated[int, Field(strict=True, ge=1, le=MAX_OFFERS)] = OfferRequest().limit
    earliest: Instant | None = None
    latest: Instant | None = None
    prefer_single_visit: Flag = False

    def request(self) -> OfferRequest:
        """The same in the domain."""
        return OfferRequest(self.limit, self.earliest, self.latest, self.prefer_single_visit)


class AppointmentOut(Sent):
    """One step of a journey: where and when."""

    step: str
    agency: str
    location: str
    start: datetime
    end: datetime


class OfferOut(Sent):
    """An itinerary that may be taken until `expiresAt`."""

    id: str
    appointments: list[AppointmentOut]
    visits: int
    completes_on: date
    meets_deadline: bool
    cost: float
    expires_at: Stamp


class OffersOut(Sent):
    """Distinct itineraries, cheapest first; `reason` says what binds where none meets the deadline."""

    offers: list[OfferOut]
    reason: str | None = None

    @classmethod
    def of(cls, offers: OfferList) -> "OffersOut":
        """The body for a list of offers."""
        return cls.model_validate(offers)


class HoldIn(Received):
    """The offer to hold."""

    offer_id: Id


class HoldOut(Sent):
    """An itinerary that is kept free until `expiresAt`."""

    id: str
    arrival_id: str
    offer_id: str
    appointments: list[AppointmentOut]
    expires_at: Stamp

    @classmethod
    def of(cls, hold: Hold) -> "HoldOut":
        """The body for a hold."""
        return cls.model_validate(hold)
