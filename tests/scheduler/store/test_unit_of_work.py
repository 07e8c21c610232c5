"""Transactions: all or nothing, readers do not wait, keys are kept."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError

from scheduler.application import Application
from scheduler.domain.agency import Location
from scheduler.store import tables as t
from scheduler.store.types import Instant
from tests.scheduler.stage import FRIDAY_BEFORE, counts


def test_what_is_not_committed_is_gone(app: Application) -> None:
    """Leaving the block without a commit leaves the old state."""
    before = counts(app)
    with app.writing() as uow:
        uow.configuration.add_location(Location("x", "X", "Street 1"))
    assert counts(app) == before


def test_what_raises_is_gone(app: Application) -> None:
    """An error on the way leaves the old state."""
    before = counts(app)
    with pytest.raises(LookupError), app.writing() as uow:
        uow.configuration.add_location(Location("x", "X", "Street 1"))
        raise LookupError
    assert counts(app) == before


def test_a_reader_sees_one_state_while_another_writes(app: Application) -> None:
    """A reader neither waits for the writer nor sees what it commits meanwhile."""
    with app.reading() as reader:
        before = reader.configuration.locations()
        with app.writing() as uow:
            uow.configuration.add_location(Location("x", "X", "Street 1"))
            uow.commit()
        assert reader.configuration.locations() == before
    with app.reading() as reader:
        assert len(reader.configuration.locations()) == len(before) + 1


def test_foreign_keys_are_kept(app: Application) -> None:
    """A claim on a desk that does not exist is refused by the database itself."""
    values = {"resource_id": "nowhere", "slot": FRIDAY_BEFORE, "appointment_id": "none"}
    with app.database.writing() as connection, pytest.raises(IntegrityError):
        connection.execute(insert(t.claims).values(**values))


def test_the_file_survives_a_power_cut(app: Application) -> None:
    """SQLite is in WAL mode and syncs every commit, and nothing tells PostgreSQL to sync less than it does."""
    with app.database.reading() as connection:
        if app.database.backend == "sqlite":
            assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
            assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2
        else:
            assert connection.execute(text("SHOW synchronous_commit")).scalar_one() == "on"


def test_a_time_without_offset_is_refused(app: Application) -> None:
    """An instant has an offset, or it is no instant."""
    with pytest.raises(ValueError, match="has no offset"):
        Instant().process_bind_param(FRIDAY_BEFORE.replace(tzinfo=None), app.database.engine.dialect)


def test_an_error_of_the_database_tells_nobody_what_was_stored(app: Application) -> None:
    """Errors end in logs, so they name the statement without the names and addresses in it."""
    location = Location("x", "Zoë Jansen", "Street 1")
    with pytest.raises(IntegrityError) as caught, app.writing() as uow:
        uow.configuration.add_location(location)
        uow.configuration.add_location(location)
    assert "Zoë" not in str(caught.value)


def test_writers_wait_in_line(app: Application) -> None:
    """Of many who write at once each has its turn: none gives up since others were quicker, again and again."""

    def write(number: int) -> None:
        for part in range(5):
            with app.writing() as uow:
                uow.configuration.add_location(Location(f"x-{number}-{part}", "X", "Street 1"))
                uow.commit()

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(write, range(16)))
    with app.reading() as uow:
        assert sum(each.id.startswith("x-") for each in uow.configuration.locations()) == 80
