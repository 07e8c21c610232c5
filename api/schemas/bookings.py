"""Bodies about bookings."""

import datetime as dt
from datetime import datetime
from typing import Annotated

from pydantic import Field, model_validator

from api.schemas.base import Day, Id, Instant, Received, Sent, Stamp
from api.schemas.offers import AppointmentOut
from scheduler.domain.booking import (
    BookedAppointment,
    Booking,
    BookingFilter,
    BookingStatus,
    BookRequest,
    VisitStatus,
    WalkIn,
)
from scheduler.domain.override import Rule
from scheduler.domain.page import MAX_PAGE
from scheduler.domain.policy import Times
from scheduler.domain.privacy import MAX_TEXT

Steps = Annotated[tuple[Id, ...], Field(min_length=1, max_length=50)]


class BookIn(Received):
    """What to book: a hold or an offer; `times` as the arrival or its region asks unless given."""

    hold_id: Id | None = None
    offer_id: Id | None = None
    times: Times | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> "BookIn":
        if (self.hold_id is None) == (self.offer_id is None):
            raise ValueError("either holdId or offerId")
        return self

    def request(self) -> BookRequest:
        """The same in the domain."""
        return BookRequest(self.hold_id, self.offer_id, self.times)


class BookingsQuery(Received):
    """Which bookings to list, and from where on."""

    date: Day | None = None
    agency: Id | None = None
    status: BookingStatus | None = None
    cursor: Annotated[str | None, Field(max_length=200)] = None
    limit: Annotated[int, Field(ge=1, le=MAX_PAGE)] = 50

    def wanted(self) -> BookingFilter:
        """The same in the domain, without the page."""
        return BookingFilter(self.date, self.agency, self.status)


class RescheduleIn(Received):
    """The offer to move to; `steps` names the only ones that move, if not all do."""

    offer_id: Id
    steps: Steps | None = None


class CancelIn(Received):
    """Why the booking is cancelled; `steps` names the only ones that are, if not all are."""

    reason: Annotated[str, Field(min_length=1, max_length=MAX_TEXT)]
    steps: Steps | None = None


class LateIn(Received):
    """When a party that is late will be there: after the appointment starts, and at most a day after it."""

    expected_at: Instant


class OverrideOut(Sent):
    """A rule that an appointment breaks, in words, and why a member of staff allowed it."""

    rule: Rule
    step: str
    detail: str
    reason: str


class BookedAppointmentOut(AppointmentOut):
    """An appointment of a booking, its desks, and how far its visit is; its id stays the same when it moves."""

    id: str
    desks: list[str]
    status: VisitStatus
    checked_in_at: Stamp | None
    started_at: Stamp | None
    finished_at: Stamp | None
    missed_at: Stamp | None
    waiting_minutes: int | None
    duration_minutes: int | None

    @classmethod
    def of(cls, appointment: BookedAppointment) -> "BookedAppointmentOut":
        """The body for an appointment."""
        return cls.model_validate(appointment)


class BookingOut(Sent):
    """A taken itinerary; `fixesOn` is null unless its times are provisional.

    Once it is cancelled `meetsDeadline` is null, and so is `completesOn`, as it is when every appointment was missed.
    `overrides` are the rules that its appointments break because staff said so.
    """

    id: str
    arrival_id: str
    region: str
    status: BookingStatus
    times: Times
    appointments: list[BookedAppointmentOut]
    completes_on: dt.date | None
    meets_deadline: bool | None
    completes_by: datetime
    fixes_on: dt.date | None
    cancel_reason: str | None
    overrides: list[OverrideOut]
    created_at: Stamp
    updated_at: Stamp

    @classmethod
    def of(cls, booking: Booking) -> "BookingOut":
        """The body for a booking."""
        found = cls.model_validate(booking)
        return found if booking.status == "confirmed" else found.model_copy(update={"meets_deadline": None})


class WalkInOut(Sent):
    """The booking of somebody who walked in and the promised deadline; `lateReason` says why it is late, if it is."""

    booking: BookingOut
    deadline: datetime
    deadline_reason: str
    late_reason: str | None

    @classmethod
    def of(cls, made: WalkIn) -> "WalkInOut":
        """The body for what became of a walk-in."""
        return cls.model_validate(made)
