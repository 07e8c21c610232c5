"""Rules: people come, are offered times, and hold and book them."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from scheduler.application import Application
from scheduler.domain.arrival import Arrival, ArrivalChanges, Contact, NewArrival, Person
from scheduler.domain.booking import Booking, BookRequest, Hold, Idempotency, WalkIn
from scheduler.domain.errors import (
    AlreadyBooked,
    HoldEnded,
    HoldExpired,
    IdempotencyConflict,
    NotFound,
    NothingFits,
    RenewedOut,
)
from scheduler.domain.itinerary import OfferRequest
from scheduler.use_cases.amend_arrival import amend_arrival
from scheduler.use_cases.book import book
from scheduler.use_cases.erase_arrival import erase_arrival
from scheduler.use_cases.hold import hold
from scheduler.use_cases.read_arrival import get_arrival
from scheduler.use_cases.register_arrival import register_arrival
from scheduler.use_cases.release import release
from scheduler.use_cases.renew import renew
from scheduler.use_cases.walk_in import walk_in
from tests.scheduler.machine import world as w
from tests.scheduler.machine.base import Base, Wrong, chosen, some
from tests.scheduler.machine.corner import JOURNEYS, REGION, local_day, midnight
from tests.scheduler.stage import ACTOR

LIMIT = st.integers(1, 4)
TIMES = st.sampled_from(["firm", "provisional"])
THEN = st.sampled_from(["offered", "held", "firm", "provisional", "at last"])
JOURNEY = st.sampled_from(sorted(JOURNEYS))
ROLES = ("applicant", "partner")


class Taking(Base):
    """From an arrival to a booking."""

    def __init__(self, app: Application) -> None:
        super().__init__(app)
        self.numbers = count()
        self.requests: list[tuple[Idempotency, BookRequest | str, Booking | Hold]] = []

    def newcomer(self, journey: str, size: int, days: int | None) -> NewArrival:
        """Somebody who comes some days from now, or is here."""
        contact = Contact("Ada Adeyemi", "ada@onestop.example", "en")
        party = tuple(Person(role, ("en",)) for role in ROLES[:size])  # type: ignore[arg-type]
        day = None if days is None else local_day(self.now) + timedelta(days=days)
        return NewArrival(journey, REGION.id, day, party, contact)

    def key(self) -> Idempotency:
        """A key that was never used."""
        return Idempotency(f"key {next(self.numbers)}", "body", "token")

    @initialize(journey=JOURNEY, then=st.sampled_from(["firm", "provisional", "at last"]))
    def two_are_there(self, journey: str, then: str) -> None:
        """One with a booking, and one with offers."""
        self.come(journey, 1, 3, 1, then)
        self.come("full", 2, 0, 2, "held")

    @rule(journey=JOURNEY, size=st.integers(1, 2), days=st.integers(0, 5), limit=LIMIT, then=THEN)
    def come(self, journey: str, size: int, days: int, limit: int, then: str) -> None:
        """Register, make offers, and perhaps hold or book the best, or the best of the last day."""
        arrival = register_arrival(self.app, ACTOR, self.newcomer(journey, size, days))
        self.registered(arrival)
        last = midnight(local_day(arrival.deadline)) if then == "at last" else None
        found = self.offer_to(arrival.id, OfferRequest(limit=limit, earliest=last))
        best = len(found.offers) - 1
        if then == "held" and found.offers:
            self.hold(best)
        elif then != "offered" and found.offers:
            self.book_offer(best, "firm" if then == "at last" else then)

    def registered(self, arrival: Arrival) -> None:
        """Note that somebody was registered."""
        steps, size = JOURNEYS[arrival.journey], len(arrival.party)
        self.world.people[arrival.id] = w.Person(
            steps, size, arrival.contact.email, arrival.available_from, arrival.deadline
        )
        self.world.audit += 1

    @rule(who=some, limit=LIMIT, later=st.integers(0, 2))
    def offer(self, who: int, limit: int, later: int) -> None:
        """Make offers again, from now or a later day on."""
        name = chosen(self.world.people, who)
        request = OfferRequest(limit=limit, earliest=self.now + timedelta(days=later))
        if name in self.world.people and not self.world.people[name].erased:
            self.offer_to(name, request)
        else:
            self.attempt(NotFound, lambda: self.offer_to(name, request))

    @rule(who=some, email=st.sampled_from(["ada@onestop.example", "bram@onestop.example"]), move=st.booleans())
    def amend(self, who: int, email: str, move: bool) -> None:
        """Write to somebody else, or come on another day."""
        name = chosen(self.world.people, who)
        contact = Contact("Ada Adeyemi", email, "en")
        changes = ArrivalChanges(contact=contact, arrives_on=local_day(self.now) if move else None)
        booking = self.world.booking_of(name)
        person = self.world.people[name]
        wrong: Wrong = NotFound if person.erased else AlreadyBooked if booking and move else None
        after = self.attempt(wrong, lambda: amend_arrival(self.app, ACTOR, name, changes))
        if after is None:
            return
        self.world.audit += 1
        if move:
            self.world.end_hold_of(name)
            self.world.withdraw_offers_of(name)
        if booking is not None and email != person.email:
            self.world.bookings[booking].version += 1
            self.world.mail(booking)
            self.world.mail(booking, anew=False)
        if email != person.email and name in self.world.waiting:
            self.tell_again(name)
        self.world.people[name] = replace(
            person, email=email, available_from=after.available_from, deadline=after.deadline
        )

    def tell_again(self, name: str) -> None:
        """A new contact is told what is held while it waits."""
        held = self.world.hold_of_waiting(name, self.now)
        if held is not None:
            self.world.mails[held] += 1

    @precondition(lambda self: len(self.world.people) > 3)
    @rule(who=some)
    def erase(self, who: int) -> None:
        """Cancel and forget."""
        name = chosen(self.world.people, who)
        person = self.world.people[name]
        self.attempt(NotFound if person.erased else None, lambda: erase_arrival(self.app, ACTOR, name))
        if person.erased:
            return
        self.world.people[name] = replace(person, erased=True)
        self.world.end_hold_of(name)
        self.world.withdraw_offers_of(name)
        booking = self.world.booking_of(name)
        if booking is not None:
            self.world.cancelled(booking)
        self.world.waiting.pop(name, None)
        self.world.audit += 1

    @rule(which=some)
    def hold(self, which: int) -> None:
        """Hold an offer instead of what was held before."""
        name, key = chosen(self.world.offers, which), self.key()
        held = self.attempt(self.refusal_of_taking(name), lambda: hold(self.app, ACTOR, name, key))
        if held is None:
            return
        offer = self.world.offers[name]
        self.world.end_hold_of(offer.arrival)
        with self.app.reading() as uow:
            visits = w.visits_of(uow.appointments.of_hold(held.id))
        assert w.times(visits) == w.times(offer.visits) == w.times(w.visits_of(held.appointments))
        self.world.holds[held.id] = w.Held(offer.arrival, visits, held.expires_at, offer.in_time, name)
        self.world.audit += 1
        self.requests.append((key, name, held))

    @precondition(lambda self: self.world.holds)
    @rule(which=some)
    def renew(self, which: int) -> None:
        """Hold it for ten minutes from now."""
        name = chosen(self.world.holds, which)
        one = self.world.holds[name]
        wrong = self._refusal_of_hold(one) or (RenewedOut if one.renewals == 3 else None)
        key = self.key()
        renewed = self.attempt(wrong, lambda: renew(self.app, ACTOR, name, key))
        if renewed is not None:
            assert renewed.expires_at == max(one.expires, self.now + timedelta(minutes=10))
            one.expires, one.renewals = renewed.expires_at, one.renewals + 1
            self.world.audit += 1

    @precondition(lambda self: self.world.holds)
    @rule(which=some)
    def release(self, which: int) -> None:
        """Give a hold up: its times can be had again."""
        name = chosen(self.world.holds, which)
        one = self.world.holds[name]
        with self.app.reading() as uow:
            keeps = uow.holds.get(name).active  # one that is over is given back with the next request, or by a worker
        release(self.app, ACTOR, name)
        if keeps:
            one.ended = True
            self.world.audit += 1
            self.is_offered_again(one.arrival, one.visits)

    @precondition(lambda self: self.world.holds)
    @rule(which=some, times=TIMES)
    def book_hold(self, which: int, times: str) -> None:
        """Book what is held."""
        name = chosen(self.world.holds, which)
        one = self.world.holds[name]
        wrong = AlreadyBooked if self.world.booking_of(one.arrival) else self._refusal_of_hold(one)
        booking = self._book(BookRequest(hold_id=name, times=times), wrong)  # type: ignore[arg-type]
        if booking is not None:
            assert w.newly_booked(booking).visits == one.visits
            assert booking.meets_deadline == one.in_time

    @rule(which=some, times=TIMES)
    def book_offer(self, which: int, times: str) -> None:
        """Book what was offered."""
        name = chosen(self.world.offers, which)
        booking = self._book(BookRequest(offer_id=name, times=times), self.refusal_of_taking(name))  # type: ignore[arg-type]
        if booking is not None:
            offer = self.world.offers[name]
            assert w.times(w.visits_of(booking.appointments)) == w.times(offer.visits)
            assert booking.meets_deadline == offer.in_time

    @rule(journey=JOURNEY, size=st.integers(1, 2))
    def walk_in(self, journey: str, size: int) -> None:
        """Somebody is here, and gets the best there is."""
        key, new = self.key(), self.newcomer(journey, size, None)
        try:
            made: WalkIn = walk_in(self.app, ACTOR, new, key)
        except NothingFits:
            return
        name = made.booking.arrival_id
        self.registered(get_arrival(self.app, name))
        self.check_visits(name, w.visits_of(made.booking.appointments))
        self.booked(made.booking)

    @rule(which=some, same=st.booleans())
    def send_again(self, which: int, same: bool) -> None:
        """The same request has its first answer for ever; another one with its key is refused."""
        if not self.requests:
            return
        key, request, answer = self.requests[-1 - which % len(self.requests)]
        sent = key if same else replace(key, body_hash="another body")
        with pytest.raises(IdempotencyConflict) if not same else self.unchanged():
            assert self._send(request, sent) == answer

    def _refusal_of_hold(self, one: w.Held) -> Wrong:
        if one.expires <= self.now:
            return HoldExpired
        return HoldEnded if one.ended else None

    def _send(self, request: BookRequest | str, key: Idempotency) -> Booking | Hold:
        if isinstance(request, str):
            return hold(self.app, ACTOR, request, key)
        return book(self.app, ACTOR, request, key)

    def _book(self, request: BookRequest, wrong: Wrong) -> Booking | None:
        key = self.key()
        booking = self.attempt(wrong, lambda: book(self.app, ACTOR, request, key))
        if booking is not None:
            self.booked(booking)
            self.requests.append((key, request, booking))
        return booking

    def booked(self, booking: Booking) -> None:
        """Whatever the arrival held is its booking's now, or free."""
        self.world.end_hold_of(booking.arrival_id)
        self.world.bookings[booking.id] = w.newly_booked(booking)
        self.world.mail(booking.id, anew=False)
        self.world.audit += 1
        self.world.settle(booking.id)
        assert not (booking.times == "firm" and booking.fixes_on)
