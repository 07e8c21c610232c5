"""The database: engine, transactions and schema."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url

_MIGRATIONS = Path(__file__).parent / "migrations"
_READ_ONLY = "onestop_read_only"
_BUSY_MILLISECONDS = 15_000


class UnknownSchemaError(RuntimeError):
    """The database has a schema that this version does not know: a later version made it."""


class Database:
    """An engine whose transactions begin as they should; connects when first used."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a transaction that is rolled back unless the caller commits it."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database and waits for no writer."""
        with self.engine.connect().execution_options(**{_READ_ONLY: True}) as connection:
            yield connection

    def migrate(self) -> None:
        """Bring the schema to this version, all of it or nothing; raises UnknownSchemaError."""
        with self.engine.connect() as connection, connection.begin():
            config = _config()
            _check_known(connection, config)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def is_current(self) -> bool:
        """Whether the schema is the one this code expects."""
        with self.reading() as connection:
            found = MigrationContext.configure(connection).get_current_heads()
        return found == tuple(ScriptDirectory.from_config(_config()).get_heads())

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _check_known(connection: Connection, config: Config) -> None:
    known = {revision.revision for revision in ScriptDirectory.from_config(config).walk_revisions()}
    for found in MigrationContext.configure(connection).get_current_heads():
        if found not in known:
            raise UnknownSchemaError(f"schema {found!r} is unknown; expected one of {', '.join(sorted(known))}")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def _engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, hide_parameters=True)
    file = make_url(url).database
    if file:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, hide_parameters=True, pool_size=20, max_overflow=30)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: SqliteConnection, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin in _begin_sqlite, not where the driver guesses
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")  # a confirmed booking survives a power cut
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    # A writer that begins as a reader cannot become one while another writes; IMMEDIATE waits its turn instead.
    read_only = connection.get_execution_options().get(_READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
