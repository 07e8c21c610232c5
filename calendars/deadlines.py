"""The day by which an arrival must be done, and why: the policies behind the promise of three days."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from calendars.holidays import FIRST_YEAR, LAST_YEAR, dutch_holidays
from calendars.words import day_in_words, list_in_words, number_in_words

DeadlinePolicy = Literal["calendar_days_atw", "calendar_days", "working_days"]
DEADLINE_POLICIES: tuple[DeadlinePolicy, ...] = get_args(DeadlinePolicy)

_ART_4_DAYS = 90
_MOST_DAYS = 366
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a term, and how it came about in words."""

    day: date
    reason: str


def deadline(policy: str, start: date, days: int = 3, extra_holidays: Collection[date] = ()) -> Deadline:
    """The deadline `days` after `start`, which itself does not count; `extra_holidays` are those of royal decrees.

    `calendar_days_atw` is the Algemene termijnenwet art. 1 to 4, `calendar_days` counts every day,
    `working_days` counts the days that are no Saturday, Sunday or holiday. Raises ValueError.
    """
    _check(policy, start, days)
    free = _FreeDays(_holidays_around(start, days, extra_holidays))
    if policy == "calendar_days":
        return Deadline(start + days * _DAY, _term(days, "day", start))
    if policy == "working_days":
        return _working_days(start, days, free)
    return _calendar_days_atw(start, days, free)


@dataclass(frozen=True, slots=True)
class _FreeDays:
    """Saturdays, Sundays and holidays."""

    holidays: Mapping[date, str]

    def holds(self, day: date) -> bool:
        return day.weekday() >= 5 or day in self.holidays

    def in_words(self, days: Sequence[date]) -> str:
        """The free ones of `days` in order, such as "Good Friday, the weekend and Easter Monday"."""
        # The last of `days` is a working day, so each Saturday among them has its Sunday and speaks for both.
        free = [day for day in days if self.holds(day) and not (day.weekday() == 6 and day - _DAY in days)]
        weekends = sum(day.weekday() == 5 for day in free)
        weekend = "the weekend" if weekends == 1 else f"{number_in_words(weekends)} weekends"
        return list_in_words(list(dict.fromkeys(self._name(day, weekend) for day in free)))

    def _name(self, day: date, weekend: str) -> str:
        if day.weekday() == 5:
            return weekend
        return "Sunday" if day.weekday() == 6 else self.holidays[day]


def _calendar_days_atw(start: date, days: int, free: _FreeDays) -> Deadline:
    """ATW art. 2, then art. 1."""
    end = start + days * _DAY
    while days >= 3 and sum(not free.holds(day) for day in _days_after(start, end)) < 2:
        end += _DAY
    while free.holds(end):
        end += _DAY
    reason = _term(days, "day", start)
    if end > start + days * _DAY:
        reason += f", extended by {free.in_words(_days_after(start, end))}"
    return Deadline(end, reason)


def _working_days(start: date, days: int, free: _FreeDays) -> Deadline:
    end, left = start, days
    while left:
        end += _DAY
        left -= not free.holds(end)
    skipped = free.in_words(_days_after(start, end))
    reason = _term(days, "working day", start)
    return Deadline(end, f"{reason}, not counting {skipped}" if skipped else reason)


def _days_after(start: date, end: date) -> list[date]:
    return [start + number * _DAY for number in range(1, (end - start).days + 1)]


def _term(days: int, unit: str, start: date) -> str:
    return f"{number_in_words(days)} {unit}{'' if days == 1 else 's'} from {day_in_words(start)}"


def _holidays_around(start: date, days: int, extra_holidays: Collection[date]) -> dict[date, str]:
    extra = {day: f"the designated holiday of {day_in_words(day)}" for day in extra_holidays}
    return extra | dutch_holidays(range(start.year, _last_year(start, days) + 1))


def _last_year(start: date, days: int) -> int:
    """The last year that matters to a term, a working day standing for at most a week."""
    return start.year + (7 * days + 14) // 365 + 1


def _check(policy: str, start: date, days: int) -> None:
    if policy not in DEADLINE_POLICIES:
        raise ValueError(f"policy: {policy!r} is unknown; one of {', '.join(DEADLINE_POLICIES)} is right")
    if not 1 <= days <= _MOST_DAYS:
        raise ValueError(f"days: {days} is out of range; a whole number from 1 to {_MOST_DAYS} is right")
    if policy == "calendar_days_atw" and days > _ART_4_DAYS:
        raise ValueError(f"days: {days} is too long for calendar_days_atw; ATW art. 4 allows up to {_ART_4_DAYS}")
    if start.year < FIRST_YEAR or _last_year(start, days) > LAST_YEAR:
        years = f"{FIRST_YEAR} to {LAST_YEAR}"
        raise ValueError(f"start: {start} is out of range; a day whose term of {days} days lies in {years} is right")
