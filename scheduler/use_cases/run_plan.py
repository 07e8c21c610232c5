"""Makes the plans that were asked for, in the background."""

from dataclasses import replace
from datetime import timedelta

from scheduler.application import Application
from scheduler.domain.planning import PlanJob, PlanProgress
from scheduler.planning import make_plan

_GRACE = timedelta(minutes=10)


def run_next_plan(app: Application) -> bool:
    """Make the oldest queued plan; whether there was one. A plan that fails is marked so whatever is raised."""
    job = _start_next(app)
    if job is None:
        return False
    ended = replace(job, status="failed", error="the solver failed; the log of the worker says why")
    try:
        result = make_plan(app, job, lambda progress: _note_progress(app, job, progress))
        ended = replace(job, status="done", result=result)
    finally:
        _store(app, ended)
    return True


def requeue_abandoned(app: Application) -> None:
    """Queue the plans again whose worker went away: those running long past their time limit."""
    now = app.clock()
    with app.reading() as uow:
        running = uow.plans.with_status("running")
    for job in running:
        if job.started_at is not None and now > job.started_at + timedelta(seconds=job.time_limit) + _GRACE:
            _store(app, replace(job, status="queued", started_at=None, progress=None))


def _start_next(app: Application) -> PlanJob | None:
    with app.reading() as uow:
        queued = uow.plans.with_status("queued")
    for job in queued:
        with app.writing() as uow:
            if uow.plans.start(job.id, app.clock()):
                uow.commit()
                return uow.plans.get(job.id)
    return None


def _note_progress(app: Application, job: PlanJob, progress: PlanProgress) -> None:
    _store(app, replace(job, progress=progress))


def _store(app: Application, job: PlanJob) -> None:
    with app.writing() as uow:
        uow.plans.replace(job)
        uow.commit()
