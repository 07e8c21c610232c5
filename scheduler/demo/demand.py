"""A week of arrivals in the region: invented people, the same ones for the same seed."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from scheduler.demo.region import REGION
from scheduler.domain.arrival import Contact, NewArrival, Period, Person, Role

T = TypeVar("T")
_INTAKE_MONTHS = (1, 2, 8, 9)  # when the university's year and its second term begin
_ZONE = ZoneInfo(REGION.timezone)
_FIRST_NAMES = ("Ada", "Bram", "Chiara", "Dilan", "Emil", "Farah", "Grace", "Hugo", "Inés", "Jun", "Kofi", "Lucía")
_LAST_NAMES = ("Adeyemi", "Bauer", "Chen", "Dubois", "Eriksen", "Ferrari", "García", "Haddad", "Ito", "Jansen")
PARTIES: tuple[tuple[tuple[Role, ...], int], ...] = (
    (("applicant",), 55),
    (("applicant", "partner"), 20),
    (("applicant", "partner", "child"), 12),
    (("applicant", "partner", "child", "child"), 8),
    (("applicant", "partner", "child", "child", "child"), 5),
)
LANGUAGES = ((("en",), 60), (("en", "es"), 10), (("en", "fr"), 8), (("de",), 10), (("nl",), 6), (("fr",), 4), ((), 2))


class Mix(NamedTuple):
    """Weights of the journeys, and of Monday to Friday."""

    journeys: dict[str, int]
    weekdays: tuple[int, ...]


ORDINARY = Mix({"knowledge-migrant": 45, "eu-citizen": 35, "first-permit": 20}, (26, 22, 20, 18, 14))
_INTAKE = Mix({"knowledge-migrant": 25, "eu-citizen": 30, "first-permit": 45}, (34, 26, 18, 12, 10))


def demo_monday(today: date) -> date:
    """The Monday after `today`: a week that can still be planned whole."""
    return today + timedelta(days=7 - today.weekday())


def demo_arrivals(monday: date, count: int = 120, seed: int = 1) -> tuple[NewArrival, ...]:
    """Arrivals from `monday` to Friday in the order of their days; more students in the months of their intake."""
    random = Random(f"{seed}/{monday}")  # noqa: S311 -- invented people need no secrecy
    mix = _INTAKE if monday.month in _INTAKE_MONTHS else ORDINARY
    days = sorted(random.choices(range(5), mix.weekdays, k=count))
    return tuple(_arrival(random, mix, number, monday + timedelta(days=day)) for number, day in enumerate(days))


def _arrival(random: Random, mix: Mix, number: int, day: date) -> NewArrival:
    journey = random.choices(list(mix.journeys), list(mix.journeys.values()))[0]
    student = journey == "first-permit" and mix is _INTAKE
    roles = PARTIES[0][0] if student else _weighted(random, PARTIES)
    languages = _weighted(random, LANGUAGES)
    ready = {"permit": day + timedelta(days=1)} if journey == "knowledge-migrant" and random.random() < 0.2 else {}
    return NewArrival(
        journey=journey,
        region=REGION.id,
        arrives_on=day,
        party=tuple(Person(role, languages) for role in roles),
        contact=_contact(random, number, languages),
        available_from=_at(day, random.randint(10, 15)) if random.random() < 0.4 else None,
        ready_from=ready,
        unavailable=(_morning(day + timedelta(days=1)),) if random.random() < 0.1 else (),
    )


def _weighted(random: Random, weighted: Sequence[tuple[T, int]]) -> T:
    return random.choices([value for value, _ in weighted], [weight for _, weight in weighted])[0]


def _contact(random: Random, number: int, languages: tuple[str, ...]) -> Contact:
    name = f"{random.choice(_FIRST_NAMES)} {random.choice(_LAST_NAMES)}"
    return Contact(name, f"newcomer-{number + 1:03}@onestop.example", "nl" if "nl" in languages else "en")


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), _ZONE)


def _morning(day: date) -> Period:
    return Period(_at(day, 9), _at(day, 12))
