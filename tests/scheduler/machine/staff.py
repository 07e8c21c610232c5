"""Rules: staff book what the rules refuse, and take in groups."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from scheduler.domain.booking import Booking
from scheduler.domain.errors import InvalidInput, NotAllFit, NotFound, VisitBegun
from scheduler.domain.group import Group, GroupIntake, GroupParty
from scheduler.domain.itinerary import OfferRequest
from scheduler.domain.override import OverrideRequest, WantedAppointment
from scheduler.use_cases.intake_group import intake_group
from scheduler.use_cases.override import override
from scheduler.use_cases.read_arrival import get_arrival
from tests.scheduler.machine import world as w
from tests.scheduler.machine.base import Wrong, chosen, some
from tests.scheduler.machine.corner import CLOSES, OPENS, REGION, SERVED_AT, SLOT, ZONE, length, local_day, midnight
from tests.scheduler.machine.desks import Desks
from tests.scheduler.machine.taking import JOURNEY, TIMES
from tests.scheduler.stage import ACTOR

EARLY = timedelta(hours=8)  # an hour before they open
PAUSES = st.lists(st.integers(0, 3), min_size=3, max_size=3)
PARTIES = st.lists(st.integers(1, 2), min_size=1, max_size=3)


class Staff(Desks):
    """What is done for people by those who may do more."""

    @rule(who=some, over=st.none() | some, days=st.integers(0, 3), pauses=PAUSES, advice_first=st.booleans())
    def staff_name_times(self, who: int, over: int | None, days: int, pauses: list[int], *, advice_first: bool) -> None:
        """Out of hours, over others, too late or too early: each rule that is broken is told, and nobody is moved."""
        name = chosen(self.world.people, who)
        if self.world.people[name].erased:
            self.attempt(NotFound, lambda: override(self.app, ACTOR, OverrideRequest(name, (), "needed"), self.key()))
            return
        start = midnight(local_day(self.now) + timedelta(days=days)) + EARLY
        if over is not None:
            start, pauses = self._start_of_another(over) or start, [0, 0, 0]
        wanted = self._wanted(name, start, pauses, advice_first=advice_first)
        request, key = OverrideRequest(name, wanted, "needed"), self.key()
        planned = self._planned(name, wanted)
        wrong = self._refusal_of_override(name, planned)
        booking = self.attempt(wrong, lambda: override(self.app, ACTOR, request, key))
        if booking is not None:
            self._overridden(booking, planned)
            with self.unchanged():
                assert override(self.app, ACTOR, request, key) == booking

    def _start_of_another(self, which: int) -> datetime | None:
        """When a booking begins, if there is any."""
        starts = {
            name: min(e.start for e in one.visits.values()) for name, one in self.world.bookings.items() if one.visits
        }
        return starts[chosen(starts, which)] if starts else None

    def _wanted(
        self, name: str, start: datetime, pauses: Sequence[int], *, advice_first: bool
    ) -> tuple[WantedAppointment, ...]:
        """The steps of a journey one after the other from an instant on, with pauses of some slots before each."""
        person, found = self.world.people[name], []
        steps = sorted(person.steps, key=lambda step: (step == "advice") != advice_first)
        for step, pause in zip(steps, pauses, strict=False):
            start += pause * SLOT
            found.append(WantedAppointment(step, SERVED_AT[step], start))
            start += length(step, person.size)
        return tuple(found)

    def _planned(self, name: str, wanted: Sequence[WantedAppointment]) -> dict[str, w.Visit]:
        """What is wanted as visits with the rules that they break; what is booked so already as it is."""
        booking = self.world.booking_of(name)
        held = self.world.bookings[booking].visits if booking else {}
        planned = {}
        for each in wanted:
            end = each.start + length(each.step, self.world.people[name].size)
            visit = w.Visit("", each.step, each.resource, each.start, end)
            before = held.get(each.step)
            same = before is not None and w.times({"": before}) == w.times({"": visit})
            planned[each.step] = before if before is not None and same else visit
        own = [*held.values(), *self.held_by(name)]
        for visit in planned.values():
            if visit not in held.values():
                visit.overrides = tuple(self._broken(name, visit, own))
        return planned

    def _broken(self, name: str, visit: w.Visit, own: Sequence[w.Visit]) -> list[str]:
        """The rules that a visit breaks, in the order in which they are told."""
        person = self.world.people[name]
        start, end = visit.start.astimezone(ZONE), visit.end.astimezone(ZONE)
        closed = start.isoweekday() > 5 or start.time() < OPENS or end.time() > CLOSES
        broken = {
            "opening-hours": closed,
            "capacity": not self.world.is_free([visit], self.now, own),
            "deadline": visit.end > person.deadline,
            "availability": visit.start < person.available_from,
        }
        return [rule for rule, is_broken in broken.items() if is_broken]

    def _refusal_of_override(self, name: str, planned: dict[str, w.Visit]) -> Wrong:
        booking = self.world.booking_of(name)
        held = self.world.bookings[booking].visits if booking else {}
        new = [each for each in planned.values() if each not in held.values()]
        if any(each.start < self.now for each in new):
            return InvalidInput
        moving = (each for each in held.values() if each not in planned.values())
        return VisitBegun if any(each.cannot_change for each in moving) else None

    def _overridden(self, booking: Booking, planned: dict[str, w.Visit]) -> None:
        self.world.end_hold_of(booking.arrival_id)
        if booking.id in self.world.bookings:
            self.now_as(booking, told=True)
        else:
            self.booked(booking)
        self.world.audit += 1
        one = self.world.bookings[booking.id]
        one.named = True
        assert (one.times, one.fixes_on) == ("firm", None)
        assert w.times(one.visits) == w.times(planned)
        # Several whom it lies over are told one by one.
        told = {step: tuple(dict.fromkeys(each.overrides)) for step, each in one.visits.items()}
        assert told == {step: tuple(dict.fromkeys(each.overrides)) for step, each in planned.items()}

    @rule(journey=JOURNEY, sizes=PARTIES, days=st.integers(0, 4), every=st.booleans(), times=TIMES)
    def a_group_arrives(self, journey: str, sizes: list[int], days: int, times: str, *, every: bool) -> None:
        """All are served in time, or nobody is even registered; or the others, and who cannot be is told."""
        people = [self.newcomer(journey, size, days) for size in sizes]
        parties = tuple(GroupParty(one.party, one.contact) for one in people)
        day = local_day(self.now) + timedelta(days=days)
        group = Group(journey, REGION.id, day, parties, "all" if every else "exceptions", times=times)  # type: ignore[arg-type]
        key = self.key()
        try:
            made = intake_group(self.app, ACTOR, group, key)
        except NotAllFit as refusal:
            assert every
            assert {each.arrival_id for each in refusal.exceptions} == {None}
            return
        assert not made.exceptions or not every
        self._taken_in(made, len(parties))
        with self.unchanged():
            assert intake_group(self.app, ACTOR, group, key) == made

    def _taken_in(self, made: GroupIntake, parties: int) -> None:
        told = [*(each.party for each in made.bookings), *(each.party for each in made.exceptions)]
        assert sorted(told) == list(range(parties))
        for served in made.bookings:
            booking = served.booking
            self.registered(get_arrival(self.app, booking.arrival_id))
            self.check_visits(booking.arrival_id, w.visits_of(booking.appointments))
            assert booking.meets_deadline
            self.booked(booking)
        for left in made.exceptions:
            assert left.arrival_id is not None
            self.registered(get_arrival(self.app, left.arrival_id))
        for left in made.exceptions:
            assert not any(
                offer.meets_deadline for offer in self.offer_to(left.arrival_id or "", OfferRequest()).offers
            )
