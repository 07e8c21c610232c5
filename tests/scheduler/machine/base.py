"""What all rules share: the service, the world beside it, and ways to choose and to expect."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant

from scheduler.application import Application
from scheduler.availability import AvailabilityCache
from scheduler.domain.booking import Booking
from scheduler.domain.errors import AlreadyBooked, DomainError, NotFound, OfferExpired, SlotTaken
from scheduler.domain.itinerary import OfferList, OfferRequest
from scheduler.expiry import release_expired
from scheduler.use_cases.make_offers import make_offers
from tests.scheduler.machine.corner import length, local_day, wipe
from tests.scheduler.machine.judge import judge
from tests.scheduler.machine.world import Offered, Visit, World, offered, visits_of
from tests.scheduler.stage import ACTOR, Clock, Mailbox, counts

MONDAY_AT_EIGHT = datetime(2026, 9, 7, 6, tzinfo=UTC)
Answer = TypeVar("Answer")
Kept = TypeVar("Kept")
Wrong = type[DomainError] | None
some = st.integers(0, 30)  # which of those there are, the newest first


class Base(RuleBasedStateMachine):
    """The service on the corner region, and the world as it should be."""

    def __init__(self, app: Application) -> None:
        super().__init__()
        wipe(app)
        self.clock, self.mailbox, self.world = Clock(MONDAY_AT_EIGHT), Mailbox(), World()
        self.app = replace(app, clock=self.clock, transport=self.mailbox, availability=AvailabilityCache())

    @invariant()
    def the_database_is_as_it_should_be(self) -> None:
        """After whatever was done."""
        judge(self.app, self.world, self.now)

    def teardown(self) -> None:
        """The copy of availability in memory is what a fresh one would be."""
        with self.app.reading() as uow:
            region = uow.configuration.regions()[0]
            free = []
            for cache in (self.app.availability, AvailabilityCache()):
                with cache.window(uow, region, MONDAY_AT_EIGHT.date()) as window:
                    free.append(window.desks.occupancy.free.tolist())
        assert free[0] == free[1]

    @property
    def now(self) -> datetime:
        """What time it is."""
        return self.clock.now

    def attempt(self, wrong: Wrong, act: Callable[[], Answer]) -> Answer | None:
        """The answer, or None where it is refused as it should be; offers that come with a refusal are known then."""
        if wrong is None:
            return act()
        with pytest.raises(wrong) as refusal:
            act()
        if isinstance(refusal.value, SlotTaken):
            self.know_offers(refusal.value.offers)
        return None

    def offer_to(self, arrival: str, request: OfferRequest) -> OfferList:
        """Offers to an arrival, each of which could be taken now."""
        found = make_offers(self.app, ACTOR, arrival, request)
        self.know_offers(found)
        name = self.world.booking_of(arrival)
        own = self.world.bookings[name].visits.values() if name else ()
        giving_up = [each for each in own if not each.cannot_change]
        for offer in found.offers:
            visits = self.world.offers[offer.id].visits
            assert self.world.is_free(visits.values(), self.now, giving_up)
            self.check_visits(arrival, visits)
        return found

    def know_offers(self, found: OfferList) -> None:
        """Note that offers were made, and on record."""
        self.world.offers |= {offer.id: offered(offer) for offer in found.offers}
        self.world.audit += 1

    def check_visits(self, arrival: str, visits: Mapping[str, Visit]) -> None:
        """What is offered or given lies ahead, and is as long as its party needs."""
        assert visits.keys() == set(self.world.people[arrival].steps)
        assert all(each.start >= self.now for each in visits.values())
        self.check_length(arrival, visits)

    def check_length(self, arrival: str, visits: Mapping[str, Visit]) -> None:
        """Each is as long as its party needs."""
        size = self.world.people[arrival].size
        assert all(each.end - each.start == length(each.step, size) for each in visits.values())

    def refusal_of_offer(self, name: str) -> Wrong:
        """Why an offer cannot be taken by whoever may take it, whatever is free."""
        offer = self.world.offers.get(name)
        if offer is None:
            return NotFound
        begun = any(each.start < self.now for each in offer.visits.values())
        held = any(one.offer == name for _, one in self.world.holds_now(self.now))
        return OfferExpired if begun or (offer.expires <= self.now and not held) else None

    def refusal_of_taking(self, name: str) -> Wrong:
        """Why an offer can be neither held nor booked; what its arrival holds makes room."""
        wrong = self.refusal_of_offer(name)
        if wrong is not None:
            return wrong
        offer = self.world.offers[name]
        if self.world.booking_of(offer.arrival) is not None:
            return AlreadyBooked
        return None if self._fits(offer) else SlotTaken

    def is_offered_again(self, arrival: str, visits: Mapping[str, Visit]) -> None:
        """Whoever gave something up can have it again, as far as it lies ahead and is free."""
        start, end = min(each.start for each in visits.values()), max(each.end for each in visits.values())
        person = self.world.people[arrival]
        whole = visits.keys() == set(person.steps) and not person.erased
        named = any(one.arrival == arrival and one.named for one in self.world.bookings.values())
        shared = not self.world.is_free(visits.values(), self.now)  # with those whom staff have put over it
        if named or shared or start < self.now or local_day(start) != local_day(end) or not whole:
            return
        found = self.offer_to(arrival, OfferRequest(limit=20, earliest=start, latest=end))
        wanted = {each.time for each in visits.values()}
        again = [{each.time for each in visits_of(offer.appointments).values()} for offer in found.offers]
        assert wanted in again, (wanted, again)

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Whatever is done changes not a row, but for holds that are over, which any request gives back."""
        release_expired(self.app)
        before = counts(self.app)
        yield
        assert counts(self.app) == before

    def now_as(self, booking: Booking, *, told: bool) -> None:
        """Note what became of a booking by one write, and whether its person is told."""
        before = self.world.bookings[booking.id]
        before.visits, before.in_time = visits_of(booking.appointments), bool(booking.meets_deadline)
        before.times, before.fixes_on = booking.times, booking.fixes_on
        before.version += 1
        before.given_up -= before.visits.keys()
        self.world.audit += 1
        if told:
            self.world.mail(booking.id)

    def held_by(self, arrival: str) -> list[Visit]:
        """What is held for an arrival."""
        holds = (one for _, one in self.world.holds_now(self.now) if one.arrival == arrival)
        return [each for one in holds for each in one.visits.values()]

    def _fits(self, offer: Offered) -> bool:
        return self.world.is_free(offer.visits.values(), self.now, self.held_by(offer.arrival))


def chosen(found: Mapping[str, Kept], which: int) -> str:
    """One of those there are, the newest for 0; a name that nobody has where there are none."""
    names = list(found)
    return names[-1 - which % len(names)] if names else "nobody"
