"""Days, times, numbers and lists in English and Dutch, the same on every machine whatever its locale."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal, get_args

Language = Literal["en", "nl"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
}
_MONTHS: dict[Language, tuple[str, ...]] = {
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    "nl": (
        *("januari", "februari", "maart", "april", "mei", "juni"),
        *("juli", "augustus", "september", "oktober", "november", "december"),
    ),
}
_AND: dict[Language, str] = {"en": "and", "nl": "en"}
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def language_for(tag: str) -> Language:
    """The language to write in for a BCP 47 tag: Dutch for nl and nl-BE, English for every other."""
    return "nl" if tag.replace("_", "-").split("-")[0].lower() == "nl" else "en"


def day_in_words(day: date, language: Language = "en", *, year: bool = False) -> str:
    """A day such as "Thursday 3 April", or "donderdag 3 april 2025"."""
    words = f"{_WEEKDAYS[language][day.weekday()]} {day.day} {_MONTHS[language][day.month - 1]}"
    return f"{words} {day.year}" if year else words


def weekday_in_words(weekday: int, language: Language = "en") -> str:
    """The name of an ISO weekday, 1 for Monday to 7 for Sunday."""
    return _WEEKDAYS[language][weekday - 1]


def month_in_words(month: int, language: Language = "en") -> str:
    """The name of a month, 1 for January."""
    return _MONTHS[language][month - 1]


def time_in_words(moment: datetime) -> str:
    """A time of day such as "09:15"."""
    return moment.strftime("%H:%M")


def list_in_words(items: Sequence[str], language: Language = "en") -> str:
    """A list such as "Good Friday, the weekend and Easter Monday"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {_AND[language]} {items[-1]}"


def number_in_words(number: int) -> str:
    """A number such as "three"; above twelve in figures."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)
