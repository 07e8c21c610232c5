"""Local wall times of a document to slots of an instance and back."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WALL_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:00)?", re.ASCII)


def parse_wall_time(text: str) -> datetime:
    """A wall time such as 2026-09-08T09:00; raises ValueError saying what would be right."""
    if not _WALL_TIME.fullmatch(text):
        raise ValueError("a local time such as 2026-09-08T09:00, without offset")
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("a time that exists, such as 2026-09-08T09:00") from None


def parse_day(text: str) -> date:
    """A day such as 2026-09-08; raises ValueError saying what would be right."""
    try:
        if not _DAY.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("a day that exists, such as 2026-09-08") from None


@dataclass(frozen=True)
class WallClock:
    """The grid of one instance: listed `days` (ascending) of slots of `slot_minutes`."""

    days: Sequence[date]
    slot_minutes: int

    @property
    def slots_per_day(self) -> int:
        """Grid steps between two midnights."""
        return 24 * 60 // self.slot_minutes

    def on_grid(self, moment: datetime) -> bool:
        """Whether `moment` is a whole number of slots after midnight."""
        return (moment.hour * 60 + moment.minute) % self.slot_minutes == 0

    def listed(self, day: date) -> bool:
        """Whether anyone works on `day`."""
        position = bisect_left(self.days, day)
        return position < len(self.days) and self.days[position] == day

    def slot(self, moment: datetime) -> int:
        """Slot of a start or an end; unlisted days take no room: the next listed one starts there."""
        position = bisect_left(self.days, moment.date())
        return position * self.slots_per_day + (self._slot_of_day(moment) if self.listed(moment.date()) else 0)

    def day_at_or_before(self, day: date) -> int:
        """Position of the last listed day not after `day`, -1 if there is none."""
        return bisect_right(self.days, day) - 1

    def moment(self, slot: int, *, is_end: bool = False) -> datetime:
        """Wall time of a slot; an end at midnight belongs to the day before."""
        day, slot_of_day = divmod(slot - is_end, self.slots_per_day)
        midnight = datetime.combine(self.days[day], datetime.min.time())
        return midnight + timedelta(minutes=(slot_of_day + is_end) * self.slot_minutes)

    def _slot_of_day(self, moment: datetime) -> int:
        return (moment.hour * 60 + moment.minute) // self.slot_minutes
