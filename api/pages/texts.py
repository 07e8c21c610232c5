"""The words of the pages, in the languages the service speaks."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

LANGUAGES = ("nl", "en")
DEFAULT = "en"

_DUTCH = {
    "title": "De week aan de balies",
    "promise": "Alles geregeld binnen {days} dagen",
    "week": "Week {week}, {year}",
    "earlier": "Vorige week",
    "later": "Volgende week",
    "this_week": "Deze week",
    "region": "Regio",
    "agency": "Dienst",
    "taken": "bezet",
    "free": "vrij",
    "closed": "gesloten",
    "hours": "{taken} van {open} balie-uren",
    "open_hours": "balie-uren open",
    "taken_hours": "balie-uren bezet",
    "utilisation": "bezetting",
    "busiest": "drukste dag",
    "none": "geen",
    "chart": "{agency}, {day}: {taken} van {open} balie-uren bezet",
    "legend": "Elk staafje is één tijdslot: hoe hoger, hoe meer balies open; het sterke deel is bezet.",
    "counts": "Deze pagina toont alleen aantallen, nooit gegevens van personen.",
    "api": "API-beschrijving (OpenAPI)",
    "no_region": "Er is nog geen regio ingericht.",
    "skip": "Naar het overzicht",
}
_ENGLISH = {
    "title": "The week at the desks",
    "promise": "Everything done within {days} days",
    "week": "Week {week}, {year}",
    "earlier": "Previous week",
    "later": "Next week",
    "this_week": "This week",
    "region": "Region",
    "agency": "Agency",
    "taken": "taken",
    "free": "free",
    "closed": "closed",
    "hours": "{taken} of {open} desk hours",
    "open_hours": "desk hours open",
    "taken_hours": "desk hours taken",
    "utilisation": "utilisation",
    "busiest": "busiest day",
    "none": "none",
    "chart": "{agency}, {day}: {taken} of {open} desk hours taken",
    "legend": "Each bar is one slot: the taller, the more desks are open; the strong part is taken.",
    "counts": "This page shows counts only, never anything about a person.",
    "api": "API description (OpenAPI)",
    "no_region": "No region has been set up yet.",
    "skip": "To the overview",
}
TEXTS: Mapping[str, Mapping[str, str]] = MappingProxyType({"nl": _DUTCH, "en": _ENGLISH})

_WEEKDAYS = {
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "nl": [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}


def day_name(day: date, language: str) -> str:
    """A day as people say it: Tuesday 8 September."""
    return f"{weekday_name(day, language)} {day.day} {_MONTHS[language][day.month - 1]}"


def weekday_name(day: date, language: str) -> str:
    """The name of the day of the week."""
    return _WEEKDAYS[language][day.weekday()]


def figure(value: float, language: str, digits: int = 1) -> str:
    """A number as people write it: 12.5 in English, 12,5 in Dutch, and no decimals that say nothing."""
    text = f"{value:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",") if language == "nl" else text


def preferred(accept_language: str) -> str:
    """The best of our languages for an Accept-Language header (RFC 9110, section 12.5.4)."""
    best, best_weight = DEFAULT, 0.0
    for entry in accept_language.split(","):
        tag, _, parameter = entry.partition(";")
        language = tag.strip().lower().partition("-")[0]
        weight = _weight(parameter)
        if language in LANGUAGES and weight > best_weight:
            best, best_weight = language, weight
    return best


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if not name:
        return 1.0
    plain = value.replace(".", "", 1)
    return float(value) if name == "q" and plain.isascii() and plain.isdigit() else 0.0
