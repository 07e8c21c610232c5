"""The migrations and the tables say the same."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from scheduler.application import Application
from scheduler.domain.disruption import Absence
from scheduler.domain.journey import Journey, Step
from scheduler.domain.texts import Text
from scheduler.store import migrations
from scheduler.store.database import Database, UnknownSchemaError
from scheduler.store.tables import metadata
from scheduler.use_cases.disrupt import disrupt
from scheduler.use_cases.end_disruption import end_disruption
from scheduler.use_cases.hold import hold
from scheduler.use_cases.read_disruptions import list_disruptions
from tests.scheduler.stage import ACTOR, REGION, Clock, count, offered, once, registered


@pytest.fixture
def migrated_url(database_url: str) -> str:
    """A database for each test alone, as they change the schema; the service brings it."""
    return database_url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database; that of SQLite in a folder that is not there yet."""
    found = Database(database_url)
    yield found
    found.close()


def test_migrations_make_the_tables_the_code_expects(database: Database) -> None:
    """After all migrations nothing is left to change."""
    assert not database.is_current()
    database.migrate()
    assert database.is_current()
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrating_twice_changes_nothing(database: Database) -> None:
    """A service that starts again finds its schema."""
    database.migrate()
    database.migrate()
    assert database.is_current()


def test_processes_that_start_together_migrate_once(database_url: str) -> None:
    """One makes the schema, the others wait and find it."""
    databases = [Database(database_url) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(Database.migrate, databases))
    assert all(database.is_current() for database in databases)
    for database in databases:
        database.close()


def test_a_database_of_the_first_version_comes_along(app: Application) -> None:
    """What it holds stays: a hold of then has not been renewed, and no visit has begun."""
    held = hold(app, ACTOR, offered(app, registered(app))[0].id, once())
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with app.database.writing() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
        connection.commit()
    assert not app.database.is_current()
    app.database.migrate()
    with app.reading() as uow:
        assert uow.holds.get(held.id).renewals == 0
        assert {each.status for each in uow.appointments.of_hold(held.id)} == {"booked"}


def test_a_database_that_goes_back_before_several_desks_keeps_the_first_of_each(app: Application) -> None:
    """Nothing is claimed at the others any more; who had one desk keeps it."""
    with app.writing() as uow:
        step = Step("registration", Text("Inschrijving", "Registration"), "registration", (2,), desks=(2,))
        uow.configuration.add_journey(Journey("family", Text("Gezin", "Family"), (step,)))
        uow.commit()
    both = hold(app, ACTOR, offered(app, registered(app, journey="family"))[0].id, once())
    held = hold(app, ACTOR, offered(app, registered(app))[0].id, once())
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    before = count(app, "claims")
    with app.database.writing() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0010")
        connection.commit()
    app.database.migrate()
    with app.reading() as uow:
        (kept,) = uow.appointments.of_hold(both.id)
        assert kept.desks == (both.appointments[0].resource,)
        assert tuple(each.taken for each in uow.appointments.of_hold(held.id)) == held.appointments
    assert before - count(app, "claims") == 2


def test_disruptions_of_before_are_listed(app: Application, clock: Clock) -> None:
    """What was reported before reports were stored is found by what it blocks, and can be ended."""
    first = offered(app, registered(app))[0].appointments[0]
    told = disrupt(app, ACTOR, (Absence(first.resource, first.start, first.end),), "ill", once())
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with app.database.writing() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0005")
        connection.commit()
    app.database.migrate()
    (report,) = list_disruptions(app, REGION)
    assert (report.id, report.reason, report.reported_at) == (told.id, "ill", clock.now)
    assert report.absences == told.absences
    end_disruption(app, ACTOR, told.id)
    assert count(app, "claims") == 0


def test_a_failed_migration_leaves_nothing_behind(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The schema changes whole or not at all."""
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE tokens (id TEXT)"))
        connection.commit()
    with pytest.raises((OperationalError, ProgrammingError)):
        database.migrate()
    with database.reading() as connection:
        assert inspect(connection).get_table_names() == ["tokens"]


def test_a_schema_of_a_later_version_is_refused(database: Database) -> None:
    """An older version touches nothing of a database that a later one has changed, and says which schemas it knows."""
    database.migrate()
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.commit()
    with pytest.raises(UnknownSchemaError, match="schema '9999' is unknown; expected one of"):
        database.migrate()
