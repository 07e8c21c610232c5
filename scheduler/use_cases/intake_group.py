"""Registers a group, plans it as one batch and books it, in one transaction."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import get_args

from scheduler.application import Application
from scheduler.availability import fresh_window
from scheduler.domain.arrival import Arrival
from scheduler.domain.booking import Idempotency
from scheduler.domain.errors import InvalidInput, NotAllFit
from scheduler.domain.group import MAX_PARTIES, Group, GroupIntake, Mode, Served
from scheduler.domain.itinerary import Unserved
from scheduler.domain.planning import PlannedItinerary
from scheduler.expiry import release_expired
from scheduler.offering import why_not_in_time
from scheduler.planning import PlanningCase, best_plan, first_come_plan, planned_itineraries, planning_case
from scheduler.store.capacity import ClaimLostError
from scheduler.store.unit_of_work import UnitOfWork
from scheduler.taking import first_answer, once, with_ids
from scheduler.use_cases.book import Taken, confirm_and_take
from scheduler.use_cases.register_arrival import add_arrival, promised_arrival, promised_with
from solver.plan import Plan

_WHILE_OTHERS_BOOK = 2  # plans; the next one is made while they wait
_SHARED = ("/journey", "/region", "/arrivesOn", "/availableFrom", "/times")
_VERB = "intake-group"


@dataclass(frozen=True)
class _Case:
    """The arrivals of a group, in its order, as a planning problem; nothing of them is stored yet."""

    arrivals: tuple[Arrival, ...]
    problem: PlanningCase


@dataclass(frozen=True)
class _Batch:
    """What a plan gives the arrivals of a group, by their ids, and why those it leaves out are left out."""

    arrivals: tuple[Arrival, ...]
    itineraries: dict[str, PlannedItinerary]
    exceptions: tuple[Unserved, ...]


def intake_group(app: Application, actor: str, group: Group, idempotency: Idempotency) -> GroupIntake:
    """The bookings of a group, invitations queued, and the parties that cannot be served in time.

    Raises InvalidInput, IdempotencyConflict, or NotAllFit if all were to be and some cannot.
    """
    _check(group)
    answered = first_answer(app, idempotency, _VERB, GroupIntake)
    if answered is not None:
        return answered
    for _ in range(_WHILE_OTHERS_BOOK):
        release_expired(app)
        with app.reading() as uow:
            case = _case(app, uow, group)
        plan = best_plan(app, case.problem.instance, app.settings.group_seconds)
        with app.reading() as uow:
            batch = _batch(app, uow, group, case, plan)
        with suppress(ClaimLostError):
            return once(app, idempotency, _VERB, GroupIntake, _booking(app, actor, batch))
    return once(app, idempotency, _VERB, GroupIntake, _waited_for(app, actor, group))


def _booking(app: Application, actor: str, batch: _Batch) -> Callable[[UnitOfWork], GroupIntake]:
    return lambda uow: _book(app, uow, actor, batch)


def _waited_for(app: Application, actor: str, group: Group) -> Callable[[UnitOfWork], GroupIntake]:
    """Plan one by one, which takes no time, while others wait: nobody can be faster."""

    def act(uow: UnitOfWork) -> GroupIntake:
        uow.capacity.lock(group.region)
        case = _case(app, uow, group)
        batch = _batch(app, uow, group, case, first_come_plan(case.problem.instance))
        return _book(app, uow, actor, batch)

    return act


def _check(group: Group) -> None:
    if not 1 <= len(group.parties) <= MAX_PARTIES:
        raise InvalidInput("/parties", len(group.parties), f"1 to {MAX_PARTIES} parties")
    if group.mode not in get_args(Mode):
        raise InvalidInput("/mode", group.mode, f"one of {', '.join(get_args(Mode))}")


def _case(app: Application, uow: UnitOfWork, group: Group) -> _Case:
    """The group as of now; raises InvalidInput."""
    now = app.clock()
    with _told_of(0):
        first = promised_arrival(uow, group.arrival(0), now)
    journey = uow.configuration.journey(group.journey)
    arrivals = [first]
    for number in range(1, len(group.parties)):
        with _told_of(number):
            arrivals.append(promised_with(first, journey, group.arrival(number)))
    days = (group.arrives_on, group.arrives_on)
    return _Case(tuple(arrivals), planning_case(uow, group.region, days, arrivals, now))


@contextmanager
def _told_of(number: int) -> Iterator[None]:
    """Has what is wrong of a party name where it stands in the group."""
    try:
        yield
    except InvalidInput as wrong:
        if wrong.pointer in _SHARED:
            raise
        raise InvalidInput(f"/parties/{number}{wrong.pointer}", wrong.value, wrong.expected) from None


def _batch(app: Application, uow: UnitOfWork, group: Group, case: _Case, plan: Plan) -> _Batch:
    """A plan in the words of the service; raises NotAllFit."""
    itineraries = {each.arrival_id: each for each in planned_itineraries(case.problem, plan)}
    left = [(number, each) for number, each in enumerate(case.arrivals) if each.id not in itineraries]
    exceptions = _exceptions(app, uow, left, tuple(itineraries.values())) if left else ()
    if exceptions and group.mode == "all":
        raise NotAllFit(tuple(replace(each, arrival_id=None) for each in exceptions))
    return _Batch(case.arrivals, itineraries, exceptions)


def _exceptions(
    app: Application,
    uow: UnitOfWork,
    left: Sequence[tuple[int, Arrival]],
    itineraries: Sequence[PlannedItinerary],
) -> tuple[Unserved, ...]:
    """Why some are left out, beside what the others get, as offers to them would tell."""
    now, (_, some) = app.clock(), left[0]
    window = fresh_window(uow, some.region, some.arrives_on)
    window.take(appointment for each in itineraries for appointment in each.appointments)
    return tuple(Unserved(number, why_not_in_time(window, each, now), each.id) for number, each in left)


def _book(app: Application, uow: UnitOfWork, actor: str, batch: _Batch) -> GroupIntake:
    """Register and book a group; raises ClaimLostError."""
    now, bookings = app.clock(), []
    for number, arrival in enumerate(batch.arrivals):
        add_arrival(app, uow, actor, arrival)
        found = batch.itineraries.get(arrival.id)
        if found is None:
            continue
        if found.appointments[0].start < now:
            raise ClaimLostError  # to time, which has passed it while the plan was made
        in_time = arrival.is_met(found.completes_on, found.appointments[-1].end)
        taken = Taken(with_ids(found.appointments), found.completes_on, in_time)
        bookings.append(Served(number, confirm_and_take(app, uow, actor, arrival, taken)))
    return GroupIntake(tuple(bookings), batch.exceptions)
