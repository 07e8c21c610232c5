"""What is free and what is taken, in counts; nothing here says whose it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

Occupied = tuple[str, datetime, datetime]  # a desk, and from when to when somebody has it


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """Desks of an agency that are open and still free during one slot."""

    agency: str
    start: datetime
    end: datetime
    open: int
    free: int


class Stretch(Protocol):
    """Time of a desk, or of several at once: an appointment's, a block's, an absence's."""

    @property
    def desks(self) -> tuple[str, ...]:
        """The desks."""

    @property
    def start(self) -> datetime:
        """When it starts."""

    @property
    def end(self) -> datetime:
        """When it ends."""


class Owned(Stretch, Protocol):
    """Time of desks that somebody has."""

    @property
    def id(self) -> str:
        """Whose it is."""

    @property
    def kept_until(self) -> datetime:
        """Until when the desks are kept for it: to its end, or less."""


def by_desk(stretch: Stretch) -> Iterator[Occupied]:
    """A stretch of time of each of its desks."""
    return ((desk, stretch.start, stretch.end) for desk in stretch.desks)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a desk's time that cannot be booked since the desk drops out then."""

    id: str
    resource: str
    start: datetime
    end: datetime

    @property
    def desks(self) -> tuple[str, ...]:
        """The one desk."""
        return (self.resource,)

    @property
    def kept_until(self) -> datetime:
        """A desk that is away is so to the end."""
        return self.end


@dataclass(frozen=True, slots=True)
class AgencyDay:
    """One agency on one day: its slots in order of time."""

    agency: str
    day: date
    slots: tuple[FreeSlot, ...]

    @property
    def open(self) -> int:
        """Desk slots open."""
        return sum(slot.open for slot in self.slots)

    @property
    def taken(self) -> int:
        """Desk slots given away."""
        return sum(slot.open - slot.free for slot in self.slots)


@dataclass(frozen=True, slots=True)
class WeekOverview:
    """A week of a region by agency and day, Monday first; closed days have no slots."""

    region: str
    monday: date
    days: tuple[AgencyDay, ...]
    slot_minutes: int
