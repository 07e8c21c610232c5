"""Bodies about desks that drop out."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from api.schemas.base import Day, Id, Instant, Received, Sent, Stamp
from api.schemas.bookings import BookedAppointmentOut, OverrideOut
from scheduler.domain.disruption import Absence, Disruption
from scheduler.domain.privacy import MAX_TEXT

Reason = Annotated[str, Field(min_length=1, max_length=MAX_TEXT)]


class DisruptionIn(Received):
    """A desk that receives nobody from `from` to `to`, and why."""

    resource: Id
    start: Annotated[Instant, Field(alias="from")]
    end: Annotated[Instant, Field(alias="to")]
    reason: Reason

    def absence(self) -> Absence:
        """The same in the domain."""
        return Absence(self.resource, self.start, self.end)


class ClosureIn(Received):
    """Days from `from` to `to`, both included, on which an agency receives nobody, or all of a region."""

    region: Id
    agency: Id | None = None
    first: Annotated[Day, Field(alias="from")]
    last: Annotated[Day, Field(alias="to")]
    reason: Reason


class AbsenceOut(Sent):
    """A desk that receives nobody for a while."""

    resource: str
    start: Annotated[dt.datetime, Field(serialization_alias="from")]
    end: Annotated[dt.datetime, Field(serialization_alias="to")]


class DisplacedOut(Sent):
    """A booking that had to change: what differs; `kept` is false where the promise could not be kept.

    `completesOn` is null and `after` empty where nothing was left: what had not begun is cancelled. `overridesLost` is
    what staff had overridden for what could not stay.
    """

    booking_id: str
    arrival_id: str
    before: list[BookedAppointmentOut]
    after: list[BookedAppointmentOut]
    completes_on: dt.date | None
    kept: bool
    overrides_lost: list[OverrideOut]


class DisruptionOut(Sent):
    """What dropped out and who moved where, those whose promise could not be kept first."""

    id: str
    region: str
    reason: str
    absences: list[AbsenceOut]
    displaced: list[DisplacedOut]
    holds_ended: int

    @classmethod
    def of(cls, disruption: Disruption) -> "DisruptionOut":
        """The body for a disruption."""
        return cls.model_validate(disruption)


class DisruptionsQuery(Received):
    """Of which region to list the disruptions."""

    region: Id


class ReportOut(Sent):
    """A disruption or a closure; `endedAt` is null unless it was ended before its time."""

    id: str
    region: str
    reason: str
    absences: list[AbsenceOut]
    reported_at: Stamp
    ended_at: Stamp | None
