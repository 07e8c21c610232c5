"""The waiting list: arrivals that would like better times than they have, and what was offered to them."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from scheduler.domain.arrival import Period
from scheduler.domain.booking import Booking, Hold
from scheduler.domain.itinerary import Appointment


@dataclass(frozen=True, slots=True)
class Wish:
    """Until when an arrival waits, to its deadline unless told, and between which instants it would like to come."""

    until: datetime | None = None
    earliest: datetime | None = None
    latest: datetime | None = None

    def is_kept_by(self, booking: Booking | None) -> bool:
        """Whether there is a booking, in time and as wished."""
        if booking is None or not booking.meets_deadline:
            return False
        early = self.earliest is not None and booking.appointments[0].start < self.earliest
        late = self.latest is not None and booking.appointments[-1].end > self.latest
        return not early and not late


@dataclass(frozen=True, slots=True)
class WaitingOffer:
    """Times that were held for an arrival that waits, from an instant on."""

    hold_id: str
    offered_at: datetime
    appointments: tuple[Appointment, ...]


@dataclass(frozen=True, slots=True)
class WaitingEntry:
    """An arrival that waits.

    `wants_better`: it was in time and as wished when it joined, so that such a booking does not end its waiting.
    `hold` keeps free what is offered to it now.
    """

    arrival_id: str
    region: str
    until: datetime
    earliest: datetime | None
    latest: datetime | None
    wants_better: bool
    created_at: datetime
    offers: tuple[WaitingOffer, ...] = ()
    hold: Hold | None = None

    @property
    def id(self) -> str:
        """Its id in lists: an arrival has one entry."""
        return self.arrival_id

    def is_content_with(self, booking: Booking | None) -> bool:
        """Whether it has a booking, in time and as wished."""
        return Wish(self.until, self.earliest, self.latest).is_kept_by(booking)

    @property
    def passed_up(self) -> tuple[Period, ...]:
        """When the visits were to begin that were offered to it before: it is not asked to come then again."""
        days = (day for offer in self.offers for _, day in groupby(offer.appointments, _day))
        return tuple(Period(first.start, first.end) for first in map(next, days))


def _day(appointment: Appointment) -> date:
    return appointment.start.date()
