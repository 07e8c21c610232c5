"""The rows that a booking is made of, as onestop writes them, for filling a database without onestop."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert

from scheduler.demo.region import REGION
from scheduler.domain.itinerary import Appointment
from scheduler.identity import new_id
from scheduler.store import tables as t
from scheduler.store.codec import to_json

ACTOR = "benchmark"
_SLOT = timedelta(minutes=REGION.pace.slot_minutes)
_TABLES = t.metadata.sorted_tables
_PARTY = [{"role": "applicant", "languages": ["en"]}]
_CONTACT = {"name": "Ada Example", "email": "ada@onestop.example", "language": "en"}


class Rows:
    """Rows by table, written in the order in which they refer to each other."""

    def __init__(self) -> None:
        self._rows: dict[str, list[dict[str, Any]]] = defaultdict(list)

    def add(self, table: str, **values: Any) -> None:
        """Keep a row for the next `write`."""
        self._rows[table].append(values)

    def write(self, connection: Connection) -> None:
        """Insert what was kept, and forget it."""
        for table in _TABLES:
            if self._rows[table.name]:
                connection.execute(insert(table), self._rows[table.name])
        self._rows.clear()

    def arrival(self, journey: str, first: datetime, at: datetime) -> str:
        """An arrival who comes on the day of an instant, registered at another; its id."""
        arrival = new_id("arrival")
        day = first.replace(hour=0, minute=0)
        self.add(
            "arrivals",
            id=arrival,
            journey_id=journey,
            region_id=REGION.id,
            arrives_on=first.date(),
            available_from=day,
            party=_PARTY,
            contact=_CONTACT,
            ready_from={},
            unavailable=[],
            deadline=day + timedelta(days=4),
            deadline_reason="three days from the arrival",
            created_at=at,
            updated_at=at,
        )
        self._audit(at, "register", ("arrival", arrival), {"deadline": (day + timedelta(days=4)).isoformat()})
        return arrival

    def offer(self, arrival: str, appointments: Sequence[Appointment], expires_at: datetime) -> str:
        """An offer of one day, in time; its id."""
        offer = new_id("offer")
        self.add(
            "offers",
            id=offer,
            arrival_id=arrival,
            appointments=to_json(tuple(appointments)),
            visits=1,
            completes_on=appointments[-1].end.date(),
            meets_deadline=True,
            cost=100.0,
            expires_at=expires_at,
        )
        return offer

    def booking(self, arrival: str, appointments: Sequence[Appointment], at: datetime, *, status: str) -> str:
        """A confirmed booking with all that belongs to it, its mail in a state; its id."""
        booking = new_id("booking")
        self.add(
            "bookings",
            id=booking,
            arrival_id=arrival,
            active_arrival_id=arrival,
            region_id=REGION.id,
            status="confirmed",
            times="firm",
            completes_on=appointments[-1].end.date(),
            meets_deadline=True,
            version=1,
            sequence=0,
            created_at=at,
            updated_at=at,
        )
        told = [self._appointment(booking, each) for each in appointments]
        self._audit(at, "book", ("booking", booking), {"arrival": arrival, "appointments": told})
        self.add(
            "outbox",
            booking_id=booking,
            method="REQUEST",
            invitation=None if status == "sent" else {"uid": booking, "appointments": told, "attendee": _CONTACT},
            status=status,
            attempts=0,
            created_at=at,
            next_attempt_at=at,
        )
        return booking

    def changes(self, version: int, appointments: Sequence[Appointment]) -> None:
        """What a version of the region's capacity took."""
        for each in appointments:
            values = {"resource_id": each.resource, "start": each.start, "end": each.end, "taken": True}
            self.add("capacity_changes", region_id=REGION.id, version=version, **values)

    def _appointment(self, booking: str, each: Appointment) -> dict[str, Any]:
        """An appointment with its claims; the same as the audit line tells it."""
        name = new_id("appointment")
        self.add(
            "appointments",
            id=name,
            booking_id=booking,
            region_id=REGION.id,
            agency_id=each.agency,
            resource_id=each.resource,
            location_id=each.location,
            step=each.step,
            day=each.start.date(),
            start=each.start,
            end=each.end,
        )
        for slot in _slots(each):
            self.add("claims", resource_id=each.resource, slot=slot, appointment_id=name)
        return {**to_json(each), "id": name}

    def _audit(self, at: datetime, action: str, about: tuple[str, str], details: dict[str, Any]) -> None:
        entity, name = about
        self.add("audit", at=at, actor=ACTOR, action=action, entity=entity, entity_id=name, details=details)


def _slots(each: Appointment) -> Iterator[datetime]:
    return (each.start + n * _SLOT for n in range((each.end - each.start) // _SLOT))
