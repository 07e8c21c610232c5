"""Plans booked arrivals anew from what they hold, by the engine that starts from what stands.

Appointments that have begun stay; the steps that have not are planned as a journey of their own, which may begin once
those are over and their results are there. So do those that staff have put where they are, in spite of the rules, for
as long as the others can be planned around them.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain

from scheduler.application import Application
from scheduler.domain.arrival import Period
from scheduler.domain.booking import Booking
from scheduler.domain.capacity import Occupied, Stretch, by_desk
from scheduler.domain.itinerary import Appointment
from scheduler.domain.journey import Journey
from scheduler.one_by_one import plan_one_by_one
from scheduler.rearranging import rearranged
from scheduler.standing import Found, Standing
from scheduler.store.unit_of_work import UnitOfWork
from scheduler.translation import Frame, build_arrival, build_instance
from solver import instance as problem
from solver import plan as answer
from solver.child import SolveStoppedError
from solver.replan import Existing, PlanRefusedError

_log = logging.getLogger(__name__)
_BEYOND = timedelta(days=45)  # after the last deadline, for those who cannot be kept within theirs, and for results


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
    """Appointments by arrival for the steps that may move, at the least cost, moves included.

    Who cannot be kept within the deadline gets the best after it; who then has nothing is left out. What staff have
    overridden moves only where nothing can be planned around it, be it late.
    """
    found: Found = {}
    for form, is_late in _IN_TURN:
        left = [one for one in standing if one.arrival.id not in found and (one.named or form is _as_it_is)]
        if left:
            found |= _replanned_as(app, around, [(one, form(one)) for one in left], found, is_late=is_late)
    return found


def _replanned_as(
    app: Application,
    around: Surroundings,
    forms: Sequence[tuple[Standing, Standing]],
    found: Found,
    *,
    is_late: bool,
) -> Found:
    """The same for some, each in a form of its own, beside those for whom something is found."""
    now, region = around.now, around.frame.setup.region
    beside = around.with_taken(each for appointments in found.values() for each in appointments)
    beside = beside.with_taken(each for _, form in forms for each in form.kept(now))
    beside = beside.without(each for one, _ in forms for each in one.kept(now))
    standing = [form for _, form in forms]
    if not is_late:
        return improved(app, beside, standing, app.settings.replan_seconds, region.prices.visit)
    deadlines = {one.arrival.id: around.frame.bounds[1] for one in standing}
    return _solved(app, _Case(beside, standing, deadlines), app.settings.replan_seconds)


def _as_it_is(one: Standing) -> Standing:
    return one


_IN_TURN: Sequence[tuple[Callable[[Standing], Standing], bool]] = (  # and whether it may be late
    (_as_it_is, False),
    (Standing.where_hit, False),
    (_as_it_is, True),
    (Standing.whole, False),
    (Standing.whole, True),
)


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
    """A booking with what was found for its steps that may move, as it is to be stored."""
    held = {each.step: each for each in one.booking.appointments}
    held |= {each.step: held[each.step].placed_at(each) for each in found}
    appointments = sorted(held.values(), key=lambda each: each.start)
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
    """The journey of the steps that may move, under a name of its own for each set of them."""
    steps = sorted(each.step for each in one.open(around.now))
    journey = around.journeys[one.arrival.journey]
    return replace(journey.of(steps), id=f"{journey.id}: {', '.join(steps)}")


def _arrival(around: Surroundings, one: Standing, journey: Journey, deadline: datetime) -> problem.Arrival:
    held = {step.id for step in journey.steps}
    ready_from = {step: day for step, day in one.arrival.ready_from.items() if step in held}
    away = (*one.arrival.unavailable, *_kept_periods(around, one))
    plain = replace(one.arrival, journey=journey.id, ready_from=ready_from, unavailable=away)
    built = build_arrival(around.frame, plain, deadline=_latest(around, one, deadline))
    earliest = {step.id: _earliest(around, one, step.id) for step in journey.steps}
    ready = {step: max(slot, built.ready_from.get(step, 0)) for step, slot in earliest.items()}
    return replace(built, ready_from=ready)


def _kept_periods(around: Surroundings, one: Standing) -> Iterator[Period]:
    """When it is at an appointment that stays, or on its way there or from there."""
    way = timedelta(minutes=_longest_gap(around.frame) * around.frame.grid.slot_minutes)
    return (Period(each.start - way, each.end + way) for each in one.kept(around.now))


def _latest(around: Surroundings, one: Standing, deadline: datetime) -> datetime:
    """The deadline, or the first appointment that stays although one that may move has to come before it."""
    steps = around.journeys[one.arrival.journey].step_by_id
    moving = {each.step for each in one.open(around.now)}
    waiting = (each.start for each in one.kept(around.now) if moving.intersection(steps[each.step].after))
    return min((deadline, *waiting))


def _earliest(around: Surroundings, one: Standing, step: str) -> int:
    """The first slot after now, after what has begun, and after what a step waits for and the results of that."""
    frame, journey = around.frame, around.journeys[one.arrival.journey]
    begun, kept = one.begun(around.now), one.kept(around.now)
    slots = [frame.start_slot(around.now)]
    slots += [frame.start_slot(each.end) + _longest_gap(frame) for each in begun]
    for before in (each for each in (*begun, *kept) if each.step in journey.step_by_id[step].after):
        day = frame.day_at_or_before(before.start.date()) + journey.step_by_id[before.step].result_days
        slots += [frame.start_slot(before.end), day * frame.grid.slots_per_day]
    return max(slots)


def _longest_gap(frame: Frame) -> int:
    """Slots between two appointments wherever they are."""
    pace = frame.setup.region.pace
    return max((pace.min_gap_slots, *pace.travel.values()))
