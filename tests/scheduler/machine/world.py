"""What the service should know after some operations, in plain dictionaries; it shares no code with the store."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from scheduler.domain.booking import BookedAppointment, Booking
from scheduler.domain.itinerary import Appointment, Offer
from tests.scheduler.machine.corner import SLOT, local_day

Slot = tuple[str, datetime]  # a desk, and when the slot starts
Time = tuple[str, datetime, datetime]  # a step, from when until when
BLOCK = "block"
_ALWAYS = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass
class Visit:
    """An appointment; its desk is kept for it `until` an instant."""

    name: str
    step: str
    desk: str
    start: datetime
    end: datetime
    status: str = "booked"
    until: datetime = _ALWAYS
    overrides: tuple[str, ...] = ()

    @property
    def slots(self) -> set[Slot]:
        """What it takes of its desk."""
        return {(self.desk, at) for at in _starts(self.start, min(self.end, self.until))}

    @property
    def time(self) -> Time:
        """What people are told of it."""
        return self.step, self.start, self.end

    @property
    def cannot_change(self) -> bool:
        """Whether it has been started."""
        return self.status in ("started", "finished")

    @property
    def is_over_others(self) -> bool:
        """Whether staff have put it at a desk that others have."""
        return "capacity" in self.overrides

    def has_begun(self, now: datetime) -> bool:
        """Whether it goes on or is over."""
        return self.start <= now or self.cannot_change


@dataclass
class Person:
    """An arrival: the steps of its journey, and who is written to."""

    steps: tuple[str, ...]
    size: int
    email: str
    available_from: datetime
    deadline: datetime
    erased: bool = False


@dataclass
class Offered:
    """An offer as it was made."""

    arrival: str
    visits: dict[str, Visit]
    expires: datetime
    in_time: bool


@dataclass
class Held:
    """A hold."""

    arrival: str
    visits: dict[str, Visit]
    expires: datetime
    in_time: bool
    offer: str = ""
    ended: bool = False
    renewals: int = 0


@dataclass
class Waiting:
    """Somebody who waits; `wants_better`: a booking in time and as wished did not end it when it began."""

    until: datetime | None
    earliest: datetime | None
    wants_better: bool
    asked: datetime | None = None
    hold: str | None = None

    def is_kept_by(self, booking: "Booked | None") -> bool:
        """Whether a booking is in time and as wished."""
        if booking is None or not booking.visits or not booking.in_time:
            return False
        return self.earliest is None or min(each.start for each in booking.visits.values()) >= self.earliest


@dataclass
class Booked:
    """A booking, and what its person was told last; `named`: staff have chosen its times."""

    arrival: str
    visits: dict[str, Visit]
    in_time: bool
    times: str
    fixes_on: date | None
    version: int = 1
    sequence: int = 0
    given_up: set[str] = field(default_factory=set)
    told: set[Time] = field(default_factory=set)
    named: bool = False

    @property
    def status(self) -> str:
        """It is cancelled once nothing of it is left."""
        return "confirmed" if self.visits else "cancelled"

    @property
    def completes_on(self) -> date | None:
        """The day of the last visit that was not missed."""
        days = [local_day(each.end) for each in self.visits.values() if each.status != "no-show"]
        return max(days, default=None)


@dataclass
class World:
    """Everybody, everything taken, and how much was written about it."""

    people: dict[str, Person] = field(default_factory=dict)
    offers: dict[str, Offered] = field(default_factory=dict)
    holds: dict[str, Held] = field(default_factory=dict)
    bookings: dict[str, Booked] = field(default_factory=dict)
    blocked: dict[Slot, str] = field(default_factory=dict)
    waiting: dict[str, Waiting] = field(default_factory=dict)
    mails: Counter[str] = field(default_factory=Counter)  # by booking, or by the hold of who waits
    audit: int = 0

    def booking_of(self, arrival: str) -> str | None:
        """The booking that an arrival has."""
        return next((name for name, one in self.bookings.items() if one.arrival == arrival and one.visits), None)

    def holds_now(self, now: datetime) -> Iterator[tuple[str, Held]]:
        """The holds that last."""
        return ((name, one) for name, one in self.holds.items() if not one.ended and one.expires > now)

    def end_hold_of(self, arrival: str) -> None:
        """Whatever an arrival holds is free again."""
        for one in self.holds.values():
            one.ended = one.ended or one.arrival == arrival

    def hold_of_waiting(self, arrival: str, now: datetime) -> str | None:
        """The hold that keeps what was offered to an arrival that waits, while it lasts."""
        name = self.waiting[arrival].hold
        held = self.holds.get(name or "")
        return name if held is not None and not held.ended and held.expires > now else None

    def stop_waiting(self, arrival: str) -> None:
        """Who waits does so no more, and that is on record."""
        if self.waiting.pop(arrival, None) is not None:
            self.audit += 1

    def settle(self, name: str) -> None:
        """A booking that was just made or moved ends the waiting if it is in time and as wished."""
        booking = self.bookings[name]
        entry = self.waiting.get(booking.arrival)
        if entry is not None and entry.is_kept_by(booking):
            self.stop_waiting(booking.arrival)

    def withdraw_offers_of(self, arrival: str) -> None:
        """What was offered cannot be taken any more."""
        self.offers = {name: one for name, one in self.offers.items() if one.arrival != arrival}

    def visits(self, now: datetime) -> Iterator[Visit]:
        """All that is held or booked."""
        for _, hold in self.holds_now(now):
            yield from hold.visits.values()
        for booking in self.bookings.values():
            yield from booking.visits.values()

    def owners(self, now: datetime) -> dict[Slot, set[str]]:
        """Who has which slot: nobody's is somebody else's, unless staff have put one of them over the other."""
        found: dict[Slot, set[str]] = {slot: {BLOCK} for slot in self.blocked}
        by_the_rules = set(self.blocked)
        for visit in self.visits(now):
            if not visit.is_over_others:
                assert not visit.slots & by_the_rules, f"{visit.name} has what others have"
                by_the_rules |= visit.slots
            for slot in visit.slots:
                found.setdefault(slot, set()).add(visit.name)
        return found

    def is_free(self, wanted: Iterable[Visit], now: datetime, giving_up: Iterable[Visit] = ()) -> bool:
        """Whether visits fit into what is free once some are given up."""
        owners, own = self.owners(now), {each.name for each in giving_up}
        return not any(owners.get(slot, set()) - own for each in wanted for slot in each.slots)

    def cancelled(self, name: str, steps: set[str] | None = None) -> None:
        """A booking, or some steps of it, is given up, told and on record."""
        booking = self.bookings[name]
        gone = set(booking.visits) if steps is None else steps
        booking.visits = {step: each for step, each in booking.visits.items() if step not in gone}
        booking.given_up |= gone
        booking.version += 1
        self.end_hold_of(booking.arrival)
        self.mail(name)
        self.audit += 1

    def mail(self, name: str, *, anew: bool = True) -> None:
        """A person is told how their booking stands; `anew` if it is another invitation than the last one."""
        booking = self.bookings[name]
        self.mails[name] += 1
        booking.sequence += anew
        booking.told = {each.time for each in booking.visits.values()}


def visits_of(appointments: Iterable[Appointment]) -> dict[str, Visit]:
    """Appointments by step, as the service told them."""
    return {each.step: _visit(each) for each in appointments}


def offered(offer: Offer) -> Offered:
    """An offer as the service told it."""
    return Offered(offer.arrival_id, visits_of(offer.appointments), offer.expires_at, offer.meets_deadline)


def newly_booked(booking: Booking) -> Booked:
    """A booking as the service told it."""
    visits = visits_of(booking.appointments)
    return Booked(booking.arrival_id, visits, bool(booking.meets_deadline), booking.times, booking.fixes_on)


def times(visits: dict[str, Visit]) -> list[tuple[str, str, datetime, datetime]]:
    """Visits without their names."""
    return sorted((each.step, each.desk, each.start, each.end) for each in visits.values())


def _visit(each: Appointment) -> Visit:
    start, end = each.start.astimezone(UTC), each.end.astimezone(UTC)
    if not isinstance(each, BookedAppointment):
        return Visit("", each.step, each.resource, start, end)
    found = Visit(each.id, each.step, each.resource, start, end, each.status)
    found.overrides = tuple(override.rule for override in each.overrides)
    if each.missed_at is not None:
        found.until = each.missed_at
    return found


def _starts(start: datetime, until: datetime) -> Iterator[datetime]:
    while start + SLOT <= until:
        yield start
        start += SLOT
