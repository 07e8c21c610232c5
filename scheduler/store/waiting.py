"""The waiting list in the database."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, Select, and_, delete, exists, insert, or_, select, update

from scheduler.domain.booking import Hold
from scheduler.domain.waiting import WaitingEntry, WaitingOffer, Wish
from scheduler.store import tables as t
from scheduler.store.codec import from_json, to_json

_columns = t.waiting.c


class WaitingRepository:
    """Who waits; an entry ends no later than the deadline of its arrival, whenever that is moved to."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, arrival_id: str) -> WaitingEntry | None:
        """The entry of an arrival, if it waits."""
        found = self._read(_select().where(_columns.arrival_id == arrival_id))
        return found[0] if found else None

    def of_region(self, region_id: str) -> tuple[WaitingEntry, ...]:
        """Who waits in a region, longest first."""
        return self._read(_ordered(_select().where(_columns.region_id == region_id)))

    def regions(self) -> tuple[str, ...]:
        """The regions in which anybody waits."""
        query = select(_columns.region_id).distinct().order_by(_columns.region_id)
        return tuple(self._connection.execute(query).scalars())

    def over(self, now: datetime) -> tuple[WaitingEntry, ...]:
        """The entries whose time is over."""
        ended = or_(_columns.until <= now, t.arrivals.c.deadline <= now)
        return self._read(_ordered(_select().where(ended)))

    def booked_in_time(self) -> tuple[WaitingEntry, ...]:
        """The entries of arrivals that have got a booking in time, whether it is as wished or not."""
        booking = and_(t.bookings.c.active_arrival_id == _columns.arrival_id, t.bookings.c.meets_deadline)
        wanted = (_columns.wants_better.is_(False), exists().where(booking))
        return self._read(_ordered(_select().where(*wanted)))

    def page(self, region_id: str | None, after: tuple[datetime, str] | None, limit: int) -> tuple[WaitingEntry, ...]:
        """Entries in the order they were made, those after a point in that order; of one region if it is given."""
        query = _select()
        if region_id is not None:
            query = query.where(_columns.region_id == region_id)
        if after is not None:
            created_at, arrival_id = after
            later = and_(_columns.created_at == created_at, _columns.arrival_id > arrival_id)
            query = query.where(or_(_columns.created_at > created_at, later))
        return self._read(_ordered(query).limit(limit))

    def put(self, arrival_id: str, region_id: str, wish: Wish, at: datetime, *, wants_better: bool) -> WaitingEntry:
        """Add an entry, or give the one there is another wish; its place and what was offered to it stay."""
        wanted: dict[str, object] = {name: getattr(wish, name) for name in Wish.__slots__}
        wanted["wants_better"] = wants_better
        replaced = update(t.waiting).where(_columns.arrival_id == arrival_id).values(**wanted)
        if not self._connection.execute(replaced).rowcount:
            added = {"arrival_id": arrival_id, "region_id": region_id, "proposals": [], "created_at": at}
            self._connection.execute(insert(t.waiting).values(**added, **wanted))
        return self._read(_select().where(_columns.arrival_id == arrival_id))[0]

    def note(self, arrival_id: str, offers: tuple[WaitingOffer, ...]) -> None:
        """Store what was offered to an arrival that waits."""
        noted = update(t.waiting).where(_columns.arrival_id == arrival_id)
        self._connection.execute(noted.values(proposals=to_json(offers)))

    def remove(self, arrival_id: str) -> None:
        """End the waiting of an arrival."""
        self._connection.execute(delete(t.waiting).where(_columns.arrival_id == arrival_id))

    def _read(self, query: Select[Any]) -> tuple[WaitingEntry, ...]:
        return tuple(_entry(row) for row in self._connection.execute(query))


def _select() -> Select[Any]:
    """Entries with the active hold of their arrival, if it has one."""
    holds = t.holds.c
    held = (holds.id.label("hold_id"), holds.offer_id, holds.expires_at)
    return (
        select(t.waiting, t.arrivals.c.deadline, t.regions.c.timezone, *held)
        .join_from(t.waiting, t.arrivals)
        .join(t.regions, t.regions.c.id == _columns.region_id)
        .outerjoin(t.holds, holds.active_arrival_id == _columns.arrival_id)
    )


def _ordered(query: Select[Any]) -> Select[Any]:
    return query.order_by(_columns.created_at, _columns.arrival_id)


def _entry(row: Row[Any]) -> WaitingEntry:
    zone = ZoneInfo(row.timezone)
    offers = tuple(from_json(WaitingOffer, offer) for offer in row.proposals)
    return WaitingEntry(
        arrival_id=row.arrival_id,
        region=row.region_id,
        until=min(row.until or row.deadline, row.deadline).astimezone(zone),
        earliest=row.earliest,
        latest=row.latest,
        wants_better=row.wants_better,
        created_at=row.created_at,
        offers=offers,
        hold=_hold(row, offers[-1]) if offers else None,
    )


def _hold(row: Row[Any], last: WaitingOffer) -> Hold | None:
    """The hold of what was offered last, while it is active; a front desk may have made another."""
    if row.hold_id != last.hold_id:
        return None
    return Hold(row.hold_id, row.arrival_id, row.offer_id, last.appointments, row.expires_at)
