"""The guard against double booking, and the versions by which a copy of a region's capacity can follow.

Each write that takes or frees slots raises the version of its region by one and notes what changed under that
version. The update of the region's row makes writers of one region wait for each other, so versions commit in order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from scheduler.domain.agency import Region
from scheduler.domain.booking import BookedAppointment
from scheduler.store import tables as t


class ClaimLostError(Exception):
    """Somebody else has a slot that was to be taken."""


@dataclass(frozen=True, slots=True)
class CapacityChange:
    """Time of a desk that was taken, or freed."""

    version: int
    resource: str
    start: datetime
    end: datetime
    taken: bool


class CapacityRepository:
    """Claims on slots; collects what changes and notes it under one version when told to."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._changes: dict[str, list[tuple[BookedAppointment, bool]]] = {}

    def take(self, region: Region, appointments: Sequence[BookedAppointment]) -> None:
        """Claim every slot of some appointments; raises ClaimLostError."""
        rows = [
            {"resource_id": appointment.resource, "slot": slot, "appointment_id": appointment.id}
            for appointment in appointments
            for slot in _slots(appointment, region.pace.slot_minutes)
        ]
        try:
            self._connection.execute(insert(t.claims), rows)
        except IntegrityError as error:
            raise ClaimLostError from error
        self._note(region.id, appointments, taken=True)

    def free(self, region_id: str, appointments: Sequence[BookedAppointment]) -> None:
        """Give the slots of some appointments back."""
        ids = [appointment.id for appointment in appointments]
        self._connection.execute(delete(t.claims).where(t.claims.c.appointment_id.in_(ids)))
        self._note(region_id, appointments, taken=False)

    def free_from(self, region: Region, appointment: BookedAppointment, now: datetime) -> None:
        """Give back what is left of an appointment, the slot in progress included."""
        length = timedelta(minutes=region.pace.slot_minutes)
        left = [slot for slot in _slots(appointment, region.pace.slot_minutes) if slot + length > now]
        if left:
            kept = (t.claims.c.appointment_id == appointment.id, t.claims.c.slot >= left[0])
            self._connection.execute(delete(t.claims).where(*kept))
            self._note(region.id, [replace(appointment, start=left[0])], taken=False)

    def flush(self) -> None:
        """Note the collected changes under a new version of each region."""
        for region_id, changes in self._changes.items():
            version_column = t.regions.c.capacity_version
            self._connection.execute(
                update(t.regions).where(t.regions.c.id == region_id).values(capacity_version=version_column + 1)
            )
            version = self.version(region_id)
            self._connection.execute(
                insert(t.capacity_changes),
                [
                    {
                        "region_id": region_id,
                        "version": version,
                        "resource_id": appointment.resource,
                        "start": appointment.start,
                        "end": appointment.kept_until,
                        "taken": taken,
                    }
                    for appointment, taken in changes
                ],
            )
        self._changes.clear()

    def version(self, region_id: str) -> int:
        """The version of a region's capacity."""
        query = select(t.regions.c.capacity_version).where(t.regions.c.id == region_id)
        version: int = self._connection.execute(query).scalar_one()
        return version

    def since(self, region_id: str, version: int) -> tuple[CapacityChange, ...]:
        """What changed after a version, oldest first."""
        changes = t.capacity_changes.c
        wanted = (changes.region_id == region_id, changes.version > version)
        rows = self._connection.execute(select(t.capacity_changes).where(*wanted).order_by(changes.version, changes.id))
        return tuple(CapacityChange(row.version, row.resource_id, row.start, row.end, row.taken) for row in rows)

    def taken(self, region_id: str, start: datetime, end: datetime) -> tuple[tuple[str, datetime, datetime], ...]:
        """Resource, start and end of everything held or booked that touches a stretch of time.

        What was missed ends when that was noted. Holds that are over count until their slots are given back.
        """
        appointments = t.appointments.c
        rows = self._connection.execute(
            select(appointments.resource_id, appointments.start, appointments.end, appointments.missed_at).where(
                appointments.region_id == region_id,
                appointments.cancelled_at.is_(None),
                appointments.start < end,
                appointments.end > start,
            )
        )
        return tuple((row.resource_id, row.start, min(row.end, row.missed_at or row.end)) for row in rows)

    def forget_changes(self, region_id: str, keep: int) -> None:
        """Forget the changes of all but the last `keep` versions; a copy that is further behind is made anew."""
        changes = t.capacity_changes.c
        oldest = self.version(region_id) - keep
        self._connection.execute(
            delete(t.capacity_changes).where(changes.region_id == region_id, changes.version <= oldest)
        )

    def _note(self, region_id: str, appointments: Sequence[BookedAppointment], *, taken: bool) -> None:
        noted = [(appointment, taken) for appointment in appointments]
        if noted:
            self._changes.setdefault(region_id, []).extend(noted)


def _slots(appointment: BookedAppointment, slot_minutes: int) -> Iterator[datetime]:
    """The instants at which the slots of an appointment start, in UTC so that no clock change repeats one."""
    slot, end = appointment.start.astimezone(UTC), appointment.end.astimezone(UTC)
    while slot < end:
        yield slot
        slot += timedelta(minutes=slot_minutes)
