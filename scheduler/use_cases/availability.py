"""Counts what is free."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from scheduler.application import Application
from scheduler.domain.capacity import FreeSlot
from scheduler.domain.errors import InvalidInput
from scheduler.expiry import release_expired
from scheduler.translation import Frame

MAX_DAYS = 62
_LONGEST = timedelta(days=MAX_DAYS)


def availability(app: Application, region_id: str, first: date, last: date) -> tuple[FreeSlot, ...]:
    """Open and free desks by agency and slot from `first` to `last`, in order of time; closed slots are left out.

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
    return tuple(_slots(frame, taken))


def _slots(frame: Frame, taken: Iterable[tuple[str, datetime, datetime]]) -> Iterator[FreeSlot]:
    spans = ((resource.agency, span) for resource in frame.resources.values() for span in frame.shifts(resource))
    opened = Counter((slot, agency) for agency, span in spans for slot in range(span.start, span.end))
    used = Counter(
        (slot, frame.resources[resource].agency)
        for resource, start, end in taken
        for slot in range(frame.start_slot(start), frame.end_slot(end))
    )
    for slot, agency in sorted(opened):
        desks = opened[slot, agency]
        # Time booked before a desk was closed is no longer open, and must not make others look taken twice.
        free = max(0, desks - used[slot, agency])
        yield FreeSlot(agency, frame.instant(slot), frame.end_instant(slot + 1), desks, free)
