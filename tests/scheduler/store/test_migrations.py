"""The migrations and the tables say the same."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from scheduler.application import Application
from scheduler.store import migrations
from scheduler.store.database import Database, UnknownSchemaError
from scheduler.store.tables import metadata
from scheduler.use_cases.hold import hold
from tests.scheduler.stage import ACTOR, offered, once, registered


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """An empty database in a folder that is not there yet."""
    return Database(f"sqlite:///{tmp_path}/new/onestop.db")


def test_migrations_make_the_tables_the_code_expects(database: Database) -> None:
    """After all migrations nothing is left to change."""
    assert not database.is_current()
    database.migrate()
    assert database.is_current()
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    database.close()


def test_migrating_twice_changes_nothing(database: Database) -> None:
    """A service that starts again finds its schema."""
    database.migrate()
    database.migrate()
    assert database.is_current()
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


def test_a_failed_migration_leaves_nothing_behind(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The schema changes whole or not at all."""
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE tokens (id TEXT)"))
        connection.commit()
    with pytest.raises(OperationalError):
        database.migrate()
    with database.reading() as connection:
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
    assert names == ["tokens"]
    database.close()


def test_a_schema_of_a_later_version_is_refused(database: Database) -> None:
    """An older version touches nothing of a database that a later one has changed, and says which schemas it knows."""
    database.migrate()
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.commit()
    with pytest.raises(UnknownSchemaError, match="schema '9999' is unknown; expected one of"):
        database.migrate()
    database.close()
