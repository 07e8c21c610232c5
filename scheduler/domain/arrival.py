"""Arrivals: a party that comes to live here and needs its journey done within the promised days."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, get_args

from scheduler.domain.errors import InvalidInput
from scheduler.domain.policy import Times
from scheduler.domain.privacy import check_email, check_name, check_text

Role = Literal["applicant", "partner", "child"]
MAX_PARTY = 20
_LANGUAGE_LENGTHS = (2, 3)


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the party, by role and spoken languages only."""

    role: Role
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom the invitations go to."""

    name: str
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class Period:
    """A half-open stretch of time `[start, end)` between instants."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class NewArrival:
    """What is told of an arrival.

    `arrives_on` is None for who is there today; `available_from` defaults to the first opening on that day, or to now
    where that is later. `times` are those of its booking, as its region has them unless given.
    """

    journey: str
    region: str
    arrives_on: date | None
    party: tuple[Person, ...]
    contact: Contact
    available_from: datetime | None = None
    ready_from: Mapping[str, date] = field(default_factory=dict)
    unavailable: tuple[Period, ...] = ()
    times: Times | None = None


@dataclass(frozen=True, slots=True)
class ArrivalChanges:
    """What changes of an arrival; None leaves a field as it is."""

    arrives_on: date | None = None
    available_from: datetime | None = None
    party: tuple[Person, ...] | None = None
    contact: Contact | None = None
    ready_from: Mapping[str, date] | None = None
    unavailable: tuple[Period, ...] | None = None
    times: Times | None = None

    @property
    def only_contact(self) -> bool:
        """Whether nothing changes that appointments depend on."""
        others = (
            self.arrives_on,
            self.available_from,
            self.party,
            self.ready_from,
            self.unavailable,
            self.times,
        )
        return all(other is None for other in others)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A registered arrival with the deadline it was promised."""

    id: str
    journey: str
    region: str
    arrives_on: date
    available_from: datetime
    party: tuple[Person, ...]
    contact: Contact
    ready_from: Mapping[str, date]
    unavailable: tuple[Period, ...]
    deadline: datetime
    deadline_reason: str
    created_at: datetime
    updated_at: datetime
    times: Times | None = None

    def is_met(self, completes_on: date, ends: datetime) -> bool:
        """Whether the deadline is, by results there on a day and a last appointment that ends at an instant."""
        return completes_on <= self.deadline.date() and ends <= self.deadline

    @property
    def languages(self) -> frozenset[str]:
        """Languages in which an adult of the party can be helped; a child does not interpret for its parents."""
        return frozenset(language for person in self.party if person.role != "child" for language in person.languages)


def check_party(party: tuple[Person, ...]) -> None:
    """Refuses a party that cannot be: raises InvalidInput."""
    if not 1 <= len(party) <= MAX_PARTY:
        raise InvalidInput("/party", len(party), f"1 to {MAX_PARTY} people")
    applicants = sum(person.role == "applicant" for person in party)
    if applicants != 1:
        raise InvalidInput("/party", f"{applicants} applicants", "a party with one applicant")
    for number, person in enumerate(party):
        if person.role not in get_args(Role):
            raise InvalidInput(f"/party/{number}/role", person.role, f"one of {', '.join(get_args(Role))}")
        for position, language in enumerate(person.languages):
            check_language(f"/party/{number}/languages/{position}", language)


def check_contact(contact: Contact) -> None:
    """Refuses a contact that cannot be written to: raises InvalidInput."""
    check_name("/contact/name", contact.name)
    check_email("/contact/email", contact.email)
    check_language("/contact/language", contact.language)


def check_language(pointer: str, language: str) -> None:
    """Refuses what is no language code: raises InvalidInput."""
    check_text(pointer, language)
    plain = language.isascii() and language.isalpha() and language.islower()
    if not plain or len(language) not in _LANGUAGE_LENGTHS:
        raise InvalidInput(pointer, language, "a language code such as nl or en")


def check_times(times: Times | None) -> None:
    """Refuses times that are neither firm nor provisional: raises InvalidInput."""
    if times is not None and times not in get_args(Times):
        raise InvalidInput("/times", times, f"one of {', '.join(get_args(Times))}")


def check_unavailable(unavailable: tuple[Period, ...]) -> None:
    """Refuses periods that end before they start: raises InvalidInput."""
    for number, period in enumerate(unavailable):
        if period.start >= period.end:
            pointer = f"/unavailable/{number}/end"
            raise InvalidInput(pointer, period.end.isoformat(), f"later than the start {period.start.isoformat()}")
