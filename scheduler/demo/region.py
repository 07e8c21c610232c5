"""The region Zuid-Limburg with its agencies, desks and journeys; invented but plausible."""

from datetime import date, time, timedelta

from calendars.holidays import dutch_holidays
from calendars.opening import Closure, WallSpan, WeeklyPattern
from scheduler.domain.agency import Agency, AgencyClosure, Location, Region, Resource
from scheduler.domain.journey import Journey, Step
from scheduler.domain.policy import Pace, Prices, Promise
from scheduler.domain.texts import Text

REGION = Region(
    id="zuid-limburg",
    name="Expat Centre Zuid-Limburg",
    timezone="Europe/Amsterdam",
    email="appointments@onestop.example",
    promise=Promise("calendar_days_atw", 3),
    prices=Prices(),
    pace=Pace(slot_minutes=15, min_gap_slots=1, travel={}),
)
LOCATION = Location("mosae-forum", "Mosae Forum", "Mosae Forum 10, 6211 DW Maastricht")
AGENCIES = (
    Agency("ind", REGION.id, Text("IND", "IND")),
    Agency("gemeente", REGION.id, Text("Gemeente Maastricht", "Municipality of Maastricht")),
    Agency("expat-centre", REGION.id, Text("Expat Centre", "Expat Centre")),
)

_REGISTRATION = Text("Inschrijving BRP en BSN", "Registration and citizen service number")
_ADVICE = Text("Adviesgesprek wonen en werken", "Advice on living and working")
_PERMIT = Text("Verblijfsdocument ophalen", "Collecting the residence permit")
_REGISTRATION_SLOTS = (2, 3, 4, 4, 5)
_ADVICE_SLOTS = (3, 3, 4, 4, 4)
JOURNEYS = (
    Journey(
        "knowledge-migrant",
        Text("Kennismigrant", "Highly skilled migrant"),
        (
            Step("permit", _PERMIT, "permit", (1, 1, 2, 2, 2)),
            Step("registration", _REGISTRATION, "registration", _REGISTRATION_SLOTS, after=("permit",)),
            Step("advice", _ADVICE, "advice", _ADVICE_SLOTS),
        ),
    ),
    Journey(
        "eu-citizen",
        Text("EU-burger", "EU citizen"),
        (
            Step("registration", _REGISTRATION, "registration", _REGISTRATION_SLOTS),
            Step("advice", _ADVICE, "advice", _ADVICE_SLOTS),
        ),
    ),
    Journey(
        "first-permit",
        Text("Eerste verblijfsvergunning", "First residence permit"),
        (
            Step("biometrics", Text("Biometrie", "Biometrics"), "biometrics", (1, 2, 2, 3, 3)),
            Step("registration", _REGISTRATION, "registration", _REGISTRATION_SLOTS, after=("biometrics",)),
            Step("advice", _ADVICE, "advice", _ADVICE_SLOTS),
        ),
    ),
)


def resources() -> tuple[Resource, ...]:
    """The desks: lunch by turns, the IND on three days a week, an evening at the municipality."""
    ind_days, week = (2, 4, 5), (1, 2, 3, 4, 5)
    return (
        _desk("ind", 1, ("nl", "en", "fr"), _pattern(ind_days, "09:00-12:00", "12:30-16:30")),
        _desk("ind", 2, ("nl", "en", "de"), _pattern(ind_days, "09:00-12:30", "13:00-16:30")),
        _desk("gemeente", 1, ("nl", "en"), _pattern(week, "09:00-12:00", "12:30-17:00")),
        _desk("gemeente", 2, ("nl", "en", "fr"), _pattern(week, "09:00-12:30", "13:00-17:00")),
        _desk("gemeente", 3, ("nl", "en", "de"), _pattern(week, "09:00-12:30", "13:00-17:00")),
        _desk("gemeente", 4, ("nl", "en"), _pattern((4,), "13:00-19:00")),
        _desk("expat-centre", 1, ("nl", "en"), _pattern(week, "09:00-12:00", "12:30-17:00")),
        _desk("expat-centre", 2, ("nl", "en", "es"), _pattern(week, "09:00-12:30", "13:00-17:00")),
        _desk("expat-centre", 3, ("nl", "en", "de", "fr"), _pattern(week, "09:00-12:30", "13:00-17:00")),
        _desk("expat-centre", 4, ("nl", "en"), _pattern((1, 2, 4), "09:00-13:00")),
    )


def closures(years: range) -> tuple[AgencyClosure, ...]:
    """Days on which everybody is shut: the holidays, and carnival in Maastricht."""
    holidays = dutch_holidays(years)
    shut = [Closure(day, day, name) for day, name in holidays.items()]
    shut += [_carnival(day) for day, name in holidays.items() if name == "Easter Monday"]
    return tuple(AgencyClosure(REGION.id, None, closure) for closure in shut)


_SERVICES = {
    "ind": frozenset(("permit", "biometrics")),
    "gemeente": frozenset(("registration",)),
    "expat-centre": frozenset(("advice",)),
}


def _desk(agency: str, number: int, languages: tuple[str, ...], pattern: WeeklyPattern) -> Resource:
    return Resource(f"{agency}-{number}", agency, LOCATION.id, _SERVICES[agency], frozenset(languages), pattern)


def _pattern(weekdays: tuple[int, ...], *spans: str) -> WeeklyPattern:
    hours = tuple(_span(text) for text in spans)
    return WeeklyPattern(dict.fromkeys(weekdays, hours))


def _span(text: str) -> WallSpan:
    start, end = text.split("-")
    return WallSpan(time.fromisoformat(start), time.fromisoformat(end))


def _carnival(easter_monday: date) -> Closure:
    """The Monday and Tuesday before Ash Wednesday."""
    return Closure(easter_monday - timedelta(days=49), easter_monday - timedelta(days=48), "carnival")
