"""Scenarios of the service: asked for, run in the background, and read with what they came to."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta

from scheduler.application import Application
from scheduler.auditing import write_audit
from scheduler.domain.booking import Idempotency
from scheduler.domain.errors import InvalidInput, NotFound
from scheduler.domain.imagined import FailedReplication, ScenarioJob
from scheduler.domain.page import Page
from scheduler.identity import new_id
from scheduler.paging import check_limit, page_of, read_cursor
from scheduler.scenarios.checking import check
from scheduler.scenarios.figures import Figures
from scheduler.scenarios.kept import read, written
from scheduler.scenarios.pools import Pool, processes
from scheduler.scenarios.replication import replicate
from scheduler.scenarios.result import Failure, Result
from scheduler.scenarios.scenario import Scenario
from scheduler.scenarios.sweep import Replicate, sweep
from scheduler.store.codec import from_json, to_json
from scheduler.store.unit_of_work import UnitOfWork
from scheduler.taking import once

MAX_SERVICE_REPLICATIONS = 200
_LEASE = timedelta(minutes=10)  # far longer than a replication takes
_KEY = "scenario"
Processes = Callable[[int], AbstractContextManager[Pool]]


def request_scenario(
    app: Application, actor: str, scenario: Scenario, base: str | None, idempotency: Idempotency
) -> ScenarioJob:
    """A queued job for a scenario, told apart from a base if one is named; raises InvalidInput, IdempotencyConflict."""
    check(scenario)
    if scenario.replications > MAX_SERVICE_REPLICATIONS:
        raise InvalidInput("/replications", scenario.replications, f"{MAX_SERVICE_REPLICATIONS} or less")

    def act(uow: UnitOfWork) -> ScenarioJob:
        job = ScenarioJob(
            new_id(_KEY), scenario.name, base, to_json(scenario), scenario.replications, "queued", app.clock()
        )
        uow.scenarios.add(job)
        write_audit(app, uow, actor, "request", (_KEY, job.id), base=base, replications=job.replications)
        return replace(job, scenario={})

    asked = once(app, idempotency, _KEY, ScenarioJob, act)
    return get_scenario(app, asked.id)


def base_scenario(app: Application, scenario_id: str) -> Scenario:
    """The scenario that another one names as its base; raises InvalidInput."""
    try:
        return scenario_of_job(get_scenario(app, scenario_id))
    except NotFound:
        raise InvalidInput("/base", scenario_id, "the id of a scenario") from None


def get_scenario(app: Application, scenario_id: str) -> ScenarioJob:
    """The job; raises NotFound."""
    with app.reading() as uow:
        return uow.scenarios.get(scenario_id)


def list_scenarios(app: Application, *, cursor: str | None = None, limit: int = 50) -> Page[ScenarioJob]:
    """The jobs, the newest first, a page at a time; raises InvalidInput."""
    check_limit(limit)
    before = read_cursor(cursor)
    with app.reading() as uow:
        return page_of(uow.scenarios.latest(before, limit + 1), limit)


def result_of(app: Application, job: ScenarioJob) -> Result:
    """What a job has come to so far."""
    with app.reading() as uow:
        figures = uow.scenarios.figures(job.id)
    failures = tuple(Failure(each.number, each.seed, each.reason) for each in job.failures)
    return Result(scenario_of_job(job), {number: read(one) for number, one in figures.items()}, failures)


def scenario_of_job(job: ScenarioJob) -> Scenario:
    """The scenario of a job."""
    return from_json(Scenario, job.scenario)


def run_next_scenario(
    app: Application,
    *,
    stopped: Callable[[], bool] = lambda: False,
    pool: Processes = processes,
    replicate: Replicate = replicate,
) -> bool:
    """Run the oldest scenario that waits, or that was left in the middle; whether there was one.

    What was measured before is not measured again. Whoever is stopped leaves the rest to the next.
    """
    with app.writing() as uow:
        now = app.clock()
        job = uow.scenarios.lease_next(now, now + _LEASE)
        uow.commit()
    if job is None:
        return False
    _Run(app, job, stopped, replicate).run(pool)
    return True


class _Run:
    """One job, for as long as nobody else has taken it over."""

    def __init__(self, app: Application, job: ScenarioJob, stopped: Callable[[], bool], replicate: Replicate) -> None:
        self._app, self._job, self._stopped, self._replicate = app, job, stopped, replicate
        self._lost = False

    def run(self, pool: Processes) -> None:
        ended = replace(self._job, status="failed", error="the run failed; the log of the worker says why")
        try:
            ended = self._swept(pool)
        finally:
            self._end(ended)

    def _swept(self, pool: Processes) -> ScenarioJob:
        before = result_of(self._app, self._job)
        with pool(self._app.settings.scenario_workers) as workers:
            result = sweep(
                before.scenario,
                workers,
                replicate=self._replicate,
                done=before.figures,
                keep=self._keep,
                stopped=lambda: self._lost or self._stopped(),
            )
        failures = tuple(FailedReplication(each.number, each.seed, each.reason[:500]) for each in result.failures)
        job = replace(self._job, leased_until=None)
        if not result.complete:
            return replace(job, status="queued")
        if not result.figures:
            return replace(job, status="failed", failures=failures, error="every replication failed")
        return replace(job, status="done", failures=failures)

    def _keep(self, number: int, figures: Figures) -> None:
        until = self._app.clock() + _LEASE
        with self._app.writing() as uow:
            self._lost = self._lost or not uow.scenarios.keep(self._job, number, written(figures), until)
            uow.commit()
        self._job = replace(self._job, leased_until=until)

    def _end(self, ended: ScenarioJob) -> None:
        if self._lost:
            return
        with self._app.writing() as uow:
            uow.scenarios.end(self._job, replace(ended, leased_until=None))
            uow.commit()
