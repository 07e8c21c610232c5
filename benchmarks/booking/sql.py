"""Plain SQL over SQLite or PostgreSQL, for a judge that shares no code with what it judges."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Any

import psycopg

Query = Callable[[str], Iterable[tuple[Any, ...]]]


@contextmanager
def opened(url: str) -> Iterator[Query]:
    """A function that asks the database of an address, in one state of it."""
    if url.startswith("sqlite:///"):
        with closing(sqlite3.connect(f"file:{url.removeprefix('sqlite:///')}?mode=ro", uri=True)) as file:
            file.execute("BEGIN")
            yield file.execute
        return
    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        yield lambda query: connection.execute(query.encode())


def instant(value: str | datetime) -> datetime:
    """A time as either database, or an audit line, gives it: aware, in UTC."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def document(value: Any) -> Any:
    """A JSON column as either database gives it."""
    return json.loads(value) if isinstance(value, str) else value
