"""Those who have booked, as they are planned anew: what of it may move, and what stays."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.domain.arrival import Arrival
from scheduler.domain.booking import BookedAppointment, Booking
from scheduler.domain.itinerary import Appointment

Found = dict[str, tuple[Appointment, ...]]  # appointments by arrival


@dataclass(frozen=True, slots=True)
class Standing:
    """An arrival and what it has booked; the rest are ids of its appointments.

    `waited_for`: those to which it does not come in time. `named`: those that stay since staff have put them there.
    `untouched`: beside those, all that could stay.
    """

    arrival: Arrival
    booking: Booking
    waited_for: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    untouched: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls, arrival: Arrival, booking: Booking, hit: Collection[str], waited_for: frozenset[str] = frozenset()
    ) -> "Standing":
        """One of which some appointments are `hit`; where staff have overridden rules for others, those stay."""
        untouched = frozenset(each.id for each in booking.appointments if each.id not in hit)
        named = untouched & {each.id for each in booking.appointments if each.overrides}
        return cls(arrival, booking, waited_for, named, untouched if named else frozenset())

    def where_hit(self) -> "Standing":
        """The same with all that stays that could."""
        return replace(self, named=self.untouched)

    def whole(self) -> "Standing":
        """The same with nothing that stays because staff have put it there."""
        return replace(self, named=frozenset(), untouched=frozenset())

    def begun(self, now: datetime) -> tuple[BookedAppointment, ...]:
        """The appointments that have begun."""
        return tuple(each for each in self.booking.appointments if self._has_begun(each, now))

    def kept(self, now: datetime) -> tuple[BookedAppointment, ...]:
        """The appointments that have not begun, and stay."""
        ahead = (each for each in self.booking.appointments if each.id in self.named)
        return tuple(each for each in ahead if not self._has_begun(each, now))

    def open(self, now: datetime) -> tuple[BookedAppointment, ...]:
        """The appointments that may move."""
        ahead = (each for each in self.booking.appointments if each.id not in self.named)
        return tuple(each for each in ahead if not self._has_begun(each, now))

    def _has_begun(self, each: BookedAppointment, now: datetime) -> bool:
        return each.id not in self.waited_for and each.has_begun(now)

    def is_kept_by(self, found: Found, now: datetime) -> bool:
        """Whether what was found for it is what it has."""
        return found.get(self.arrival.id) == tuple(each.taken for each in self.open(now))

    @property
    def deadline(self) -> datetime:
        """What was promised, or where that is broken already, what is booked: it gets no later."""
        return max(self.arrival.deadline, *(each.end for each in self.booking.appointments))
