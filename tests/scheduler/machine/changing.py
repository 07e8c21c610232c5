"""Rules: bookings are moved and cancelled, whole or by step, by who read them last or not."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from scheduler.domain.booking import Booking
from scheduler.domain.errors import InvalidInput, NotBooked, SlotTaken, StaleVersion, VisitBegun
from scheduler.domain.itinerary import OfferRequest
from scheduler.use_cases.cancel import cancel
from scheduler.use_cases.reschedule import reschedule
from tests.scheduler.machine import world as w
from tests.scheduler.machine.base import Wrong, chosen, some
from tests.scheduler.machine.corner import AFTER
from tests.scheduler.machine.taking import Taking
from tests.scheduler.stage import ACTOR

STEPS = st.none() | st.sets(st.sampled_from(["permit", "registration", "advice"]), min_size=1, max_size=2)
BEHIND = st.none() | st.integers(0, 1)  # how many versions ago the booking was read, if that is told


class Changing(Taking):
    """What happens to bookings."""

    def refusal_of_change(self, name: str, behind: int | None) -> Wrong:
        """Why a booking cannot be changed at all."""
        if behind:
            return StaleVersion
        return None if self.world.bookings[name].visits else NotBooked

    @precondition(lambda self: self.world.bookings)
    @rule(which=some, other=some, steps=STEPS, behind=BEHIND)
    def reschedule(self, which: int, other: int, steps: set[str] | None, behind: int | None) -> None:
        """Move a booking to an offer that is made to it now."""
        name = chosen(self.world.bookings, which)
        wrong = self.refusal_of_change(name, behind)
        if wrong is None:
            self.offer_to(self.world.bookings[name].arrival, OfferRequest(limit=4))
        self._move(name, self._offer_for(name, other), steps, behind)

    @precondition(lambda self: self.world.bookings)
    @rule(which=some, other=some)
    def reschedule_to_any_offer(self, which: int, other: int) -> None:
        """Move a booking to an offer that was made some time, perhaps to somebody else."""
        self._move(chosen(self.world.bookings, which), chosen(self.world.offers, other), None, None)

    def _offer_for(self, name: str, other: int) -> str:
        arrival = self.world.bookings[name].arrival
        return chosen({offer: one for offer, one in self.world.offers.items() if one.arrival == arrival}, other)

    def _move(self, name: str, offer: str, steps: set[str] | None, behind: int | None) -> None:
        before = self.world.bookings[name]
        wrong = self.refusal_of_change(name, behind) or self.refusal_of_offer(offer)
        wrong = wrong or self._refusal_of_move(before, self.world.offers[offer], steps)
        version = None if behind is None else before.version - behind
        order = None if steps is None else tuple(sorted(steps))
        try:
            moved = self.attempt(wrong, lambda: reschedule(self.app, ACTOR, name, offer, steps=order, if_match=version))
        except InvalidInput as misfit:
            assert steps is not None, misfit
            return
        if moved is not None:
            self._moved(before, moved, self.world.offers[offer], steps)

    def _refusal_of_move(self, before: w.Booked, offer: w.Offered, steps: set[str] | None) -> Wrong:
        if offer.arrival != before.arrival or not (steps or set()) <= offer.visits.keys():
            return InvalidInput
        moving = [each for step, each in before.visits.items() if steps is None or step in steps]
        if any(each.cannot_change for each in moving):
            return VisitBegun
        wanted = [each for step, each in offer.visits.items() if steps is None or step in steps]
        own = (*moving, *self.held_by(offer.arrival))
        return None if self.world.is_free(wanted, self.now, own) else SlotTaken

    def _moved(self, before: w.Booked, moved: Booking, offer: w.Offered, steps: set[str] | None) -> None:
        after = w.visits_of(moved.appointments)
        for step, visit in after.items():
            there = offer.visits[step] if steps is None or step in steps else before.visits[step]
            assert w.times({step: visit}) == w.times({step: there})
            assert step not in before.visits or visit.name == before.visits[step].name
        assert after.keys() == before.visits.keys() | (offer.visits.keys() if steps is None else steps)
        anew = {each.time for each in after.values()} != {each.time for each in before.visits.values()}
        self.now_as(moved, told=anew)
        self.world.end_hold_of(before.arrival)
        self.world.settle(moved.id)

    @precondition(lambda self: self.world.bookings)
    @rule(which=some, steps=STEPS, behind=BEHIND)
    def cancel(self, which: int, steps: set[str] | None, behind: int | None) -> None:
        """Give up a booking, or some of it: its times can be had again."""
        name = chosen(self.world.bookings, which)
        before = self.world.bookings[name]
        wrong = self.refusal_of_change(name, behind) or self._refusal_of_cancelling(before, steps)
        version = None if behind is None else before.version - behind
        order = None if steps is None else tuple(sorted(steps))
        after = self.attempt(
            wrong, lambda: cancel(self.app, ACTOR, name, "changed plans", steps=order, if_match=version)
        )
        if after is None:
            return
        visits = dict(before.visits)
        self.world.cancelled(name, steps)
        self.world.stop_waiting(before.arrival)
        assert w.visits_of(after.appointments) == before.visits
        if not before.visits:
            self.is_offered_again(before.arrival, visits)

    def _refusal_of_cancelling(self, before: w.Booked, steps: set[str] | None) -> Wrong:
        going = before.visits.keys() if steps is None else steps
        if any(each.cannot_change for step, each in before.visits.items() if step in going):
            return VisitBegun
        left = before.visits.keys() - going
        waiting = any(AFTER.get(step) in going for step in left)
        return InvalidInput if waiting or not going <= before.visits.keys() else None
