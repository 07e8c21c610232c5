"""The nights on which a region is planned anew: one worker does each, and another if that one goes away."""

from datetime import date, datetime

from sqlalchemy import Connection, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from scheduler.store import tables as t

_columns = t.nights.c


class NightRepository:
    """Leases on nights."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def is_due(self, region_id: str, day: date, now: datetime) -> bool:
        """Whether a night is neither done nor leased."""
        kept = or_(_columns.done_at.is_not(None), _columns.leased_until > now)
        night = (_columns.region_id == region_id, _columns.day == day)
        return self._connection.execute(select(_columns.day).where(*night, kept)).one_or_none() is None

    def lease(self, region_id: str, day: date, now: datetime, until: datetime) -> bool:
        """Take a night that is due; False if another worker has just done so, and nothing more can be done then."""
        over = (_columns.done_at.is_(None), _columns.leased_until <= now)
        night = (_columns.region_id == region_id, _columns.day == day)
        if self._connection.execute(update(t.nights).where(*night, *over).values(leased_until=until)).rowcount:
            return True
        try:
            self._connection.execute(insert(t.nights).values(region_id=region_id, day=day, leased_until=until))
        except IntegrityError:
            return False
        return True

    def end(self, region_id: str, day: date, at: datetime) -> None:
        """Note that a night is done."""
        night = (_columns.region_id == region_id, _columns.day == day)
        self._connection.execute(update(t.nights).where(*night).values(done_at=at))

    def again(self, region_id: str, day: date, now: datetime) -> None:
        """Have a night that is done be done once more."""
        night = (_columns.region_id == region_id, _columns.day == day, _columns.done_at.is_not(None))
        self._connection.execute(update(t.nights).where(*night).values(done_at=None, leased_until=now))
