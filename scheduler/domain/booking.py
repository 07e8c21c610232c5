"""Holds and bookings: itineraries that are taken."""

import datetime as dt
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from scheduler.domain.itinerary import Appointment

BookingStatus = Literal["confirmed", "cancelled"]
Times = Literal["firm"]


@dataclass(frozen=True, slots=True)
class Hold:
    """An itinerary kept free for one arrival until `expires_at`."""

    id: str
    arrival_id: str
    offer_id: str
    appointments: tuple[Appointment, ...]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class BookedAppointment(Appointment):
    """An appointment of a booking; its id stays the same when it moves."""

    id: str

    @classmethod
    def of(cls, taken: Appointment, appointment_id: str) -> "BookedAppointment":
        """An appointment that is to be taken, under an id."""
        return cls(taken.step, taken.agency, taken.resource, taken.location, taken.start, taken.end, appointment_id)


@dataclass(frozen=True, slots=True)
class Booking:
    """A taken itinerary; `version` guards changes, `sequence` counts the invitations sent about it.

    `completes_on` is None and `appointments` empty once it is cancelled.
    """

    id: str
    arrival_id: str
    region: str
    status: BookingStatus
    times: Times
    appointments: tuple[BookedAppointment, ...]
    completes_on: dt.date | None
    meets_deadline: bool
    version: int
    sequence: int
    created_at: datetime
    updated_at: datetime
    cancel_reason: str | None = None


@dataclass(frozen=True, slots=True)
class BookRequest:
    """What to book: a hold or an offer, one of the two."""

    hold_id: str | None = None
    offer_id: str | None = None
    times: str = "firm"


@dataclass(frozen=True, slots=True)
class BookingFilter:
    """Which bookings to list: those with an appointment on `date` or at `agency`, those of a status."""

    date: dt.date | None = None
    agency: str | None = None
    status: BookingStatus | None = None


@dataclass(frozen=True, slots=True)
class Idempotency:
    """The caller's key for one request, whose token it is, and a hash of the request's body."""

    key: str
    body_hash: str
    token: str
