"""The database: engine, transactions and schema."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from scheduler.store.engine import READING, engine_of

_MIGRATIONS = Path(__file__).parent / "migrations"
_MIGRATING = 4_201_926  # the advisory lock under which one process migrates while others wait


class UnknownSchemaError(RuntimeError):
    """The database has a schema that this version does not know: a later version made it."""


class Database:
    """An engine whose transactions begin as they should; connects when first used."""

    def __init__(self, url: str) -> None:
        self.engine = engine_of(url)
        self.backend = self.engine.dialect.name
        # SQLite lets its writers try again and again, and some of them starve; those of this process wait in line.
        self._turn: AbstractContextManager[object] = Lock() if self.backend == "sqlite" else nullcontext()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a transaction that is rolled back unless the caller commits it."""
        with self._turn, self.engine.connect() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database and waits for no writer."""
        with self.engine.connect().execution_options(**READING[self.backend]) as connection:
            yield connection

    def migrate(self) -> None:
        """Bring the schema to this version, all of it or nothing; raises UnknownSchemaError."""
        with self.engine.connect() as connection, connection.begin():
            if self.backend == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATING})"))
            found = _revisions_of(connection)
            _check_known(found)
            if found != _newest():
                config = _config()
                config.attributes["connection"] = connection
                command.upgrade(config, "head")

    def is_current(self) -> bool:
        """Whether the schema is the one this code expects."""
        with self.reading() as connection:
            return _revisions_of(connection) == _newest()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _check_known(revisions: tuple[str, ...]) -> None:
    known = {revision.revision for revision in _script().walk_revisions()}
    for found in revisions:
        if found not in known:
            raise UnknownSchemaError(f"schema {found!r} is unknown; expected one of {', '.join(sorted(known))}")


def _revisions_of(connection: Connection) -> tuple[str, ...]:
    return MigrationContext.configure(connection).get_current_heads()


def _newest() -> tuple[str, ...]:
    return tuple(_script().get_heads())


@cache
def _script() -> ScriptDirectory:
    """Read once: a file for each migration."""
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config
