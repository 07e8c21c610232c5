"""Plans: verified before they are believed, applied whole or not at all."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from scheduler.application import Application, Progress
from scheduler.domain.arrival import ArrivalChanges
from scheduler.domain.errors import InvalidInput, NotFound, PlanNotReady, PlanStale
from scheduler.domain.planning import PlanJob, PlanProgress, PlanResult
from scheduler.one_by_one import plan_one_by_one
from scheduler.planning import make_plan
from scheduler.use_cases.amend_arrival import amend_arrival
from scheduler.use_cases.apply_plan import apply_plan
from scheduler.use_cases.erase_arrival import erase_arrival
from scheduler.use_cases.read_plan import get_plan
from scheduler.use_cases.request_plan import request_plan
from scheduler.use_cases.run_plan import requeue_abandoned, run_next_plan
from solver.child import SolveStoppedError
from solver.instance import Instance
from solver.plan import Plan
from solver.solve import PlanRefusedError
from tests.scheduler.stage import (
    ACTOR,
    MONDAY,
    REGION,
    THURSDAY,
    Clock,
    booked,
    count,
    counts,
    fill,
    offered,
    registered,
)

FRIDAY = THURSDAY + timedelta(days=1)


@dataclass(frozen=True)
class Report:
    """Progress of a solver."""

    cost: float
    bound: float
    late: int
    seconds: float


def one_by_one(instance: Instance, *, seconds: float, workers: int, on_progress: Callable[[Progress], None]) -> Plan:
    """A solver in no time."""
    on_progress(Report(1.0, 0.0, 0, seconds / workers))
    return plan_one_by_one(instance)


def wrong(instance: Instance, *, seconds: float, workers: int, on_progress: Callable[[Progress], None]) -> Plan:
    """A solver that gives everybody the same desk at the same time."""
    plan = one_by_one(instance, seconds=seconds, workers=workers, on_progress=on_progress)
    first = plan.itineraries[0]
    same = tuple(replace(first, arrival=each.arrival) for each in plan.itineraries)
    return replace(plan, itineraries=same)


def broken(instance: Instance, *, seconds: float, workers: int, on_progress: Callable[[Progress], None]) -> Plan:
    """A solver that fails."""
    raise RuntimeError(f"{len(instance.arrivals)} {seconds} {workers} {on_progress}")


@pytest.fixture
def planner(app: Application) -> Application:
    """The service with a solver that takes no time."""
    return replace(app, solve=one_by_one)


def planned(app: Application) -> tuple[PlanJob, PlanResult]:
    """A plan of the week, made."""
    job = request_plan(app, ACTOR, REGION, MONDAY, FRIDAY, 5)
    assert job.status == "queued"
    assert run_next_plan(app)
    job = get_plan(app, job.id)
    assert job.result is not None
    return job, job.result


def test_a_plan_serves_the_unbooked(planner: Application) -> None:
    """Those who have a booking or a hold are left alone, and so is their time."""
    busy = registered(planner)
    booked(planner, offered(planner, busy)[0])
    erase_arrival(planner, ACTOR, registered(planner).id)
    waiting = [registered(planner, arrives_on=day).id for day in (MONDAY, THURSDAY)]
    _, result = planned(planner)
    assert sorted(itinerary.arrival_id for itinerary in result.itineraries) == sorted(waiting)
    assert result.late == ()
    assert result.bound <= result.cost


def test_progress_can_be_read(planner: Application) -> None:
    """What the solver reports stands in the job while it runs."""
    seen: list[PlanJob] = []

    def watched(instance: Instance, *, seconds: float, workers: int, on_progress: Callable[[Progress], None]) -> Plan:
        plan = one_by_one(instance, seconds=seconds, workers=workers, on_progress=on_progress)
        seen.append(get_plan(planner, job.id))
        return plan

    registered(planner)
    job = request_plan(planner, ACTOR, REGION, MONDAY, FRIDAY, 5)
    run_next_plan(replace(planner, solve=watched))
    assert seen[0].status == "running"
    assert seen[0].progress is not None
    assert seen[0].progress.cost == 1.0


def test_progress_is_written_twice_a_second_at_most(planner: Application) -> None:
    """A solver may report as often as it likes, also before it knows a bound."""

    def talkative(instance: Instance, *, seconds: float, workers: int, on_progress: Callable[[Progress], None]) -> Plan:
        for tenth in range(20):
            on_progress(Report(9.0, float("-inf"), workers, tenth / 10))
        return plan_one_by_one(instance)

    written: list[PlanProgress] = []
    job = request_plan(planner, ACTOR, REGION, MONDAY, FRIDAY, 5)
    make_plan(replace(planner, solve=talkative), job, written.append)
    assert [progress.seconds for progress in written] == [0.0, 0.5, 1.0, 1.5]
    assert written[0].bound == 0.0


def test_applying_books_everybody(planner: Application) -> None:
    """Every itinerary becomes a booking with its invitation; a plan is applied once."""
    for _ in range(3):
        registered(planner)
    job, result = planned(planner)
    bookings = apply_plan(planner, ACTOR, job.id)
    assert [booking.completes_on for booking in bookings] == [each.completes_on for each in result.itineraries]
    assert count(planner, "outbox") == 3
    with pytest.raises(PlanNotReady, match="is applied"):
        apply_plan(planner, ACTOR, job.id)


def test_the_late_are_named(planner: Application) -> None:
    """Who finds no place in time is late, at the price of the objective."""
    fill(planner, "ind", MONDAY, FRIDAY)
    late = registered(planner)
    _, result = planned(planner)
    assert result.late == (late.id,)
    assert result.cost == 10_000


def test_a_wrong_plan_is_not_believed(planner: Application, caplog: pytest.LogCaptureFixture) -> None:
    """What the verifier refuses is replaced by a plan made one by one, and an alert is raised."""
    for _ in range(3):
        registered(planner)
    _, result = planned(replace(planner, solve=wrong))
    assert len({each.appointments for each in result.itineraries}) == 3
    assert "breaks" in caplog.text


@pytest.mark.parametrize("error", [PlanRefusedError("rule 2"), SolveStoppedError("overran")])
def test_a_plan_the_solver_does_not_give_is_replaced(
    planner: Application, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    """When the solver refuses its own plans or overruns its time, one made one by one serves."""

    def refuse(*_: object, **__: object) -> Plan:
        raise error

    registered(planner)
    _, result = planned(replace(planner, solve=refuse))
    assert len(result.itineraries) == 1
    assert "the solver gave no plan" in caplog.text


def test_the_real_solver_keeps_to_the_service(app: Application) -> None:
    """What ships plans some arrivals, proves how good that is, and can be applied."""
    for day in (MONDAY, MONDAY, THURSDAY):
        registered(app, arrives_on=day)
    job, result = planned(app)
    assert result.late == ()
    assert 0 < result.bound <= result.cost
    assert len(apply_plan(app, ACTOR, job.id)) == 3


def test_a_solver_that_fails_fails_its_job_only(planner: Application) -> None:
    """The job says that it failed, and the next one can run."""
    job = request_plan(planner, ACTOR, REGION, MONDAY, FRIDAY, 5)
    with pytest.raises(RuntimeError):
        run_next_plan(replace(planner, solve=broken))
    failed = get_plan(planner, job.id)
    assert failed.status == "failed"
    assert failed.error is not None
    with pytest.raises(PlanNotReady, match="is failed"):
        apply_plan(planner, ACTOR, job.id)
    assert not run_next_plan(planner)


def test_a_plan_ends_when_a_slot_is_lost(planner: Application) -> None:
    """All or nothing: one slot that is gone leaves everything as it was."""
    registered(planner)
    registered(planner, arrives_on=THURSDAY)
    job, _ = planned(planner)
    fill(planner, "expat-centre", FRIDAY, FRIDAY)
    fill(planner, "expat-centre", MONDAY, THURSDAY)
    before = counts(planner)
    with pytest.raises(PlanStale, match="a slot it uses was taken"):
        apply_plan(planner, ACTOR, job.id)
    assert counts(planner) == before


@pytest.mark.parametrize("change", ["amended", "erased", "booked", "passed"])
def test_a_plan_ends_when_an_arrival_changes(planner: Application, clock: Clock, change: str) -> None:
    """A plan was made for arrivals as they were, and for times to come."""
    arrival = registered(planner)
    job, _ = planned(planner)
    clock.forward(minutes=1)
    if change == "amended":
        amend_arrival(planner, ACTOR, arrival.id, ArrivalChanges(ready_from={"permit": THURSDAY}))
    elif change == "erased":
        erase_arrival(planner, ACTOR, arrival.id)
    elif change == "booked":
        booked(planner, offered(planner, arrival)[1])
    else:
        clock.forward(days=7)
    with pytest.raises(PlanStale, match="ask for a new plan"):
        apply_plan(planner, ACTOR, job.id)


def test_an_abandoned_plan_is_made_again(planner: Application, clock: Clock) -> None:
    """A worker that went away leaves its plan to another, some time after its limit."""
    registered(planner)
    job = request_plan(planner, ACTOR, REGION, MONDAY, FRIDAY, 5)
    with planner.writing() as uow:
        started = uow.plans.start_next(clock.now)
        assert started is not None
        assert uow.plans.start_next(clock.now) is None
        uow.commit()
    requeue_abandoned(planner)
    assert get_plan(planner, job.id).status == "running"
    clock.forward(minutes=3)
    requeue_abandoned(planner)
    assert run_next_plan(planner)
    assert get_plan(planner, job.id).status == "done"
    with planner.writing() as uow:  # the first worker was slow, not gone
        assert not uow.plans.replace_running(replace(started, status="failed"), clock.now - timedelta(minutes=3))


@pytest.mark.parametrize(
    ("region", "first", "last", "limit", "pointer"),
    [
        ("atlantis", MONDAY, FRIDAY, 5, "/region"),
        (REGION, MONDAY.replace(year=1990), FRIDAY, 5, "/from"),
        (REGION, FRIDAY, MONDAY, 5, "/to"),
        (REGION, MONDAY, MONDAY + timedelta(days=31), 5, "/to"),
        (REGION, MONDAY, FRIDAY, 0, "/timeLimit"),
        (REGION, MONDAY, FRIDAY, 601, "/timeLimit"),
        (REGION, MONDAY, FRIDAY, float("nan"), "/timeLimit"),
    ],
)
def test_requests_that_make_no_plan(
    app: Application, region: str, first: date, last: date, limit: float, pointer: str
) -> None:
    """Each field that is wrong is named, and no job is stored."""
    with pytest.raises(InvalidInput) as caught:
        request_plan(app, ACTOR, region, first, last, limit)
    assert caught.value.pointer == pointer
    assert count(app, "plans") == 0


def test_a_plan_that_is_not_there(app: Application) -> None:
    """Ids that were never given out are not found."""
    with pytest.raises(NotFound):
        get_plan(app, "none")
