"""Holds and bookings: itineraries that are taken."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from scheduler.domain.itinerary import Appointment
from scheduler.domain.override import Override
from scheduler.domain.policy import Times

BookingStatus = Literal["confirmed", "cancelled"]
VisitStatus = Literal["booked", "checked-in", "started", "finished", "no-show"]


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
    """An appointment of a booking; its id stays the same when it moves.

    What was noted of its visit goes then, and what was overridden for it.
    """

    id: str
    checked_in_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    missed_at: datetime | None = None
    overrides: tuple[Override, ...] = ()

    @classmethod
    def of(cls, taken: Appointment, appointment_id: str) -> "BookedAppointment":
        """An appointment that is to be taken, under an id."""
        place = taken.step, taken.agency, taken.resource, taken.location
        return cls(*place, taken.start, taken.end, appointment_id, beside=taken.beside)

    def placed_at(self, taken: Appointment) -> "BookedAppointment":
        """It as it is if that is where it is already, else another one under its id."""
        return self if self.taken == taken else BookedAppointment.of(taken, self.id)

    @property
    def taken(self) -> Appointment:
        """What it takes, without whose it is and what was noted of it."""
        place = self.step, self.agency, self.resource, self.location
        return Appointment(*place, self.start, self.end, beside=self.beside)

    @property
    def status(self) -> VisitStatus:
        """How far the visit is."""
        if self.missed_at is not None:
            return "no-show"
        if self.finished_at is not None:
            return "finished"
        if self.started_at is not None:
            return "started"
        return "booked" if self.checked_in_at is None else "checked-in"

    def has_begun(self, now: datetime) -> bool:
        """Whether it goes on or is over: at its time, or earlier if its party was served before."""
        return self.start <= now or self.started_at is not None

    @property
    def exceeds_capacity(self) -> bool:
        """Whether staff have said that its desk has another one at the same time."""
        return any(override.rule == "capacity" for override in self.overrides)

    @property
    def kept_until(self) -> datetime:
        """Until when its desk is kept for it: to its end, or until its party was given up waiting for."""
        return self.end if self.missed_at is None else min(self.end, self.missed_at)

    @property
    def waiting_minutes(self) -> int | None:
        """Whole minutes from check-in to start, once both are known."""
        return _minutes(self.checked_in_at, self.started_at)

    @property
    def duration_minutes(self) -> int | None:
        """Whole minutes from start to finish, once both are known."""
        return _minutes(self.started_at, self.finished_at)


@dataclass(frozen=True, slots=True)
class Booking:
    """A taken itinerary; `version` guards changes, `sequence` counts the invitations sent about it.

    `completes_on` is None and `appointments` empty once it is cancelled. `completes_by` is what was promised. Times
    that are provisional may change until they become firm on `fixes_on`.
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
    completes_by: datetime
    fixes_on: dt.date | None = None
    cancel_reason: str | None = None

    @property
    def overrides(self) -> tuple[Override, ...]:
        """What staff have overridden for its appointments as they are now."""
        return tuple(override for each in self.appointments for override in each.overrides)

    def beyond(self, other: "Booking") -> tuple[BookedAppointment, ...]:
        """The appointments that another state of it does not have."""
        return tuple(each for each in self.appointments if each not in other.appointments)

    def without_booked(self, appointments: Sequence[Appointment]) -> tuple[Appointment, ...]:
        """Those of some appointments that it does not have."""
        booked = [BookedAppointment.of(each, "") for each in self.appointments]
        return tuple(each for each in appointments if BookedAppointment.of(each, "") not in booked)

    def is_beside(self, appointments: Sequence[Appointment]) -> bool:
        """Whether some appointments need no time of a desk that it has for another one."""
        return not any(
            {*mine.desks} & {*each.desks} and mine.start < each.end and each.start < mine.end
            for each in self.without_booked(appointments)
            for mine in self.appointments
        )

    def keeps_promise_of(self, before: "Booking") -> bool:
        """Whether it is in time, or was not before either."""
        return self.meets_deadline or not before.meets_deadline


@dataclass(frozen=True, slots=True)
class WalkIn:
    """What became of somebody who walked in; `late_reason` says why the booking is late, None where it is not."""

    booking: Booking
    deadline: datetime
    deadline_reason: str
    late_reason: str | None


@dataclass(frozen=True, slots=True)
class BookRequest:
    """What to book: a hold or an offer, one of the two; `times` as the arrival or its region asks unless given."""

    hold_id: str | None = None
    offer_id: str | None = None
    times: Times | None = None


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


def _minutes(start: datetime | None, end: datetime | None) -> int | None:
    return None if start is None or end is None else (end - start) // timedelta(minutes=1)
