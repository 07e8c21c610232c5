"""Groups: parties that arrive together, planned as one batch."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from scheduler.domain.arrival import Contact, NewArrival, Period, Person
from scheduler.domain.booking import Booking
from scheduler.domain.itinerary import Unserved
from scheduler.domain.policy import Times

Mode = Literal["all", "exceptions"]
MAX_PARTIES = 500


@dataclass(frozen=True, slots=True)
class GroupParty:
    """What is told of one party of a group."""

    party: tuple[Person, ...]
    contact: Contact
    ready_from: Mapping[str, date] = field(default_factory=dict)
    unavailable: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """What is told of a group: what its parties share, and each of them.

    `mode`: whether all are served in time or nothing is stored, or those who cannot be are told as exceptions.
    """

    journey: str
    region: str
    arrives_on: date
    parties: tuple[GroupParty, ...]
    mode: Mode
    available_from: datetime | None = None
    times: Times | None = None

    def arrival(self, number: int) -> NewArrival:
        """One of its parties as an arrival of its own."""
        one = self.parties[number]
        return NewArrival(
            journey=self.journey,
            region=self.region,
            arrives_on=self.arrives_on,
            party=one.party,
            contact=one.contact,
            available_from=self.available_from,
            ready_from=one.ready_from,
            unavailable=one.unavailable,
            times=self.times,
        )


@dataclass(frozen=True, slots=True)
class Served:
    """The booking of a party of a group, by its place in it from 0 on."""

    party: int
    booking: Booking


@dataclass(frozen=True, slots=True)
class GroupIntake:
    """What became of a group."""

    bookings: tuple[Served, ...]
    exceptions: tuple[Unserved, ...]
