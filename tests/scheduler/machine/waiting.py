"""Rules: people wait for what comes free, are offered it, and wait no more."""

from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from scheduler.domain.errors import InvalidInput, NotFound
from scheduler.domain.waiting import WaitingEntry, Wish
from scheduler.expiry import release_expired
from scheduler.use_cases.end_waiting import end_waiting
from scheduler.use_cases.leave_waiting import leave_waiting
from scheduler.use_cases.offer_freed import offer_freed
from scheduler.use_cases.read_waiting import list_waiting
from scheduler.use_cases.wait import wait
from tests.scheduler.machine import world as w
from tests.scheduler.machine.base import Wrong, chosen, some
from tests.scheduler.machine.staff import Staff
from tests.scheduler.stage import ACTOR

KEPT = timedelta(hours=4)
NOTICE, PAUSE = timedelta(hours=1), timedelta(days=1)
LATER = st.sampled_from([None, timedelta(hours=3), timedelta(days=2)])


class Waiting(Staff):
    """What happens to those who wait."""

    @rule(who=some, until=LATER, earliest=LATER, looked_at=st.booleans())
    def begin_to_wait(self, who: int, until: timedelta | None, earliest: timedelta | None, *, looked_at: bool) -> None:
        """With a booking or without; whoever waits already wants something else; perhaps what is free is offered."""
        name = chosen(self.world.people, who)
        wish = Wish(*(None if span is None else self.now + span for span in (until, earliest)))
        key = self.key()
        entry = self.attempt(self._refusal_of_wish(name, wish), lambda: wait(self.app, ACTOR, name, wish, key))
        if entry is None:
            return
        self.world.audit += 1
        one = self.world.waiting.setdefault(name, w.Waiting(None, None, wants_better=False))
        one.until, one.earliest = wish.until, wish.earliest
        booking = self.world.booking_of(name)
        one.wants_better = one.is_kept_by(self.world.bookings[booking] if booking else None)
        assert entry.until == self._ends(name)
        if looked_at:
            self.what_is_free_is_offered_to_who_waits()

    def _refusal_of_wish(self, name: str, wish: Wish) -> Wrong:
        person = self.world.people[name]
        if person.erased:
            return NotFound
        ahead = self.now < (wish.until or person.deadline) <= person.deadline
        return None if ahead and (wish.earliest is None or wish.earliest < person.deadline) else InvalidInput

    def _ends(self, name: str) -> datetime:
        deadline = self.world.people[name].deadline
        return min(self.world.waiting[name].until or deadline, deadline)

    @rule(who=some)
    def wait_no_more(self, who: int) -> None:
        """What is held for them is free again."""
        name = chosen(self.world.waiting or self.world.people, who)
        if self.world.people[name].erased:
            self.attempt(NotFound, lambda: leave_waiting(self.app, ACTOR, name))
            return
        leave_waiting(self.app, ACTOR, name)
        self._ended(name)

    def _ended(self, name: str) -> None:
        """An entry ends, with what it holds."""
        if name in self.world.waiting:
            held = self.world.hold_of_waiting(name, self.now)
            if held is not None:
                self.world.holds[held].ended = True
            self.world.stop_waiting(name)

    @rule()
    def waiting_ends(self) -> None:
        """Of those whose time is over, and of those who are content and are offered nothing just now."""
        release_expired(self.app)
        end_waiting(self.app)
        for name in [name for name in self.world.waiting if self._ends(name) <= self.now or self._is_content(name)]:
            self._ended(name)

    def _is_content(self, name: str) -> bool:
        one, booking = self.world.waiting[name], self.world.booking_of(name)
        if one.wants_better or booking is None or self.world.hold_of_waiting(name, self.now) is not None:
            return False
        return one.is_kept_by(self.world.bookings[booking])

    @rule()
    def what_is_free_is_offered_to_who_waits(self) -> None:
        """In time, as wished, an hour ahead, to nobody twice a day, and held so long as it can be answered."""
        release_expired(self.app)
        made = offer_freed(self.app)
        for entry in list_waiting(self.app, limit=200).items:
            if entry.hold is not None and entry.hold.id != self.world.waiting[entry.arrival_id].hold:
                made -= 1
                self._offered(entry)
        assert made == 0

    def _offered(self, entry: WaitingEntry) -> None:
        name, hold = entry.arrival_id, entry.hold
        assert hold is not None
        one = self.world.waiting[name]
        assert not self.held_by(name)
        assert one.asked is None or one.asked + PAUSE <= self.now
        visits, ends = w.visits_of(hold.appointments), self._ends(name)
        begins = min(each.start for each in visits.values())
        assert begins >= max(self.now + NOTICE, one.earliest or self.now)
        assert hold.expires_at == min(self.now + KEPT, begins, ends)
        assert all(each.end <= self.world.people[name].deadline for each in visits.values())
        self.check_visits(name, visits)
        with self.app.reading() as uow:
            kept = w.visits_of(uow.appointments.of_hold(hold.id))
            offer = uow.offers.get(hold.offer_id)
        assert self.world.is_free(kept.values(), self.now)
        self._check_beside_booking(name, visits, kept)
        self.world.offers[offer.id] = w.offered(offer)
        self.world.holds[hold.id] = w.Held(name, kept, hold.expires_at, in_time=True, offer=offer.id)
        self.world.mails[hold.id] += 1
        self.world.audit += 2
        one.asked, one.hold = self.now, hold.id

    def _check_beside_booking(self, name: str, visits: dict[str, w.Visit], kept: dict[str, w.Visit]) -> None:
        """All that is offered is held, or booked already."""
        booking = self.world.booking_of(name)
        booked = w.times(self.world.bookings[booking].visits) if booking else []
        assert w.times(visits) == sorted([*w.times(kept), *(each for each in w.times(visits) if each in booked)])
