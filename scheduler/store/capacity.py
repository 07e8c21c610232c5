"""The guard against double booking, and the versions by which a copy of a region's capacity can follow.

Each write that takes or frees slots raises the version of its region by one and notes what changed under that
version. It does so before it touches a slot: the update of the region's row makes writers of one region wait for each
other, so versions commit in order, and two who want the same slots cannot each wait for the other's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, insert, null, select, update
from sqlalchemy.exc import IntegrityError

from scheduler.domain.agency import Region
from scheduler.domain.booking import BookedAppointment
from scheduler.domain.capacity import Block, Occupied, Owned
from scheduler.store import tables as t
from scheduler.store.claims import Claims
from scheduler.store.touching import touching


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
        self._claims = Claims(connection)
        self._changes: dict[str, list[tuple[Owned, bool]]] = {}
        self._versions: dict[str, int] = {}

    def lock(self, region_id: str) -> None:
        """Take the next version of a region, unless this transaction has; other writers of the region wait from now."""
        if region_id not in self._versions:
            raised = update(t.regions).where(t.regions.c.id == region_id)
            version = t.regions.c.capacity_version
            self._versions[region_id] = self._connection.execute(
                raised.values(capacity_version=version + 1).returning(version)
            ).scalar_one()

    def take(self, region: Region, appointments: Sequence[BookedAppointment]) -> None:
        """Claim every slot of some appointments; raises ClaimLostError.

        Only what exceeds the capacity because staff said so is put over what others have.
        """
        self._claim(region, [each for each in appointments if not each.exceeds_capacity], "appointment_id")
        over = [each for each in appointments if each.exceeds_capacity]
        if over:
            self.lock(region.id)
            self._claims.lay_over(_claims_of(region, over, "appointment_id"))
            self._note(region.id, over, taken=True)

    def _claim(self, region: Region, stretches: Sequence[Owned], owner: str) -> None:
        if not stretches:
            return
        self.lock(region.id)
        try:
            self._claims.add(_claims_of(region, stretches, owner))
        except IntegrityError as error:
            raise ClaimLostError from error
        self._note(region.id, stretches, taken=True)

    def free(self, region_id: str, appointments: Sequence[BookedAppointment]) -> None:
        """Give the slots of some appointments back."""
        if not appointments:
            return
        self.lock(region_id)
        self._claims.give_up([appointment.id for appointment in appointments])
        self._note(region_id, appointments, taken=False)

    def free_from(self, region: Region, appointment: BookedAppointment, now: datetime) -> None:
        """Give back what is left of an appointment, the slot in progress included."""
        length = timedelta(minutes=region.pace.slot_minutes)
        left = [slot for slot in _slots(appointment, region.pace.slot_minutes) if slot + length > now]
        if left:
            self.lock(region.id)
            self._claims.give_up([appointment.id], since=left[0])
            self._note(region.id, [replace(appointment, start=left[0])], taken=False)

    def flush(self) -> None:
        """Note the collected changes under the new version of each region."""
        for region_id, changes in self._changes.items():
            self._connection.execute(
                insert(t.capacity_changes),
                [
                    {
                        "region_id": region_id,
                        "version": self._versions[region_id],
                        "resource_id": desk,
                        "start": stretch.start,
                        "end": stretch.kept_until,
                        "taken": taken,
                    }
                    for stretch, taken in changes
                    for desk in stretch.desks
                ],
            )
        self._changes.clear()
        self._versions.clear()

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

    def taken(self, region_id: str, start: datetime, end: datetime) -> tuple[Occupied, ...]:
        """Resource, start and end of everything held, booked or blocked that touches a stretch of time.

        What was missed ends when that was noted. Holds that are over count until their slots are given back.
        """
        appointments, blocks = t.appointments.c, t.blocks.c
        columns = appointments.resource_id, appointments.start, appointments.end
        booked = select(*columns, appointments.missed_at, appointments.beside).where(
            appointments.cancelled_at.is_(None), *touching(t.appointments, region_id, start, end)
        )
        blocked = select(blocks.resource_id, blocks.start, blocks.end, null(), null()).where(
            *touching(t.blocks, region_id, start, end)
        )
        return tuple(
            (desk, row.start, min(row.end, row.missed_at or row.end))
            for row in self._connection.execute(booked.union_all(blocked))
            for desk in (row.resource_id, *(row.beside or ()))
        )

    def blocked(self, region_id: str, start: datetime, end: datetime) -> tuple[Block, ...]:
        """The blocks that touch a stretch of time."""
        wanted = touching(t.blocks, region_id, start, end)
        rows = self._connection.execute(select(t.blocks).where(*wanted).order_by(t.blocks.c.start, t.blocks.c.id))
        return tuple(Block(row.id, row.resource_id, row.start, row.end) for row in rows)

    def add_blocks(self, region: Region, disruption_id: str, reason: str, blocks: Sequence[Block]) -> None:
        """Store blocks of a disruption and claim their slots; raises ClaimLostError."""
        common = {"disruption_id": disruption_id, "region_id": region.id, "reason": reason}
        rows = [
            {"id": each.id, "resource_id": each.resource, "start": each.start, "end": each.end, **common}
            for each in blocks
        ]
        if rows:
            self._connection.execute(insert(t.blocks), rows)
        self._claim(region, blocks, "block_id")

    def free_blocks(self, region: Region, disruption_id: str, now: datetime) -> None:
        """Give back what a disruption blocks in slots that start at `now` or later."""
        rows = self._connection.execute(select(t.blocks).where(t.blocks.c.disruption_id == disruption_id)).all()
        for block in (Block(row.id, row.resource_id, row.start, row.end) for row in rows):
            left = [slot for slot in _slots(block, region.pace.slot_minutes) if slot >= now]
            if left:
                self.lock(region.id)
                self._shorten(block, left[0])
                self._note(region.id, [replace(block, start=left[0])], taken=False)

    def _shorten(self, block: Block, end: datetime) -> None:
        of_block = t.blocks.c.id == block.id
        self._claims.give_up_block(block.id, since=end)
        if end > block.start:
            self._connection.execute(update(t.blocks).where(of_block).values(end=end))
        else:
            self._connection.execute(delete(t.blocks).where(of_block))

    def forget_changes(self, region_id: str, keep: int) -> None:
        """Forget the changes of all but the last `keep` versions; a copy that is further behind is made anew."""
        changes = t.capacity_changes.c
        oldest = self.version(region_id) - keep
        self._connection.execute(
            delete(t.capacity_changes).where(changes.region_id == region_id, changes.version <= oldest)
        )

    def _note(self, region_id: str, stretches: Sequence[Owned], *, taken: bool) -> None:
        self._changes.setdefault(region_id, []).extend((stretch, taken) for stretch in stretches)


def _claims_of(region: Region, stretches: Sequence[Owned], owner: str) -> list[dict[str, object]]:
    return [
        {"resource_id": desk, "slot": slot, owner: stretch.id}
        for stretch in stretches
        for desk in stretch.desks
        for slot in _slots(stretch, region.pace.slot_minutes)
    ]


def _slots(stretch: Owned, slot_minutes: int) -> Iterator[datetime]:
    """The instants at which the slots of a stretch start, in UTC so that no clock change repeats one."""
    slot, end = stretch.start.astimezone(UTC), stretch.end.astimezone(UTC)
    while slot < end:
        yield slot
        slot += timedelta(minutes=slot_minutes)
