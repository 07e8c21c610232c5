"""Bodies about arrivals."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

from pydantic import Field, model_validator

from api.schemas.base import Day, Id, Instant, Language, MailLanguage, Received, Sent, Stamp
from scheduler.domain.arrival import MAX_PARTY, Arrival, ArrivalChanges, Contact, NewArrival, Period, Person, Role
from scheduler.domain.policy import Times
from scheduler.domain.privacy import MAX_TEXT

_MOST_PERIODS = 100
_MOST_STEPS = 50
_MOST_LANGUAGES = 10


class PersonIn(Received):
    """A member of the party."""

    role: Role
    languages: Annotated[tuple[Language, ...], Field(max_length=_MOST_LANGUAGES)] = ()

    def person(self) -> Person:
        """The same in the domain."""
        return Person(self.role, self.languages)


class ContactIn(Received):
    """Whom the invitations go to."""

    name: Annotated[str, Field(min_length=1, max_length=MAX_TEXT)]
    email: Annotated[str, Field(min_length=3, max_length=254, json_schema_extra={"format": "email"})]
    language: MailLanguage

    def contact(self) -> Contact:
        """The same in the domain."""
        return Contact(self.name, self.email, self.language)


class PeriodIn(Received):
    """A time at which the party cannot come, from `start` up to `end`."""

    start: Instant
    end: Instant

    def period(self) -> Period:
        """The same in the domain."""
        return Period(self.start, self.end)


Party = Annotated[tuple[PersonIn, ...], Field(min_length=1, max_length=MAX_PARTY)]
ReadyFrom = Annotated[dict[Id, Day], Field(max_length=_MOST_STEPS)]
Unavailable = Annotated[tuple[PeriodIn, ...], Field(max_length=_MOST_PERIODS)]


class WalkInIn(Received):
    """Somebody who is at the desk: an arrival of today, who can come from now on unless told otherwise."""

    journey: Id
    region: Id
    arrives_on: Day | None = None
    available_from: Instant | None = None
    party: Party
    contact: ContactIn
    ready_from: ReadyFrom = Field(default_factory=dict)
    unavailable: Unavailable = ()
    times: Times | None = None

    def arrival(self) -> NewArrival:
        """The same in the domain."""
        return NewArrival(
            journey=self.journey,
            region=self.region,
            arrives_on=self.arrives_on,
            party=tuple(person.person() for person in self.party),
            contact=self.contact.contact(),
            available_from=self.available_from,
            ready_from=self.ready_from,
            unavailable=tuple(period.period() for period in self.unavailable),
            times=self.times,
        )


class NewArrivalIn(WalkInIn):
    """An arrival to register."""

    arrives_on: Day


class ArrivalChangesIn(Received):
    """What changes of an arrival; fields that are left out stay as they are."""

    arrives_on: Day | None = None
    available_from: Instant | None = None
    party: Party | None = None
    contact: ContactIn | None = None
    ready_from: ReadyFrom | None = None
    unavailable: Unavailable | None = None
    times: Times | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> "ArrivalChangesIn":
        if all(getattr(self, name) is None for name in type(self).model_fields):
            names = ", ".join(str(field.alias) for field in type(self).model_fields.values())
            raise ValueError(f"at least one of {names}")
        return self

    def changes(self) -> ArrivalChanges:
        """The same in the domain."""
        return ArrivalChanges(
            arrives_on=self.arrives_on,
            available_from=self.available_from,
            party=None if self.party is None else tuple(person.person() for person in self.party),
            contact=None if self.contact is None else self.contact.contact(),
            ready_from=self.ready_from,
            unavailable=None if self.unavailable is None else tuple(period.period() for period in self.unavailable),
            times=self.times,
        )


class PersonOut(Sent):
    """A member of the party."""

    role: Role
    languages: list[str]


class ContactOut(Sent):
    """Whom the invitations go to."""

    name: str
    email: str
    language: str


class PeriodOut(Sent):
    """A time at which the party cannot come."""

    start: datetime
    end: datetime


class ArrivalOut(Sent):
    """A registered arrival, with the deadline it was promised and why it is that; `contact` is null once erased.

    `times` are what it asks its booking to have, null where that is left to the region.
    """

    id: str
    journey: str
    region: str
    arrives_on: date
    available_from: datetime
    party: list[PersonOut]
    contact: ContactOut | None
    ready_from: Mapping[str, date]
    unavailable: list[PeriodOut]
    deadline: datetime
    deadline_reason: str
    times: Times | None
    created_at: Stamp

    @classmethod
    def of(cls, arrival: Arrival) -> "ArrivalOut":
        """The body for an arrival."""
        return cls.model_validate(arrival)
