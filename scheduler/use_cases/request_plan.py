"""Asks for a plan of many arrivals at once."""

from datetime import date, timedelta

from scheduler.application import Application
from scheduler.auditing import write_audit
from scheduler.domain.errors import InvalidInput
from scheduler.domain.planning import MAX_TIME_LIMIT, PlanJob
from scheduler.identity import new_id
from scheduler.regions import check_region

_LONGEST = timedelta(days=31)
_FARTHEST = timedelta(days=366)


def request_plan(app: Application, actor: str, region_id: str, first: date, last: date, time_limit: float) -> PlanJob:
    """A queued job for the unbooked arrivals of `first` to `last`; raises InvalidInput."""
    now = app.clock()
    if abs(first - now.date()) > _FARTHEST:
        raise InvalidInput("/from", first.isoformat(), "within a year of today")
    if not first <= last < first + _LONGEST:
        raise InvalidInput("/to", last.isoformat(), f"a day from {first} on, at most {_LONGEST.days} days in all")
    if not 0 < time_limit <= MAX_TIME_LIMIT:
        raise InvalidInput("/timeLimit", time_limit, f"more than 0 and at most {MAX_TIME_LIMIT} seconds")
    with app.writing() as uow:
        check_region(uow, "/region", region_id)
        job = PlanJob(new_id("plan"), region_id, first, last, time_limit, "queued", now)
        uow.plans.add(job)
        write_audit(app, uow, actor, "request", ("plan", job.id), region=region_id, first=first, last=last)
        uow.commit()
    return job
