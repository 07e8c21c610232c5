"""What is free and what is taken, in counts; nothing here says whose it is."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """Desks of an agency that are open and still free during one slot."""

    agency: str
    start: datetime
    end: datetime
    open: int
    free: int


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
