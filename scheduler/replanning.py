"""Plans booked arrivals anew from what they hold, by the engine that starts from what stands.

Appointments that have begun stay; the steps that have not are planned as a journey of their own, which may begin once
those are over and their results are there.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain

from scheduler.application import Application
from scheduler.domain.arrival import Arrival
from scheduler.domain.booking import BookedAppointment, Booking
from scheduler.domain.capacity import Occupied, Stretch, by_desk
from scheduler.domain.itinerary import Appointment
from scheduler.domain.journey import Journey
from scheduler.one_by_one import plan_one_by_one
from scheduler.rearranging import rearranged
from scheduler.store.unit_of_work import UnitOfWork
from scheduler.translation import Frame, build_arrival, build_instance
from solver import instance as problem
from solver import plan as answer
from solver.child import SolveStoppedError
from solver.replan import Existing, PlanRefusedError

_log = logging.getLogger(__name__)
_BEYOND = timedelta(days=45)  # after the last deadline, for those who cannot be kept within theirs, and for results
Found = dict[str, tuple[Appointment, ...]]  # appointments by arrival


@dataclass(frozen=True, slots=True)
class Standing:
    """An arrival and what it has booked; `waited_for`: ids of appointments to which it does not come in time."""

    arrival: Arrival
    booking: Booking
    waited_for: frozenset[str] = frozenset()

    def begun(self, now: datetime) -> tuple[BookedAppointment, ...]:
        """The appointments that have begun."""
        return tuple(each for each in self.booking.appointments if not self._is_open(each, now))

    def open(self, now: datetime) -> tuple[BookedAppointment, ...]:
        """The appointments that may move."""
        return tuple(each for each in self.booking.appointments if self._is_open(each, now))

    def _is_open(self, each: BookedAppointment, now: datetime) -> bool:
        return each.id in self.waited_for or not each.has_begun(now)

    def is_kept_by(self, found: "Found", now: datetime) -> bool:
        """Whether what was found for it is what it has."""
        return found.get(self.arrival.id) == tuple(each.taken for each in self.open(now))

    @property
    def deadline(self) -> datetime:
        """What was promised, or where that is broken already, what is booked: it gets no later."""
        return max(self.arrival.deadline, *(each.end for each in self.booking.appointments))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The desks of a region as they are when some stand: its frame, journeys, what others have, and now."""

    frame: Frame
    journeys: Mapping[str, Journey]
    taken: tuple[Occupied, ...]
    now: datetime

    def without(self, freed: Iterable[Stretch]) -> "Surroundings":
        """The same with some of what is taken given back."""
        left = Counter(self.taken) - Counter(chain.from_iterable(map(by_desk, freed)))
        return replace(self, taken=tuple(left.elements()))

    def with_taken(self, more: Iterable[Stretch]) -> "Surroundings":
        """The same with more of it taken, as far as the frame reaches."""
        first, last = self.frame.bounds
        inside = (each for each in more if each.start < last and each.end > first)
        return replace(self, taken=(*self.taken, *chain.from_iterable(map(by_desk, inside))))


@dataclass(frozen=True, slots=True)
class _Case:
    """Who is planned anew, by when each must be done, and what a move costs."""

    around: Surroundings
    standing: Sequence[Standing]
    deadlines: Mapping[str, datetime]
    move_price: float = 0.0


def surroundings(uow: UnitOfWork, region_id: str, standing: Sequence[Standing], now: datetime) -> Surroundings:
    """The desks of a region with what others than `standing` have of them."""
    days = [each.start.date() for one in standing for each in one.booking.appointments]
    last = max((one.deadline.date() for one in standing), default=now.date())
    frame = Frame(uow.configuration.setup(region_id), min([now.date(), *days]), last + _BEYOND)
    journeys = {journey.id: journey for journey in uow.configuration.journeys()}
    found = Surroundings(frame, journeys, uow.capacity.taken(region_id, *frame.bounds), now)
    return found.without(each for one in standing for each in one.open(now))


def replanned(app: Application, around: Surroundings, standing: Sequence[Standing]) -> Found:
    """Appointments by arrival for the steps that have not begun, at the least cost, moves included.

    Who cannot be kept within the deadline gets the best after it; who then has nothing is left out.
    """
    found = improved(app, around, standing, app.settings.replan_seconds, around.frame.setup.region.prices.visit)
    rest = [one for one in standing if one.arrival.id not in found]
    if rest:
        beside = around.with_taken(each for appointments in found.values() for each in appointments)
        deadlines = {one.arrival.id: around.frame.bounds[1] for one in rest}
        found |= _solved(app, _Case(beside, rest, deadlines), app.settings.replan_seconds)
    return found


def improved(
    app: Application, around: Surroundings, standing: Sequence[Standing], seconds: float, move_price: float
) -> Found:
    """The same within their deadlines only: who cannot be kept is left out."""
    deadlines = {one.arrival.id: one.deadline for one in standing}
    return _solved(app, _Case(around, standing, deadlines, move_price), seconds)


def made_room(
    app: Application, around: Surroundings, standing: Sequence[Standing], seconds: float, move_price: float
) -> Found:
    """The same, those who hold times after their promise in time if room can be made; all find something, or nobody.

    Those for whom there is none keep to what they hold.
    """
    promised = {one.arrival.id: one.arrival.deadline for one in standing}
    late = {one.arrival.id: one.deadline for one in standing if one.deadline > one.arrival.deadline}

    def planned(deadlines: Mapping[str, datetime]) -> Found:
        return _solved(app, _Case(around, standing, deadlines, move_price), seconds)

    found = planned(promised)
    missing = promised.keys() - found.keys()
    if missing & late.keys():
        found = planned(promised | {arrival_id: late[arrival_id] for arrival_id in missing & late.keys()})
    if late and len(found) < len(standing):
        found = planned(promised | late)
    return found if len(found) == len(standing) else {}


def moved_to(uow: UnitOfWork, one: Standing, found: Sequence[Appointment], now: datetime) -> Booking:
    """A booking with what was found for its steps that have not begun, as it is to be stored."""
    ids = {each.step: each.id for each in one.booking.appointments}
    new = [BookedAppointment.of(each, ids[each.step]) for each in found]
    appointments = sorted((*one.begun(now), *new), key=lambda each: each.start)
    return rearranged(uow, one.arrival, one.booking, tuple(appointments), now)


def _solved(app: Application, case: _Case, seconds: float) -> Found:
    frame, now = case.around.frame, case.around.now
    journeys = {one.arrival.id: _rest_of(case.around, one) for one in case.standing}
    instance = replace(
        build_instance(frame, journeys.values(), case.around.taken),
        arrivals=tuple(
            _arrival(case.around, one, journeys[one.arrival.id], case.deadlines[one.arrival.id])
            for one in case.standing
        ),
    )
    itineraries = tuple(answer.Itinerary(one.arrival.id, frame.planned(one.open(now))) for one in case.standing)
    existing = Existing(itineraries, move_price=case.move_price)
    plan = _plan(app, instance, existing, seconds)
    return {itinerary.arrival: frame.appointments(itinerary) for itinerary in plan.itineraries}


def _plan(app: Application, instance: problem.Instance, existing: Existing, seconds: float) -> answer.Plan:
    """The solver's plan; one made one by one if it gives none, and an alert: people wait for it."""
    try:
        return app.replan(instance, existing, seconds=seconds, workers=app.settings.plan_workers).plan
    except (PlanRefusedError, SolveStoppedError):
        _log.exception("the solver gave no plan")
        return plan_one_by_one(instance)


def _rest_of(around: Surroundings, one: Standing) -> Journey:
    """The journey of the steps that have not begun, under a name of its own for each set of them."""
    steps = sorted(each.step for each in one.open(around.now))
    journey = around.journeys[one.arrival.journey]
    return replace(journey.of(steps), id=f"{journey.id}: {', '.join(steps)}")


def _arrival(around: Surroundings, one: Standing, journey: Journey, deadline: datetime) -> problem.Arrival:
    held = {step.id for step in journey.steps}
    ready_from = {step: day for step, day in one.arrival.ready_from.items() if step in held}
    plain = replace(one.arrival, journey=journey.id, ready_from=ready_from)
    built = build_arrival(around.frame, plain, deadline=deadline)
    earliest = {step.id: _earliest(around, one, step.id) for step in journey.steps}
    ready = {step: max(slot, built.ready_from.get(step, 0)) for step, slot in earliest.items()}
    return replace(built, ready_from=ready)


def _earliest(around: Surroundings, one: Standing, step: str) -> int:
    """The first slot after now, after what has begun, and after the results a step waits for."""
    frame, journey = around.frame, around.journeys[one.arrival.journey]
    slots = [frame.start_slot(around.now)]
    for begun in one.begun(around.now):
        slots.append(frame.start_slot(begun.end) + _longest_gap(frame))
        if begun.step in journey.step_by_id[step].after:
            day = frame.day_at_or_before(begun.start.date()) + journey.step_by_id[begun.step].result_days
            slots.append(day * frame.grid.slots_per_day)
    return max(slots)


def _longest_gap(frame: Frame) -> int:
    """Slots between two appointments wherever they are."""
    pace = frame.setup.region.pace
    return max((pace.min_gap_slots, *pace.travel.values()))
