"""Days, times and weights as people write them in a scenario: monday-friday, 09:00-12:30, 12-24, en+es."""

import re
from collections.abc import Callable
from datetime import date, time
from typing import Annotated, Any

from pydantic import AfterValidator, WithJsonSchema

from calendars.opening import WallSpan
from scheduler.domain.arrival import MAX_PARTY
from scheduler.domain.forecast import MAX_LEAD

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ANY = "any"  # language: everybody can be helped
_DAY = f"({'|'.join(WEEKDAYS)})"
_DAYS = re.compile(rf"{_DAY}(-{_DAY})?(, ?{_DAY}(-{_DAY})?)*")
_SPAN = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)")
_DAY_OF_YEAR = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_TONGUES = re.compile(r"any|[a-z]{2,3}(\+[a-z]{2,3})*")
_WHOLE = re.compile(r"0|[1-9][0-9]{0,3}")
_LEAP_YEAR = 2024


def _of_form(form: re.Pattern[str], expected: str, check: Callable[[str], object] = str) -> tuple[Any, Any]:
    """What makes a text one of a form; a value that `check` cannot read is refused too."""

    def checked(text: str) -> str:
        if not form.fullmatch(text):
            raise ValueError(expected)
        try:
            check(text)
        except ValueError:
            raise ValueError(expected) from None
        return text

    return AfterValidator(checked), WithJsonSchema({"type": "string", "pattern": f"^({form.pattern})$"})


def weekdays_of(text: str) -> tuple[int, ...]:
    """The ISO weekdays of a text such as `monday-friday` or `tuesday, thursday`."""
    days: list[int] = []
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        start, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
        days += [number % 7 + 1 for number in range(start, end + (7 if end < start else 0) + 1)]
    return tuple(days)


def span_of(text: str) -> WallSpan:
    """The span of a text such as `09:00-12:30`; raises ValueError where it ends before it starts."""
    start, _, end = text.partition("-")
    return WallSpan(time.fromisoformat(start), time.fromisoformat("00:00" if end == "24:00" else end))


def span_text(span: WallSpan) -> str:
    """The text of a span."""
    end = "24:00" if span.end == time(0) else f"{span.end:%H:%M}"
    return f"{span.start:%H:%M}-{end}"


def day_of_year(text: str) -> tuple[int, int]:
    """Month and day of a text such as `12-24`; raises ValueError for a day that no year has."""
    day = date.fromisoformat(f"{_LEAP_YEAR}-{text}")
    return day.month, day.day


def tongues_of(text: str) -> frozenset[str]:
    """The languages of a text such as `en+es`; none for `any`."""
    return frozenset() if text == ANY else frozenset(text.split("+"))


def tongues_text(languages: frozenset[str]) -> str:
    """The text of languages of which one suffices."""
    return "+".join(sorted(languages)) or ANY


def _within(least: int, most: int) -> Callable[[str], None]:
    def check(text: str) -> None:
        if not least <= int(text) <= most:
            raise ValueError(text)

    return check


def _not_twice(text: str) -> None:
    if len(set(weekdays_of(text))) < len(weekdays_of(text)):
        raise ValueError(text)


DaysText = Annotated[
    str, *_of_form(_DAYS, "days of the week, each once, such as monday-friday or tuesday, thursday", _not_twice)
]
Weekday = Annotated[str, *_of_form(re.compile(_DAY), f"one of {', '.join(WEEKDAYS)}")]
SpanText = Annotated[str, *_of_form(_SPAN, "times such as 09:00-12:30, the later one last", span_of)]
DayOfYear = Annotated[str, *_of_form(_DAY_OF_YEAR, "a month and day such as 12-24", day_of_year)]
Tongues = Annotated[str, *_of_form(_TONGUES, "language codes such as en or en+es, or any")]
PartyText = Annotated[str, *_of_form(_WHOLE, f"a number of people from 1 to {MAX_PARTY}", _within(1, MAX_PARTY))]
LeadText = Annotated[str, *_of_form(_WHOLE, f"a number of days from 0 to {MAX_LEAD}", _within(0, MAX_LEAD))]
