"""Fills a database with what years of use leave in it, fast: rows as onestop writes them, in bulk."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from sqlalchemy import Connection, text, update

from benchmarks.booking.rows import Rows
from benchmarks.booking.timetable import Day, open_days, timetable
from scheduler.demo.region import REGION
from scheduler.domain.itinerary import Appointment
from scheduler.store import tables as t
from scheduler.store.database import Database

PAST, OPEN = 200_000, 5_000
_TOGETHER = 20_000
_OPEN_SHARE = 0.67  # of what fits on a day: 5,000 open bookings are most of a year's
Itinerary = tuple[str, tuple[Appointment, ...]]


def fill(database: Database, past: int = PAST, open_: int = OPEN) -> None:
    """Add past bookings, before today, and open ones, from tomorrow on."""
    today = datetime.now(UTC).date()
    ended = islice(_itineraries(open_days(today - timedelta(days=1), -1), 1.0), past)
    coming = islice(_itineraries(open_days(today + timedelta(days=1), 1), _OPEN_SHARE), open_)
    _book(database, ended)
    _book(database, coming)


def fill_day(database: Database, day: date, left: int) -> None:
    """Book all of a day but the last few itineraries."""
    plan = timetable(day.isoweekday())
    _book(database, iter([_on(each, day) for each in plan[: len(plan) - left]]))


def free_itineraries(first: date) -> Iterator[Itinerary]:
    """Itineraries from a day on that do not touch each other, in a region where nothing is booked."""
    return _itineraries(open_days(first, 1), 1.0)


def _itineraries(days: Iterator[date], share: float) -> Iterator[Itinerary]:
    for day in days:
        plan = timetable(day.isoweekday())
        # By a stride through the day rather than from its start, so that what stays free is spread over it.
        yield from (_on(each, day) for n, each in enumerate(plan) if (n * 37 % 100) < share * 100)


def _on(each: Day, day: date) -> Itinerary:
    return each.journey, each.appointments(day)


def _book(database: Database, itineraries: Iterator[Itinerary]) -> None:
    while together := list(islice(itineraries, _TOGETHER)):
        with database.writing() as connection:
            if database.backend == "sqlite":
                connection.exec_driver_sql("PRAGMA cache_size = -500000")  # else the indexes go in and out of memory
            _write(connection, together)
            connection.commit()
    if database.backend == "postgresql":
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))  # as the server does by itself in a while


def _write(connection: Connection, itineraries: list[Itinerary]) -> None:
    rows = Rows()
    raised = update(t.regions).where(t.regions.c.id == REGION.id)
    version = t.regions.c.capacity_version
    latest = connection.execute(
        raised.values(capacity_version=version + len(itineraries)).returning(version)
    ).scalar_one()
    for number, (journey, appointments) in enumerate(itineraries, latest - len(itineraries) + 1):
        at = min(appointments[0].start - timedelta(days=14), datetime.now(UTC))
        rows.booking(rows.arrival(journey, appointments[0].start, at), appointments, at, status="sent")
        if number > latest - 5_000:  # onestop forgets older ones too
            rows.changes(number, appointments)
    rows.write(connection)
