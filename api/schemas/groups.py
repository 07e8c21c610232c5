"""Bodies about groups that arrive together."""

from typing import Annotated

from pydantic import Field

from api.schemas.arrivals import ContactIn, Party, ReadyFrom, Unavailable
from api.schemas.base import Day, Id, Instant, Received, Sent
from api.schemas.bookings import BookingOut
from scheduler.domain.group import MAX_PARTIES, Group, GroupIntake, GroupParty, Mode
from scheduler.domain.itinerary import Unserved
from scheduler.domain.policy import Times


class GroupPartyIn(Received):
    """A party of a group."""

    party: Party
    contact: ContactIn
    ready_from: ReadyFrom = Field(default_factory=dict)
    unavailable: Unavailable = ()

    def one(self) -> GroupParty:
        """The same in the domain."""
        return GroupParty(
            party=tuple(person.person() for person in self.party),
            contact=self.contact.contact(),
            ready_from=self.ready_from,
            unavailable=tuple(period.period() for period in self.unavailable),
        )


class GroupIn(Received):
    """A group: what its parties share, and each of them.

    `mode`: `all` to have everybody served in time or nothing stored, `exceptions` to be told of those who cannot be.
    """

    journey: Id
    region: Id
    arrives_on: Day
    available_from: Instant | None = None
    parties: Annotated[tuple[GroupPartyIn, ...], Field(min_length=1, max_length=MAX_PARTIES)]
    mode: Mode
    times: Times | None = None

    def group(self) -> Group:
        """The same in the domain."""
        return Group(
            journey=self.journey,
            region=self.region,
            arrives_on=self.arrives_on,
            parties=tuple(each.one() for each in self.parties),
            mode=self.mode,
            available_from=self.available_from,
            times=self.times,
        )


class ServedOut(Sent):
    """The booking of a party, by its place in the group from 0 on."""

    party: int
    booking: BookingOut


class UnservedOut(Sent):
    """A party that cannot be served in time, and why; `arrivalId` is null where nothing was stored."""

    party: int
    arrival_id: str | None
    reason: str


class GroupOut(Sent):
    """What became of a group, in its order."""

    bookings: list[ServedOut]
    exceptions: list[UnservedOut]

    @classmethod
    def of(cls, intake: GroupIntake) -> "GroupOut":
        """The body for what became of a group."""
        return cls.model_validate(intake)


class ExceptionsOut(Sent):
    """Who keeps a group from being served whole."""

    exceptions: list[UnservedOut]

    @classmethod
    def of(cls, exceptions: tuple[Unserved, ...]) -> "ExceptionsOut":
        """What a problem document says of them besides."""
        return cls(exceptions=[UnservedOut.model_validate(each) for each in exceptions])
