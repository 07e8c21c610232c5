"""Makes the plans that were asked for, in the background."""

from dataclasses import replace
from datetime import timedelta

from scheduler.application import Application
from scheduler.domain.planning import PlanJob
from scheduler.planning import make_plan

_GRACE = timedelta(minutes=2)  # for reading, checking and storing


def run_next_plan(app: Application) -> bool:
    """Make the oldest queued plan; whether there was one. A plan that fails is marked so whatever is raised."""
    with app.writing() as uow:
        job = uow.plans.start_next(app.clock())
        uow.commit()
    if job is None:
        return False
    ended = replace(job, status="failed", error="the solver failed; the log of the worker says why")
    try:
        result = make_plan(app, job, lambda progress: _store(app, job, replace(job, progress=progress)))
        ended = replace(job, status="done", result=result)
    finally:
        _store(app, job, ended)
    return True


def requeue_abandoned(app: Application) -> None:
    """Queue the plans again whose worker went away: those running past their time limit and what surrounds it."""
    now = app.clock()
    with app.reading() as uow:
        running = uow.plans.with_status("running")
    for job in running:
        if job.started_at is not None and now > job.started_at + timedelta(seconds=job.time_limit) + _GRACE:
            _store(app, job, replace(job, status="queued", started_at=None, progress=None))


def _store(app: Application, started: PlanJob, job: PlanJob) -> None:
    """Store a job as it is now, unless it was taken over since it was started."""
    if started.started_at is None:
        raise ValueError(f"plan {started.id} was not started")
    with app.writing() as uow:
        uow.plans.replace_running(job, started.started_at)
        uow.commit()
