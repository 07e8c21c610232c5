"""The grid of slots on which everything is booked: instants to slots of the local wall clock and back."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_MINUTES_PER_DAY = 24 * 60


class NonexistentLocalTimeError(ValueError):
    """A wall time that the clock skips when summer time begins."""


def time_zone(name: str) -> ZoneInfo:
    """The time zone of an IANA name; raises ValueError saying what would be right."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a name that is a folder of the database
        raise ValueError(f"timezone: {name!r} is unknown; a name such as Europe/Amsterdam is right") from None


@dataclass(frozen=True, slots=True)
class Grid:
    """Slots of `slot_minutes`, counted from midnight by the wall clock of `timezone`.

    A wall time that comes twice when summer time ends means its first coming, so the hour that is repeated has
    the slots of the hour before it. Raises ValueError for an unknown zone or a slot that does not divide a day.
    """

    timezone: str
    slot_minutes: int
    zone: ZoneInfo = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "zone", time_zone(self.timezone))
        if self.slot_minutes < 1 or _MINUTES_PER_DAY % self.slot_minutes:
            raise ValueError(f"slot_minutes: {self.slot_minutes} does not divide a day; 5, 10, 15, 20, 30 or 60 does")

    @property
    def slots_per_day(self) -> int:
        """Slots between two midnights of the wall clock, also on the days of 23 or 25 hours."""
        return _MINUTES_PER_DAY // self.slot_minutes

    def is_on_grid(self, instant: datetime) -> bool:
        """Whether a slot starts at `instant`."""
        local = self._local(instant)
        return not (local.second or local.microsecond or _minute_of_day(local) % self.slot_minutes)

    def slot_of(self, instant: datetime) -> tuple[date, int]:
        """Local day and slot of the day in which `instant` lies."""
        local = self._local(instant)
        return local.date(), _minute_of_day(local) // self.slot_minutes

    def instant(self, day: date, slot: int) -> datetime:
        """The start of a slot, aware of the grid's zone; the slot after the last one is the next midnight.

        Raises NonexistentLocalTimeError for a wall time the clock skips and ValueError for a slot beyond the day.
        """
        if not 0 <= slot <= self.slots_per_day:
            raise ValueError(f"slot: {slot} is out of range; a whole number from 0 to {self.slots_per_day} is right")
        return local_instant(self.zone, day, slot * self.slot_minutes)

    def _local(self, instant: datetime) -> datetime:
        if instant.utcoffset() is None:
            raise ValueError(
                f"instant: {instant.isoformat()} has no offset; one such as {instant.isoformat()}Z is right"
            )
        return instant.astimezone(self.zone)


def local_instant(zone: ZoneInfo, day: date, minute: int) -> datetime:
    """The instant `minute` minutes of the wall clock after midnight of `day`, the first one if it comes twice."""
    local = (datetime.combine(day, time()) + timedelta(minutes=minute)).replace(tzinfo=zone)
    # Only a wall time that exists survives the way to UTC and back (PEP 495).
    if local.astimezone(UTC).astimezone(zone).replace(fold=0) != local:
        raise NonexistentLocalTimeError(
            f"time: {local.replace(tzinfo=None).isoformat()} does not exist in {zone.key}; the clock skips it"
        )
    return local


def _minute_of_day(local: datetime) -> int:
    return local.hour * 60 + local.minute
