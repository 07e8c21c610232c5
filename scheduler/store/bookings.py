"""Holds and bookings in the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, Select, exists, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from scheduler.domain.booking import BookedAppointment, Booking, BookingFilter
from scheduler.domain.errors import NotFound
from scheduler.store import tables as t
from scheduler.store.appointments import AppointmentRepository
from scheduler.store.paging import paged


class ActiveTwiceError(Exception):
    """The arrival has another active hold or booking."""


@dataclass(frozen=True, slots=True)
class HoldRecord:
    """A hold as stored: what a booking needs to take it over."""

    id: str
    arrival_id: str
    offer_id: str
    completes_on: date
    meets_deadline: bool
    expires_at: datetime
    active: bool
    renewals: int = 0


class HoldRepository:
    """Holds; one that has ended stays, without its appointments."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, hold_id: str) -> HoldRecord:
        """The hold; raises NotFound."""
        row = self._connection.execute(select(t.holds).where(t.holds.c.id == hold_id)).one_or_none()
        if row is None:
            raise NotFound("hold", hold_id)
        return _hold(row)

    def active(self, arrival_id: str) -> HoldRecord | None:
        """The active hold of an arrival, expired or not."""
        query = select(t.holds).where(t.holds.c.active_arrival_id == arrival_id)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _hold(row)

    def expired(self, now: datetime) -> tuple[HoldRecord, ...]:
        """Holds that still keep slots although their time is over."""
        overdue = (t.holds.c.active_arrival_id.is_not(None), t.holds.c.expires_at <= now)
        return tuple(_hold(row) for row in self._connection.execute(select(t.holds).where(*overdue)))

    def add(self, hold: HoldRecord) -> None:
        """Add an active hold; raises ActiveTwiceError."""
        _insert_active(
            self._connection,
            t.holds,
            id=hold.id,
            arrival_id=hold.arrival_id,
            active_arrival_id=hold.arrival_id,
            offer_id=hold.offer_id,
            completes_on=hold.completes_on,
            meets_deadline=hold.meets_deadline,
            expires_at=hold.expires_at,
        )

    def renew(self, hold: HoldRecord) -> None:
        """Store until when a hold lasts now, and how often it was renewed."""
        values = {"expires_at": hold.expires_at, "renewals": hold.renewals}
        self._connection.execute(update(t.holds).where(t.holds.c.id == hold.id).values(**values))

    def end(self, hold_id: str) -> None:
        """Make a hold inactive."""
        self._connection.execute(update(t.holds).where(t.holds.c.id == hold_id).values(active_arrival_id=None))


class BookingRepository:
    """Bookings with their appointments."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._appointments = AppointmentRepository(connection)

    def get(self, booking_id: str) -> Booking:
        """The booking; raises NotFound."""
        found = self._read(_select().where(t.bookings.c.id == booking_id))
        if not found:
            raise NotFound("booking", booking_id)
        return found[0]

    def active(self, arrival_id: str) -> Booking | None:
        """The confirmed booking of an arrival."""
        found = self._read(_select().where(t.bookings.c.active_arrival_id == arrival_id))
        return found[0] if found else None

    def provisional(self, region_id: str) -> tuple[Booking, ...]:
        """The confirmed bookings of a region whose times are not firm yet."""
        return self._read(_provisional().where(t.bookings.c.region_id == region_id))

    def firm(self, region_id: str, after: datetime) -> tuple[Booking, ...]:
        """The confirmed bookings of a region with firm times that have an appointment later than an instant."""
        columns = t.appointments.c
        later = exists().where(
            columns.booking_id == t.bookings.c.id, columns.cancelled_at.is_(None), columns.start > after
        )
        firm = (t.bookings.c.region_id == region_id, t.bookings.c.status == "confirmed", t.bookings.c.times == "firm")
        return self._read(_select().where(*firm, later).order_by(t.bookings.c.id))

    def to_fix(self, last: date) -> tuple[Booking, ...]:
        """The confirmed bookings whose times become firm on a day or before."""
        return self._read(_provisional().where(t.bookings.c.fixes_on <= last))

    def add(self, booking: Booking) -> None:
        """Add a confirmed booking, its appointments apart; raises ActiveTwiceError."""
        _insert_active(
            self._connection,
            t.bookings,
            id=booking.id,
            arrival_id=booking.arrival_id,
            region_id=booking.region,
            created_at=booking.created_at,
            **_changing(booking),
        )

    def replace(self, booking: Booking) -> None:
        """Store a booking that is there already as it is now, its appointments apart."""
        self._connection.execute(update(t.bookings).where(t.bookings.c.id == booking.id).values(**_changing(booking)))

    def page(self, wanted: BookingFilter, after: tuple[datetime, str] | None, limit: int) -> tuple[Booking, ...]:
        """Bookings by creation, those after a point in that order."""
        return self._read(paged(_filtered(wanted), t.bookings, after, limit))

    def _read(self, query: Select[Any]) -> tuple[Booking, ...]:
        rows = self._connection.execute(query).all()
        appointments = self._appointments.of_bookings([row.id for row in rows]) if rows else {}
        return tuple(_booking(row, appointments.get(row.id, ())) for row in rows)


def _insert_active(connection: Connection, table: Any, **values: object) -> None:
    try:
        connection.execute(insert(table).values(**values))
    except IntegrityError as error:
        raise ActiveTwiceError from error


def _select() -> Select[Any]:
    return (
        select(t.bookings, t.regions.c.timezone, t.arrivals.c.deadline)
        .join_from(t.bookings, t.regions)
        .join(t.arrivals, t.arrivals.c.id == t.bookings.c.arrival_id)
    )


def _provisional() -> Select[Any]:
    columns = t.bookings.c
    return _select().where(columns.status == "confirmed", columns.fixes_on.is_not(None)).order_by(columns.id)


def _filtered(wanted: BookingFilter) -> Select[Any]:
    query = _select()
    if wanted.status is not None:
        query = query.where(t.bookings.c.status == wanted.status)
    if wanted.agency is not None or wanted.date is not None:
        query = query.where(_has_appointment(wanted))
    return query


def _has_appointment(wanted: BookingFilter) -> Any:
    """Whether one appointment is on the day and at the agency; a cancelled one counts in a cancelled booking only."""
    columns = t.appointments.c
    condition = exists().where(
        columns.booking_id == t.bookings.c.id,
        or_(columns.cancelled_at.is_(None), t.bookings.c.status == "cancelled"),
    )
    if wanted.agency is not None:
        condition = condition.where(columns.agency_id == wanted.agency)
    if wanted.date is not None:
        condition = condition.where(columns.day == wanted.date)
    return condition


def _changing(booking: Booking) -> dict[str, object]:
    return {
        "active_arrival_id": booking.arrival_id if booking.status == "confirmed" else None,
        "status": booking.status,
        "times": booking.times,
        "fixes_on": booking.fixes_on,
        "completes_on": booking.completes_on,
        "meets_deadline": booking.meets_deadline,
        "version": booking.version,
        "sequence": booking.sequence,
        "updated_at": booking.updated_at,
        "cancel_reason": booking.cancel_reason,
    }


def _hold(row: Row[Any]) -> HoldRecord:
    return HoldRecord(
        row.id,
        row.arrival_id,
        row.offer_id,
        row.completes_on,
        row.meets_deadline,
        row.expires_at,
        row.active_arrival_id is not None,
        row.renewals,
    )


def _booking(row: Row[Any], appointments: Sequence[BookedAppointment]) -> Booking:
    zone = ZoneInfo(row.timezone)
    return Booking(
        id=row.id,
        arrival_id=row.arrival_id,
        region=row.region_id,
        status=row.status,
        times=row.times,
        appointments=tuple(appointments),
        completes_on=row.completes_on,
        meets_deadline=row.meets_deadline,
        version=row.version,
        sequence=row.sequence,
        created_at=row.created_at.astimezone(zone),
        updated_at=row.updated_at.astimezone(zone),
        completes_by=row.deadline.astimezone(zone),
        fixes_on=row.fixes_on,
        cancel_reason=row.cancel_reason,
    )
