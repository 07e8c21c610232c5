"""What the tests of the service play on: a clock that is set, a mailbox that is read, people who arrive."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from itertools import groupby
from typing import Any
from uuid import uuid4

from sqlalchemy import func, select

from calendars.transport import DeliveryError
from scheduler.application import Application
from scheduler.domain.agency import Resource
from scheduler.domain.arrival import Arrival, Contact, NewArrival, Person
from scheduler.domain.booking import BookedAppointment, Booking, BookRequest, Idempotency
from scheduler.domain.itinerary import Offer, OfferRequest
from scheduler.store import tables as t
from scheduler.store.bookings import HoldRecord
from scheduler.translation import Frame
from scheduler.use_cases.book import book
from scheduler.use_cases.make_offers import make_offers
from scheduler.use_cases.register_arrival import register_arrival

ACTOR = "test desk"
REGION = "zuid-limburg"
FRIDAY_BEFORE = datetime(2026, 9, 4, 8, tzinfo=UTC)
MONDAY = date(2026, 9, 7)
THURSDAY = date(2026, 9, 10)
_FAR = datetime(2099, 1, 1, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = FRIDAY_BEFORE

    def __call__(self) -> datetime:
        """The time it shows."""
        return self.now

    def forward(self, **span: float) -> None:
        """Move it."""
        self.now += timedelta(**span)


@dataclass
class Mailbox:
    """A transport that keeps what it is given, and fails when told to."""

    messages: list[EmailMessage] = field(default_factory=list)
    failure: DeliveryError | None = None

    def send(self, message: EmailMessage) -> None:
        """Keep a message, or fail."""
        if self.failure is not None:
            raise self.failure
        self.messages.append(message)


def newcomer(**changes: Any) -> NewArrival:
    """A highly skilled migrant alone who arrives on Monday and speaks English, but for `changes`."""
    plain: dict[str, Any] = {
        "journey": "knowledge-migrant",
        "region": REGION,
        "arrives_on": MONDAY,
        "party": (Person("applicant", ("en",)),),
        "contact": Contact("Ada Adeyemi", "ada@onestop.example", "en"),
    }
    return NewArrival(**(plain | changes))


def once() -> Idempotency:
    """An idempotency key that was never used."""
    return Idempotency(uuid4().hex, "hash of the body", "token-1")


def registered(app: Application, **changes: Any) -> Arrival:
    """A registered newcomer."""
    return register_arrival(app, ACTOR, newcomer(**changes))


def offered(app: Application, arrival: Arrival, **wanted: Any) -> tuple[Offer, ...]:
    """Offers to an arrival."""
    return make_offers(app, ACTOR, arrival.id, OfferRequest(**wanted)).offers


def booked(app: Application, offer: Offer) -> Booking:
    """The booking of an offer."""
    return book(app, ACTOR, BookRequest(offer_id=offer.id), once())


def count(app: Application, name: str) -> int:
    """Rows in a table."""
    with app.database.reading() as connection:
        return connection.execute(select(func.count()).select_from(t.metadata.tables[name])).scalar_one()


def counts(app: Application) -> dict[str, int]:
    """Rows in every table: equal before and after means that nothing was stored."""
    return {name: count(app, name) for name in t.metadata.tables}


def fill(app: Application, agency: str, first: date, last: date) -> None:
    """Take what is free of every desk of an agency from `first` to `last`, by the hold of a group."""
    holder = registered(app)
    with app.writing() as uow:
        frame = Frame(uow.configuration.setup(REGION), first, last)
        taken = uow.capacity.taken(REGION, *frame.bounds)
        appointments = tuple(
            BookedAppointment(
                "permit",
                agency,
                resource.id,
                resource.location,
                frame.instant(start),
                frame.end_instant(end),
                uuid4().hex,
            )
            for resource in frame.resources.values()
            if resource.agency == agency
            for start, end in _free_runs(frame, resource, taken)
        )
        region = frame.setup.region
        record = HoldRecord(
            uuid4().hex,
            holder.id,
            "none",
            last,
            meets_deadline=True,
            expires_at=_FAR,
            active=True,
        )
        uow.holds.add(record)
        uow.appointments.add_to_hold(record.id, region.id, appointments)
        uow.capacity.take(region, appointments)
        uow.commit()


def _free_runs(
    frame: Frame, resource: Resource, taken: tuple[tuple[str, datetime, datetime], ...]
) -> Iterator[tuple[int, int]]:
    """The stretches of slots of a desk that nobody has."""
    had = {
        slot
        for desk, start, end in taken
        if desk == resource.id
        for slot in range(frame.start_slot(start), frame.end_slot(end))
    }
    for span in frame.shifts(resource):
        free = (slot for slot in range(span.start, span.end) if slot not in had)
        for _, run in groupby(enumerate(free), key=lambda pair: pair[1] - pair[0]):
            slots = [slot for _, slot in run]
            yield slots[0], slots[-1] + 1
