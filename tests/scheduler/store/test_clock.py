"""One clock for all processes: that of the database."""

from datetime import UTC, datetime, timedelta

import pytest

from scheduler.store import clock
from scheduler.store.clock import DatabaseClock
from scheduler.store.database import Database


def test_it_tells_the_time_of_the_database(database_url: str) -> None:
    """Which is that of this machine in the tests, to the fraction of a second."""
    database = Database(database_url)
    now = DatabaseClock(database)()
    assert now.tzinfo is UTC
    assert abs(now - datetime.now(UTC)) < timedelta(seconds=30)
    database.close()


def test_it_counts_on_without_asking(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """For ten seconds by a clock that no one sets, then it asks again: what is set meanwhile shows only then."""
    database = Database(database_url)
    ticks = [100.0]
    monkeypatch.setattr(clock, "monotonic", lambda: ticks[0])
    tells = DatabaseClock(database)
    first = tells()
    ticks[0] += 4
    assert tells() == first + timedelta(seconds=4)
    told = datetime(2031, 1, 1, tzinfo=UTC)
    monkeypatch.setattr(tells, "_ask", lambda: told)
    ticks[0] += 4
    assert tells() == first + timedelta(seconds=8)
    ticks[0] += 4
    assert tells() == told
    database.close()
