"""What became of the visits of the past, in numbers alone."""

from dataclasses import dataclass
from datetime import date
from statistics import pstdev

from sqlalchemy import Connection, func, select

from scheduler.store import tables as t


@dataclass(frozen=True, slots=True)
class VisitHistory:
    """Bookings of some days and how many were cancelled; visits that were due and how many nobody came to.

    `paces`: how long each took that was noted from start to finish, as a share of what was planned.
    """

    bookings: int
    cancelled: int
    due: int
    missed: int
    paces: tuple[float, ...]

    @property
    def cancellations(self) -> float:
        """Share of the bookings."""
        return self.cancelled / self.bookings if self.bookings else 0.0

    @property
    def no_shows(self) -> float:
        """Share of the visits that were due."""
        return self.missed / self.due if self.due else 0.0

    @property
    def spread(self) -> float:
        """Standard deviation of the paces."""
        return pstdev(self.paces) if self.paces else 0.0


class HistoryRepository:
    """Counts over bookings and appointments."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def visits(self, region_id: str, first: date, last: date) -> VisitHistory:
        """Of the arrivals and appointments of some days."""
        booked = (
            select(func.count(), func.count(t.bookings.c.active_arrival_id))
            .join_from(t.bookings, t.arrivals)
            .where(t.bookings.c.region_id == region_id, t.arrivals.c.arrives_on.between(first, last))
        )
        bookings, active = self._connection.execute(booked).one()
        held = (
            t.appointments.c.region_id == region_id,
            t.appointments.c.day.between(first, last),
            t.appointments.c.booking_id.is_not(None),
            t.appointments.c.cancelled_at.is_(None),
        )
        due = select(func.count(), func.count(t.appointments.c.missed_at)).where(*held)
        visits, missed = self._connection.execute(due).one()
        noted = (t.appointments.c.started_at.is_not(None), t.appointments.c.finished_at.is_not(None))
        taken = self._connection.execute(select(t.appointments).where(*held, *noted))
        paces = ((row.finished_at - row.started_at) / (row.end - row.start) for row in taken)
        return VisitHistory(bookings, bookings - active, visits, missed, tuple(paces))
