"""When a desk is open: weekly patterns, days that differ, and closures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise
from types import MappingProxyType


@dataclass(frozen=True, slots=True, order=True)
class WallSpan:
    """From `start` to `end` by the wall clock of one day; an end at 00:00 is the midnight that ends the day."""

    start: time
    end: time

    def __post_init__(self) -> None:
        for name, moment in (("start", self.start), ("end", self.end)):
            if moment.tzinfo or moment.second or moment.microsecond:
                raise ValueError(f"{name}: {moment} is not a wall time; whole minutes without offset are right")
        if self.start_minute >= self.end_minute:
            raise ValueError(f"end: {self.end:%H:%M} is not after the start {self.start:%H:%M}; a later time is right")

    @property
    def start_minute(self) -> int:
        """Minutes of the wall clock from midnight to the start."""
        return self.start.hour * 60 + self.start.minute

    @property
    def end_minute(self) -> int:
        """Minutes of the wall clock from midnight to the end, 1440 for the end of the day."""
        return self.end.hour * 60 + self.end.minute or 24 * 60


@dataclass(frozen=True, slots=True)
class WeeklyPattern:
    """Open spans by ISO weekday, 1 for Monday to 7 for Sunday; a break is the gap between two spans."""

    hours: Mapping[int, tuple[WallSpan, ...]]

    def __post_init__(self) -> None:
        for weekday, spans in self.hours.items():
            if not 1 <= weekday <= 7:
                raise ValueError(f"weekday: {weekday} is out of range; 1 for Monday to 7 for Sunday is right")
            _check_apart(f"weekday {weekday}", spans)
        object.__setattr__(self, "hours", MappingProxyType(dict(self.hours)))

    def __reduce__(self) -> tuple[type["WeeklyPattern"], tuple[dict[int, tuple[WallSpan, ...]]]]:
        """How another process gets it, since a read-only mapping cannot be sent to one."""
        return WeeklyPattern, (dict(self.hours),)

    def on(self, day: date) -> tuple[WallSpan, ...]:
        """The open spans of a day by its weekday alone."""
        return self.hours.get(day.isoweekday(), ())


@dataclass(frozen=True, slots=True)
class OpeningException:
    """A day whose spans replace those of the weekly pattern; no spans is a day shut."""

    day: date
    spans: tuple[WallSpan, ...]

    def __post_init__(self) -> None:
        _check_apart(f"exception of {self.day}", self.spans)


@dataclass(frozen=True, slots=True)
class Closure:
    """Days from `first` to `last`, both shut, and why."""

    first: date
    last: date
    reason: str

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(
                f"last: {self.last} is before the first day {self.first}; that day or a later one is right"
            )

    def covers(self, day: date) -> bool:
        """Whether `day` is shut by this closure."""
        return self.first <= day <= self.last


def opening_hours(
    pattern: WeeklyPattern, exceptions: Iterable[OpeningException], closures: Iterable[Closure], day: date
) -> tuple[WallSpan, ...]:
    """The open spans of `day`, earliest first: none under a closure, else its exception's, else the pattern's.

    A closure outranks an exception because a desk wrongly shut costs a slot and one wrongly open a wasted visit.
    Raises ValueError when a day has two exceptions, for neither outranks the other.
    """
    if any(closure.covers(day) for closure in closures):
        return ()
    replaced = [exception.spans for exception in exceptions if exception.day == day]
    if len(replaced) > 1:
        raise ValueError(f"exceptions: {len(replaced)} are given for {day}; at most one a day is right")
    return replaced[0] if replaced else pattern.on(day)


def _check_apart(where: str, spans: Sequence[WallSpan]) -> None:
    for earlier, later in pairwise(spans):
        if later.start_minute < earlier.end_minute:
            raise ValueError(
                f"{where}: {later.start:%H:%M} starts before the end of the span before it ({earlier.end:%H:%M}); "
                "spans apart, earliest first, are right"
            )
