"""Counts what is free."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from scheduler.application import Application
from scheduler.domain.capacity import Block, FreeSlot, Occupied
from scheduler.domain.errors import InvalidInput
from scheduler.expiry import release_expired
from scheduler.translation import Frame

MAX_DAYS = 62
_LONGEST = timedelta(days=MAX_DAYS)


def availability(app: Application, region_id: str, first: date, last: date) -> tuple[FreeSlot, ...]:
    """Open and free desks by agency and slot from `first` to `last`, in order of time; closed slots are left out.

    A desk that a disruption or a closure blocks is not open.

    Raises NotFound or InvalidInput.
    """
    if not first <= last < first + _LONGEST:
        raise InvalidInput("to", last.isoformat(), f"a day from {first} on, at most {MAX_DAYS} days in all")
    if not 2000 <= first.year <= 2100:
        raise InvalidInput("from", first.isoformat(), "a day of the years 2000 to 2100")
    release_expired(app)
    with app.reading() as uow:
        frame = Frame(uow.configuration.setup(region_id), first, last)
        taken = uow.capacity.taken(region_id, *frame.bounds)
        blocked = uow.capacity.blocked(region_id, *frame.bounds)
    return tuple(_slots(frame, taken, blocked))


def _slots(frame: Frame, taken: Iterable[Occupied], blocked: Iterable[Block]) -> Iterator[FreeSlot]:
    spans = ((resource, span) for resource in frame.resources.values() for span in frame.shifts(resource))
    opened = {(slot, resource.id) for resource, span in spans for slot in range(span.start, span.end)}
    opened -= _covered(frame, ((block.resource, block.start, block.end) for block in blocked))
    # By desk: what is booked while a desk is shut, or twice, must not make another one look taken.
    used = _covered(frame, taken)
    desks, free = (
        Counter((slot, frame.resources[resource].agency) for slot, resource in found)
        for found in (opened, opened - used)
    )
    for slot, agency in sorted(desks):
        count = desks[slot, agency]
        yield FreeSlot(agency, frame.instant(slot), frame.end_instant(slot + 1), count, free[slot, agency])


def _covered(frame: Frame, stretches: Iterable[Occupied]) -> set[tuple[int, str]]:
    """Slots and desks that stretches of desks' time touch."""
    return {
        (slot, resource)
        for resource, start, end in stretches
        for slot in range(frame.start_slot(start), frame.end_slot(end))
    }
