"""Fixtures: a small database in which all is well, for each test to spoil."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.booking.population import fill, fill_day
from benchmarks.booking.service import prepare
from benchmarks.booking.timetable import open_days
from scheduler.domain.arrival import Contact, NewArrival, Person
from scheduler.store.database import Database

DAY = next(open_days(datetime.now(UTC).date() + timedelta(days=60), 1))
NEWCOMER = NewArrival(
    "eu-citizen",
    "zuid-limburg",
    DAY,
    (Person("applicant", ("en",)),),
    Contact("Ada Example", "ada@onestop.example", "en"),
)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a day of bookings in it."""
    path = tmp_path_factory.mktemp("booking") / "filled.db"
    prepare(f"sqlite:///{path}")
    database = Database(f"sqlite:///{path}")
    fill(database, past=30, open_=30)
    fill_day(database, DAY, left=5)
    database.close()  # which leaves all of it in the one file
    return path
