"""Appointments of holds and bookings: rows only; that their slots are free is for the capacity guard to say."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from scheduler.domain.booking import BookedAppointment
from scheduler.domain.errors import NotFound
from scheduler.domain.override import Override
from scheduler.store import tables as t
from scheduler.store.codec import from_json, to_json
from scheduler.store.touching import touching

_columns = t.appointments.c
_VISIT = ("checked_in_at", "started_at", "finished_at", "missed_at")


@dataclass(frozen=True, slots=True)
class TakenAppointment:
    """An appointment with the hold or the booking that it belongs to."""

    appointment: BookedAppointment
    hold_id: str | None
    booking_id: str | None


class AppointmentRepository:
    """Appointments; their times come back in the time zone of their region."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_hold(self, hold_id: str) -> tuple[BookedAppointment, ...]:
        """The appointments of a hold in order of time."""
        return self._read(_columns.hold_id == hold_id)

    def of_booking(self, booking_id: str) -> tuple[BookedAppointment, ...]:
        """The appointments of a booking that are not cancelled, in order of time."""
        return self.of_bookings([booking_id]).get(booking_id, ())

    def of_bookings(self, booking_ids: Collection[str]) -> dict[str, tuple[BookedAppointment, ...]]:
        """The appointments of several bookings that are not cancelled, each in order of time."""
        query = _select().where(_columns.booking_id.in_(booking_ids), _columns.cancelled_at.is_(None))
        found: dict[str, list[BookedAppointment]] = defaultdict(list)
        for row in self._connection.execute(query):
            found[row.booking_id].append(_appointment(row))
        return {booking: tuple(appointments) for booking, appointments in found.items()}

    def touching(self, region_id: str, start: datetime, end: datetime) -> tuple[TakenAppointment, ...]:
        """What is held or booked of a region and touches a stretch of time, in order of time."""
        wanted = touching(t.appointments, region_id, start, end)
        rows = self._connection.execute(_select().where(*wanted, _columns.cancelled_at.is_(None)))
        return tuple(TakenAppointment(_appointment(row), row.hold_id, row.booking_id) for row in rows)

    def add_to_hold(self, hold_id: str, region_id: str, appointments: Sequence[BookedAppointment]) -> None:
        """Add appointments that a hold keeps free."""
        self._add([{"hold_id": hold_id, **_values(region_id, each)} for each in appointments])

    def add_to_booking(self, booking_id: str, region_id: str, appointments: Sequence[BookedAppointment]) -> None:
        """Add appointments of a booking."""
        self._add([{"booking_id": booking_id, **_values(region_id, each)} for each in appointments])

    def move_to_booking(self, hold_id: str, booking_id: str) -> None:
        """Make the appointments of a hold those of a booking."""
        moved = {"hold_id": None, "booking_id": booking_id}
        self._connection.execute(update(t.appointments).where(_columns.hold_id == hold_id).values(**moved))

    def move(self, region_id: str, appointments: Sequence[BookedAppointment]) -> None:
        """Store other times and desks for appointments that are there already."""
        for each in appointments:
            query = update(t.appointments).where(_columns.id == each.id)
            self._connection.execute(query.values(**_values(region_id, each)))

    def booking_of(self, appointment_id: str) -> str:
        """The booking of an appointment, cancelled or not; raises NotFound, also for one that is only held."""
        query = select(_columns.booking_id).where(_columns.id == appointment_id)
        booking_id: str | None = self._connection.execute(query).scalar_one_or_none()
        if booking_id is None:
            raise NotFound("appointment", appointment_id)
        return booking_id

    def note_visit(self, appointment: BookedAppointment) -> None:
        """Store how far the visit of an appointment is."""
        query = update(t.appointments).where(_columns.id == appointment.id)
        self._connection.execute(query.values(**_visit(appointment)))

    def cancel(self, appointments: Sequence[BookedAppointment], at: datetime) -> None:
        """Mark appointments as cancelled."""
        ids = [each.id for each in appointments]
        self._connection.execute(update(t.appointments).where(_columns.id.in_(ids)).values(cancelled_at=at))

    def remove_hold(self, hold_id: str) -> None:
        """Remove the appointments of a hold."""
        self._connection.execute(delete(t.appointments).where(_columns.hold_id == hold_id))

    def _add(self, rows: list[dict[str, object]]) -> None:
        if rows:
            self._connection.execute(insert(t.appointments), rows)

    def _read(self, condition: ColumnElement[bool]) -> tuple[BookedAppointment, ...]:
        return tuple(_appointment(row) for row in self._connection.execute(_select().where(condition)))


def _select() -> Any:
    joined = t.appointments.join(t.regions)
    return select(t.appointments, t.regions.c.timezone).select_from(joined).order_by(_columns.start, _columns.id)


def _values(region_id: str, appointment: BookedAppointment) -> dict[str, object]:
    return {
        "id": appointment.id,
        "region_id": region_id,
        "agency_id": appointment.agency,
        "resource_id": appointment.resource,
        "beside": list(appointment.beside) or None,
        "location_id": appointment.location,
        "step": appointment.step,
        "day": appointment.start.date(),
        "start": appointment.start,
        "end": appointment.end,
        "overrides": to_json(appointment.overrides) or None,
        **_visit(appointment),
    }


def _visit(appointment: BookedAppointment) -> dict[str, object]:
    return {name: getattr(appointment, name) for name in _VISIT}


def _appointment(row: Row[Any]) -> BookedAppointment:
    zone = ZoneInfo(row.timezone)
    return BookedAppointment(
        row.step,
        row.agency_id,
        row.resource_id,
        row.location_id,
        row.start.astimezone(zone),
        row.end.astimezone(zone),
        row.id,
        beside=tuple(row.beside or ()),
        **{name: getattr(row, name) for name in _VISIT},
        overrides=tuple(from_json(Override, override) for override in row.overrides or ()),
    )
