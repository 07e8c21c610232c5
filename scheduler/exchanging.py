"""Exchanges the appointments of bookings for others, inside the caller's transaction."""

from collections.abc import Sequence

from scheduler.domain.agency import Region
from scheduler.domain.booking import Booking
from scheduler.store.unit_of_work import UnitOfWork


def exchange(uow: UnitOfWork, region: Region, changes: Sequence[tuple[Booking, Booking]]) -> None:
    """Store bookings of a region as they are after, and their claims; raises ClaimLostError.

    All that is given up is freed before anything is taken: new times may overlap old ones, each other's too.
    """
    for before, after in changes:
        uow.capacity.free(region.id, before.beyond(after))
    for before, after in changes:
        _store(uow, region, before, after)


def _store(uow: UnitOfWork, region: Region, before: Booking, after: Booking) -> None:
    taken = after.beyond(before)
    held = {each.id for each in before.appointments}
    uow.appointments.move(region.id, [each for each in taken if each.id in held])
    uow.appointments.add_to_booking(before.id, region.id, [each for each in taken if each.id not in held])
    uow.capacity.take(region, taken)
    uow.bookings.replace(after)
