"""Desks that drop out, and what becomes of those who were to come to them."""

import datetime as dt
from dataclasses import dataclass
from datetime import datetime

from scheduler.domain.booking import BookedAppointment
from scheduler.domain.override import Override


@dataclass(frozen=True, slots=True)
class Absence:
    """A desk that receives nobody from `start` to `end`."""

    resource: str
    start: datetime
    end: datetime

    @property
    def desks(self) -> tuple[str, ...]:
        """The one desk."""
        return (self.resource,)


@dataclass(frozen=True, slots=True)
class Displaced:
    """A booking that had to change; where nothing was left for it what had not begun was cancelled.

    Then it has no appointments `after` and completes on no day. Only those that differ are told; `kept`: whether what
    the arrival was promised holds.
    """

    booking_id: str
    arrival_id: str
    before: tuple[BookedAppointment, ...]
    after: tuple[BookedAppointment, ...]
    completes_on: dt.date | None
    kept: bool

    @property
    def overrides_lost(self) -> tuple[Override, ...]:
        """What staff had overridden for appointments that are elsewhere now, or nowhere."""
        return tuple(override for each in self.before for override in each.overrides)


@dataclass(frozen=True, slots=True)
class Disruption:
    """What dropped out, who moved where, and how many holds ended; those not `kept` are told first."""

    id: str
    region: str
    reason: str
    absences: tuple[Absence, ...]
    displaced: tuple[Displaced, ...]
    holds_ended: int


@dataclass(frozen=True, slots=True)
class Report:
    """A disruption as it was reported; `ended_at` is None unless it was ended before its time."""

    id: str
    region: str
    reason: str
    absences: tuple[Absence, ...]
    reported_at: datetime
    ended_at: datetime | None = None
