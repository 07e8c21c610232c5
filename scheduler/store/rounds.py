"""Rounds through the waiting list of a region: one worker makes each, and another if that one goes away."""

from datetime import datetime

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from scheduler.store import tables as t

_columns = t.waiting_rounds.c


class RoundRepository:
    """Leases on rounds; a round is due when capacity was freed after the last one began."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def is_due(self, region_id: str, now: datetime) -> bool:
        """Whether a round is to be made, or made to its end for a worker whose lease is over."""
        row = self._connection.execute(select(t.waiting_rounds).where(_columns.region_id == region_id)).one_or_none()
        if row is None:
            return True
        if row.leased_until is not None:
            return bool(row.leased_until <= now)
        return row.version is None or self._freed_since(region_id, row.version)

    def lease(self, region_id: str, now: datetime, until: datetime) -> bool:
        """Take a round that is due; False if another worker has just done so, and nothing more can be done then.

        What is freed from here on is for the next round.
        """
        region = _columns.region_id == region_id
        self._connection.execute(select(_columns.region_id).where(region).with_for_update()).all()
        if not self.is_due(region_id, now):
            return False
        version = select(t.regions.c.capacity_version).where(t.regions.c.id == region_id).scalar_subquery()
        taken = {"version": version, "leased_until": until}
        if self._connection.execute(update(t.waiting_rounds).where(region).values(**taken)).rowcount:
            return True
        try:
            self._connection.execute(insert(t.waiting_rounds).values(region_id=region_id, **taken))
        except IntegrityError:
            return False
        return True

    def end(self, region_id: str, leased_until: datetime) -> None:
        """Note that a round is made, unless another worker has taken it over."""
        lease = (_columns.region_id == region_id, _columns.leased_until == leased_until)
        self._connection.execute(update(t.waiting_rounds).where(*lease).values(leased_until=None))

    def ask_for(self, region_id: str) -> None:
        """Have a round made although nothing was freed: somebody began to wait, or can come at other times."""
        region = _columns.region_id == region_id
        self._connection.execute(update(t.waiting_rounds).where(region).values(version=None))

    def _freed_since(self, region_id: str, version: int) -> bool:
        changes = t.capacity_changes.c
        freed = (changes.region_id == region_id, changes.version > version, changes.taken.is_(False))
        return self._connection.execute(select(changes.id).where(*freed).limit(1)).one_or_none() is not None
