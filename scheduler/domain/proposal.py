"""Proposals: better times for bookings that are firm, moved all at once when somebody says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from scheduler.domain.booking import BookedAppointment
from scheduler.domain.itinerary import Appointment

ProposalStatus = Literal["open", "applied", "outdated", "declined"]


def is_noticed(before: Sequence[Appointment], after: Sequence[Appointment]) -> bool:
    """Whether times or places differ: who only gets another desk in the same place need not be told."""
    old, new = ([(each.step, each.location, each.start, each.end) for each in given] for given in (before, after))
    return old != new


@dataclass(frozen=True, slots=True)
class ProposedMove:
    """All appointments of a booking as they are and as they would be, and the version that this was made for."""

    booking_id: str
    arrival_id: str
    version: int
    before: tuple[BookedAppointment, ...]
    after: tuple[BookedAppointment, ...]

    @property
    def told(self) -> bool:
        """Whether its people are to be told."""
        return is_noticed(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Moves of a region that belong together; `gain` is what they save by its prices, their own price not deducted."""

    id: str
    region: str
    created_at: datetime
    status: ProposalStatus
    moves: tuple[ProposedMove, ...]
    gain: float


@dataclass(frozen=True, slots=True)
class ProposalFilter:
    """Which proposals to list: those of a region, of a status if one is given."""

    region: str
    status: ProposalStatus | None = None
