"""Numbers and their intervals as people write them, in Dutch and English."""

from math import floor, log10

from calendars.words import Language
from scheduler.scenarios.measures import Unit
from scheduler.scenarios.statistics import Estimate

_DECIMALS: dict[Unit, int] = {"share": 1, "days": 2, "minutes": 1, "hours": 1, "cost": 2, "count": 2}
_SMALL, _LARGE = 0.02, 100  # shares below are told with another decimal, other values from it on without any
_MOST = 6  # decimals
_TO: dict[Language, str] = {"en": "to", "nl": "tot"}
_POINTS: dict[Language, str] = {"en": "pts", "nl": "pt"}


def number(value: float, language: Language, decimals: int = 1, *, fixed: bool = False) -> str:
    """A number such as 12,345.6, or 12.345,6 in Dutch; decimals that say nothing are left out unless `fixed`."""
    text = f"{value:,.{decimals}f}"
    if "." in text and not fixed:
        text = text.rstrip("0").rstrip(".")
    if not text.strip("-0.,"):
        text = text.removeprefix("-")
    text = text.replace("-", "\N{MINUS SIGN}")
    return text.translate(str.maketrans(",.", ".,")) if language == "nl" else text


def percent(share: float, language: Language, decimals: int = 1) -> str:
    """A share such as 98.7%."""
    return f"{number(100 * share, language, decimals)}%"


def mean(estimate: Estimate, unit: Unit, language: Language) -> str:
    """The mean of a measure such as "98.7%"."""
    told = _told(estimate.mean, estimate, unit, language)
    return f"{told}%" if unit == "share" else told


def interval(estimate: Estimate, unit: Unit, language: Language) -> str:
    """The interval such as "98.1 to 99.2"; nothing where there is none, or none that shows."""
    if estimate.low is None or estimate.high is None:
        return ""
    low, high = (_told(end, estimate, unit, language) for end in (estimate.low, estimate.high))
    return "" if low == high else f"{low} {_TO[language]} {high}"


def with_interval(estimate: Estimate, unit: Unit, language: Language) -> str:
    """Both, such as "98.7% (98.1 to 99.2)"."""
    ends = interval(estimate, unit, language)
    return f"{mean(estimate, unit, language)} ({ends})" if ends else mean(estimate, unit, language)


def change(estimate: Estimate, unit: Unit, language: Language) -> str:
    """A difference such as "+1.2 pts", of shares in points of a hundred."""
    told = _told(estimate.mean, estimate, unit, language)
    signed = f"+{told}" if estimate.mean > 0 and told.strip("0.,") else told
    return f"{signed} {_POINTS[language]}" if unit == "share" else signed


def _told(value: float, estimate: Estimate, unit: Unit, language: Language) -> str:
    """A value with the decimals that suit the mean of its estimate."""
    size = abs(estimate.mean)
    if unit == "share":
        return number(100 * value, language, _of_percent(size), fixed=0 < size < 1)
    return number(value, language, 0 if size >= _LARGE else max(_DECIMALS[unit], _to_show(size)))


def _of_percent(share: float) -> int:
    """Enough decimals for a few of many to show: 99.97% is not 100%."""
    return max(_DECIMALS["share"] + (share < _SMALL), _to_show(min(share, 1 - share)) - 2)


def _to_show(size: float) -> int:
    """The decimals that show something of a small value."""
    return min(_MOST, -floor(log10(size))) if size > 0 else 0
