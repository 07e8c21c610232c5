"""Plans arrivals that have nothing yet, and believes the plan only once it is verified."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from scheduler.application import Application, Progress
from scheduler.domain.arrival import Arrival
from scheduler.domain.planning import PlanJob, PlannedItinerary, PlanProgress, PlanResult
from scheduler.one_by_one import plan_one_by_one
from scheduler.store.unit_of_work import UnitOfWork
from scheduler.translation import Frame, build_arrival, build_instance
from solver.child import SolveStoppedError
from solver.instance import Instance
from solver.plan import Itinerary, Plan
from solver.solve import PlanRefusedError
from solver.verify import verify

_log = logging.getLogger(__name__)
_RESULTS_WITHIN = timedelta(days=14)
_REPORT_SECONDS = 0.5


class UnverifiedPlanError(Exception):
    """Not even the plan made one by one passes the verifier."""


@dataclass(frozen=True)
class PlanningCase:
    """Arrivals as the solver sees them, and the days on which it does."""

    frame: Frame
    instance: Instance


def make_plan(app: Application, job: PlanJob, on_progress: Callable[[PlanProgress], None]) -> PlanResult:
    """The verified result of a job; raises UnverifiedPlanError."""
    with app.reading() as uow:
        arrivals = uow.arrivals.unbooked(job.region, job.first, job.last)
        case = planning_case(uow, job.region, (job.first, job.last), arrivals, app.clock())
    plan = best_plan(app, case.instance, job.time_limit, _Reporter(on_progress))
    return PlanResult(
        cost=plan.cost,
        bound=plan.bound,
        gap=plan.gap,
        seconds=plan.seconds,
        late=plan.late,
        itineraries=planned_itineraries(case, plan),
    )


def planning_case(
    uow: UnitOfWork, region_id: str, days: tuple[date, date], arrivals: Sequence[Arrival], now: datetime
) -> PlanningCase:
    """Arrivals of the days from a first to a last one, to be planned from now on beside what is taken."""
    first, last = days
    latest = max((arrival.deadline.date() for arrival in arrivals), default=last)
    frame = Frame(uow.configuration.setup(region_id), first, max(latest, last) + _RESULTS_WITHIN)
    taken = uow.capacity.taken(region_id, *frame.bounds)
    instance = build_instance(frame, uow.configuration.journeys(), taken)
    in_slots = tuple(build_arrival(frame, arrival, earliest=now) for arrival in arrivals)
    return PlanningCase(frame, replace(instance, arrivals=in_slots))


def best_plan(
    app: Application, instance: Instance, seconds: float, on_progress: Callable[[Progress], None] = lambda _: None
) -> Plan:
    """The verified plan that the solver finds, or one made one by one; raises UnverifiedPlanError."""
    return _verified(instance, _solved(app, instance, seconds, on_progress))


def first_come_plan(instance: Instance) -> Plan:
    """The verified plan made one by one; raises UnverifiedPlanError."""
    return _verified(instance, None)


def planned_itineraries(case: PlanningCase, plan: Plan) -> tuple[PlannedItinerary, ...]:
    """What a plan gives each arrival that it serves."""
    return tuple(_planned(case, itinerary) for itinerary in plan.itineraries)


class _Reporter:
    """Passes progress on, at most twice a second: each report is a write to the database."""

    def __init__(self, on_progress: Callable[[PlanProgress], None]) -> None:
        self._on_progress = on_progress
        self._next = 0.0

    def __call__(self, progress: Progress) -> None:
        if progress.seconds >= self._next:
            self._next = progress.seconds + _REPORT_SECONDS
            # No plan costs less than nothing, which is what is known before the first bound.
            bound = max(progress.bound, 0.0)
            self._on_progress(PlanProgress(progress.cost, bound, progress.late, progress.seconds))


def _verified(instance: Instance, plan: Plan | None) -> Plan:
    """The plan if the verifier has nothing against it, else one made one by one, and an alert."""
    for attempt, candidate in enumerate(_candidates(instance, plan), start=1):
        verdict = verify(instance, candidate)
        if verdict.ok:
            return candidate
        _log.error("plan %s breaks %d rules, first %s", attempt, len(verdict.violations), verdict.violations[0])
    raise UnverifiedPlanError("no plan passed the verifier")


def _solved(
    app: Application, instance: Instance, seconds: float, on_progress: Callable[[Progress], None]
) -> Plan | None:
    """The solver's plan, None if it found none it believes or overran its time."""
    workers = app.settings.plan_workers
    try:
        found = app.solve(instance, seconds=seconds, workers=workers, on_progress=on_progress)
    except (PlanRefusedError, SolveStoppedError):
        _log.exception("the solver gave no plan")
        return None
    return replace(found, bound=max(found.bound, 0.0))


def _candidates(instance: Instance, plan: Plan | None) -> Iterator[Plan]:
    if plan is not None:
        yield plan
    yield plan_one_by_one(instance)


def _planned(case: PlanningCase, itinerary: Itinerary) -> PlannedItinerary:
    frame, instance = case.frame, case.instance
    arrival = next(each for each in instance.arrivals if each.id == itinerary.arrival)
    steps = {step.id: step for step in instance.journeys[arrival.journey].steps}
    completes = max(
        each.start // instance.slots_per_day + steps[each.step].result_days for each in itinerary.appointments
    )
    return PlannedItinerary(itinerary.arrival, frame.appointments(itinerary), frame.day(completes))
