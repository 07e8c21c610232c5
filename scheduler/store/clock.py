"""The time by the clock of the database: one for all processes, whatever their own clocks say."""

from datetime import UTC, datetime, timedelta
from threading import Lock
from time import monotonic

from sqlalchemy import text

from scheduler.store.database import Database

_KEPT_SECONDS = 10.0
_NOW = {
    "sqlite": text("SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')"),
    "postgresql": text("SELECT clock_timestamp()"),
}


class DatabaseClock:
    """Asks the database every ten seconds, and counts on by a clock that no one sets in between."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = Lock()
        self._told: datetime | None = None
        self._asked = 0.0

    def __call__(self) -> datetime:
        """Now, aware, in UTC; raises SQLAlchemyError where the database does not answer."""
        with self._lock:
            if self._told is None or monotonic() - self._asked > _KEPT_SECONDS:
                self._told, self._asked = self._ask(), monotonic()
            return self._told + timedelta(seconds=monotonic() - self._asked)

    def _ask(self) -> datetime:
        with self._database.reading() as connection:
            now = connection.execute(_NOW[self._database.backend]).scalar_one()
        return (now if isinstance(now, datetime) else datetime.fromisoformat(now)).astimezone(UTC)
