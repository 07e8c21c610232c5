"""A region so small that everybody is in everybody's way: four desks, six slots a day."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, update

from calendars.opening import WallSpan, WeeklyPattern
from scheduler.application import Application
from scheduler.domain.agency import Agency, Location, Region, Resource
from scheduler.domain.journey import Journey, Step
from scheduler.domain.policy import Pace, Prices, Promise
from scheduler.domain.texts import Text
from scheduler.store import tables as t

ZONE = ZoneInfo("Europe/Amsterdam")
SLOT = timedelta(minutes=30)
PROTECTED = timedelta(hours=24)
OPENS, CLOSES = time(9), time(12)
DESKS = {"permit-1": "permits", "town-1": "town", "town-2": "town", "advice-1": "advisers"}
SERVED_AT = {"permit": "permit-1", "registration": "town-1", "advice": "advice-1"}  # one desk for each step
AFTER = {"registration": "permit"}
JOURNEYS = {"full": ("permit", "registration", "advice"), "short": ("registration", "advice")}
REGION = Region(
    id="corner",
    name="Corner desk",
    timezone=ZONE.key,
    email="desk@onestop.example",
    promise=Promise("working_days", 2),
    prices=Prices(visit=4),  # so little that a day is worth a move
    pace=Pace(slot_minutes=30, min_gap_slots=0, travel={}),
)
_LOCATION = Location("corner", "Corner", "Corner 1, Maastricht")
_SERVICES = {"permits": "permit", "town": "registration", "advisers": "advice"}
_SLOTS = {"permit": (1,), "registration": (1, 2), "advice": (1,)}  # by the size of the party
_CONFIGURED = {"regions", "locations", "agencies", "resources", "closures", "journeys"}


def seed_corner(app: Application) -> None:
    """Add the region."""
    week = WeeklyPattern(dict.fromkeys((1, 2, 3, 4, 5), (WallSpan(OPENS, CLOSES),)))
    with app.writing() as uow:
        configuration = uow.configuration
        configuration.add_region(REGION)
        configuration.add_location(_LOCATION)
        for agency, service in _SERVICES.items():
            configuration.add_agency(Agency(agency, REGION.id, Text(agency, agency)))
            for desk in (desk for desk, owner in DESKS.items() if owner == agency):
                languages = frozenset(("en", "nl"))
                configuration.add_resource(Resource(desk, agency, _LOCATION.id, frozenset((service,)), languages, week))
        for journey, steps in JOURNEYS.items():
            configuration.add_journey(Journey(journey, Text(journey, journey), tuple(_step(s, steps) for s in steps)))
        uow.commit()


def wipe(app: Application) -> None:
    """Forget everybody, and leave what is configured."""
    with app.database.writing() as connection:
        for table in reversed(t.metadata.sorted_tables):
            if table.name not in _CONFIGURED:
                connection.execute(delete(table))
        connection.execute(update(t.regions).values(capacity_version=0))
        connection.commit()


def length(step: str, party: int) -> timedelta:
    """How long a step takes with a party."""
    slots = _SLOTS[step]
    return SLOT * slots[min(party, len(slots)) - 1]


def open_slots(first: date, days: int) -> Iterator[datetime]:
    """When the slots of some days start, in UTC; all desks are open at the same hours."""
    for day in (first + timedelta(days=n) for n in range(days)):
        at, end = (datetime.combine(day, edge, ZONE).astimezone(UTC) for edge in (OPENS, CLOSES))
        while day.isoweekday() < 6 and at < end:
            yield at
            at += SLOT


def midnight(day: date) -> datetime:
    """When a day begins."""
    return datetime.combine(day, time.min, ZONE)


def local_day(instant: datetime) -> date:
    """The day of an instant by the clock of the region."""
    return instant.astimezone(ZONE).date()


def _step(step: str, journey: tuple[str, ...]) -> Step:
    after = tuple(other for name, other in AFTER.items() if name == step and other in journey)
    return Step(step, Text(step, step), step, _SLOTS[step], after)
