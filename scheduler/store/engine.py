"""Engines: SQLite, where one writes at a time, and PostgreSQL, where rows are locked."""

from pathlib import Path
from sqlite3 import SQLITE_BUSY
from sqlite3 import Connection as SqliteConnection
from sqlite3 import OperationalError as SqliteError
from time import monotonic, sleep
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url

_READ_ONLY = "onestop_read_only"
_BUSY_MILLISECONDS = 15_000
_BETWEEN_TRIES = 0.02  # seconds
# More connections than the server has threads: one that holds what others wait for must not wait for a connection.
# Errors end in logs, parameters must not.
_POOL = {"pool_size": 10, "max_overflow": 40, "hide_parameters": True}
READING: dict[str, dict[str, Any]] = {
    "sqlite": {_READ_ONLY: True},
    # One state of the database for all that is read, as a deferred transaction gives on SQLite.
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}


def engine_of(url: str) -> Engine:
    """The engine of an address that starts with sqlite: or postgresql:; it connects when first used."""
    parsed = make_url(url)
    return _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _postgresql(parsed)


def _postgresql(url: URL) -> Engine:
    # A server that was restarted has closed what is in the pool; a ping finds out before a request does.
    return create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True, **_POOL)


def _sqlite(url: URL) -> Engine:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, **_POOL)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: SqliteConnection, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin in _begin_sqlite, not where the driver guesses
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous = FULL")  # a confirmed booking survives a power cut
    connection.execute("PRAGMA foreign_keys = ON")


def _write_ahead(connection: SqliteConnection) -> None:
    """Switch a new file to its log: the one change for which SQLite itself does not wait until it can be made."""
    last = monotonic() + _BUSY_MILLISECONDS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except SqliteError as error:
            if error.sqlite_errorcode != SQLITE_BUSY or monotonic() > last:
                raise
            sleep(_BETWEEN_TRIES)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    # A writer that begins as a reader cannot become one while another writes; IMMEDIATE waits its turn instead.
    read_only = connection.get_execution_options().get(_READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
