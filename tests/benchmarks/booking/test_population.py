"""A day that is filled, and the years before it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date
from pathlib import Path

import pytest

from benchmarks.booking.timetable import open_days, timetable
from scheduler.bootstrap import build
from scheduler.demo.region import JOURNEYS, resources
from scheduler.domain.itinerary import OfferRequest
from scheduler.settings import Settings
from scheduler.use_cases.make_offers import make_offers
from scheduler.use_cases.register_arrival import register_arrival
from tests.benchmarks.booking.conftest import DAY, NEWCOMER


@pytest.fixture
def rows(filled: Path) -> Iterator[sqlite3.Connection]:
    """The filled database."""
    with closing(sqlite3.connect(filled)) as connection:
        yield connection


@pytest.mark.parametrize("weekday", range(1, 6))
def test_a_day_is_full_and_nobody_meets(weekday: int) -> None:
    """Every step in its order, at a desk that is open and does it, and no desk twice at a time."""
    desks = {desk.id: desk for desk in resources()}
    steps = {journey.id: journey.steps for journey in JOURNEYS}
    taken: set[tuple[str, int]] = set()
    for day in timetable(weekday):
        assert [visit.step for visit in day.visits] == [step.id for step in steps[day.journey]]
        assert all(one.end < next_.start for one, next_ in zip(day.visits, day.visits[1:], strict=False))
        for visit in day.visits:
            spans = desks[visit.desk].pattern.hours[weekday]
            assert any(span.start_minute <= visit.start and visit.end <= span.end_minute for span in spans)
            slots = {(visit.desk, minute) for minute in range(visit.start, visit.end, 15)}
            assert not slots & taken
            taken |= slots
    assert len(timetable(weekday)) > 20


def test_nobody_comes_at_the_weekend_or_on_a_holiday() -> None:
    """King's Day of 2027 is a Tuesday."""
    days = open_days(date(2027, 4, 23), 1)
    assert [next(days) for _ in range(3)] == [date(2027, 4, 23), date(2027, 4, 26), date(2027, 4, 28)]


def test_there_is_what_was_asked_for(rows: sqlite3.Connection) -> None:
    """Past and open bookings, and a day with five itineraries left."""
    per_day = dict(rows.execute("SELECT day, COUNT(DISTINCT booking_id) FROM appointments GROUP BY day"))
    assert per_day[DAY.isoformat()] >= len(timetable(DAY.isoweekday())) - 5
    assert sum(per_day.values()) == rows.execute("SELECT COUNT(*) FROM bookings").fetchone()[0]


def test_the_service_goes_on_from_there(filled: Path, tmp_path: Path) -> None:
    """It reads the rows as its own: what is taken is not offered, and the rest is."""
    copy = tmp_path / "copy.db"
    copy.write_bytes(filled.read_bytes())
    app = build(Settings(database_url=f"sqlite:///{copy}", spool_dir=tmp_path / "spool"))
    arrival = register_arrival(app, "test", NEWCOMER)
    offers = make_offers(app, "test", arrival.id, OfferRequest(limit=20)).offers
    app.close()
    assert offers
    with closing(sqlite3.connect(copy)) as connection:
        claims = set(connection.execute("SELECT resource_id, datetime(slot) FROM claims"))
    starts = {
        (each.resource, f"{each.start.astimezone(UTC):%Y-%m-%d %H:%M:%S}") for o in offers for each in o.appointments
    }
    assert claims
    assert not starts & claims
