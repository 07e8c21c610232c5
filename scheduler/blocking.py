"""What desks that drop out block, and who was to come to them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from scheduler.domain.booking import BookedAppointment
from scheduler.domain.capacity import Occupied
from scheduler.domain.disruption import Absence
from scheduler.standing import Standing
from scheduler.store.appointments import TakenAppointment
from scheduler.store.bookings import HoldRecord
from scheduler.store.unit_of_work import UnitOfWork
from scheduler.translation import Frame


@dataclass(frozen=True)
class Affected:
    """Stretches of open time that are to be blocked, bookings that must move for it, and holds that end.

    `freed`: what those holds keep.
    """

    stretches: tuple[Absence, ...]
    standing: tuple[Standing, ...]
    holds: tuple[HoldRecord, ...]
    freed: tuple[BookedAppointment, ...]

    @property
    def arrivals(self) -> tuple[str, ...]:
        """Whom it is about."""
        return (*(one.arrival.id for one in self.standing), *(hold.arrival_id for hold in self.holds))


def affected_by(uow: UnitOfWork, region_id: str, absences: Sequence[Absence], now: datetime) -> Affected:
    """What absences of desks mean as things stand; appointments that have begun are held to their end."""
    start, end = min(each.start for each in absences), max(each.end for each in absences)
    frame = Frame(uow.configuration.setup(region_id), start.date(), end.date())
    held = uow.appointments.touching(region_id, start, end)
    closed = [(each.resource, each.start, each.end) for each in uow.capacity.blocked(region_id, start, end)]
    closed += [(desk, each.start, each.kept_until) for each in _begun(held, now) for desk in each.desks]
    runs: list[Absence] = []
    for absence in absences:  # two of one desk may overlap
        found = tuple(_runs(frame, absence, closed, now))
        runs += found
        closed += [(each.resource, each.start, each.end) for each in found]
    to_come = [each for each in held if not each.appointment.has_begun(now)]
    # Where staff have booked outside of open time there is no stretch to block, and yet nobody to come to.
    hit = [each for each in to_come if any(_overlap(away, each.appointment) for away in (*runs, *absences))]
    return _affected(uow, tuple(runs), hit)


def _begun(held: Iterable[TakenAppointment], now: datetime) -> Iterator[BookedAppointment]:
    return (each.appointment for each in held if each.appointment.has_begun(now))


def _runs(frame: Frame, absence: Absence, closed: Iterable[Occupied], now: datetime) -> Iterator[Absence]:
    """The stretches of open slots from now on that an absence covers, any slot at its edges whole."""
    first, last = max(frame.end_slot(absence.start), frame.start_slot(now)), frame.start_slot(absence.end)
    taken = {
        slot
        for resource, start, end in closed
        if resource == absence.resource
        for slot in range(frame.start_slot(start), frame.end_slot(end))
    }
    for shift in frame.shifts(frame.resources[absence.resource]):
        slots = (slot for slot in range(max(shift.start, first), min(shift.end, last)) if slot not in taken)
        for _, run in groupby(enumerate(slots), key=lambda pair: pair[1] - pair[0]):
            numbers = [slot for _, slot in run]
            yield Absence(absence.resource, frame.instant(numbers[0]), frame.end_instant(numbers[-1] + 1))


def _affected(uow: UnitOfWork, stretches: tuple[Absence, ...], hit: Sequence[TakenAppointment]) -> Affected:
    bookings = [uow.bookings.get(found) for found in sorted({each.booking_id for each in hit if each.booking_id})]
    ids = {each.appointment.id for each in hit}
    standing = tuple(Standing.of(uow.arrivals.get(booking.arrival_id), booking, ids) for booking in bookings)
    holds = tuple(uow.holds.get(found) for found in sorted({each.hold_id for each in hit if each.hold_id}))
    freed = (appointment for hold in holds for appointment in uow.appointments.of_hold(hold.id))
    return Affected(stretches, standing, holds, tuple(freed))


def _overlap(stretch: Absence, appointment: BookedAppointment) -> bool:
    return stretch.resource in appointment.desks and stretch.start < appointment.end and appointment.start < stretch.end
