"""Books what a plan proposes."""

from dataclasses import replace
from datetime import datetime

from scheduler.application import Application
from scheduler.auditing import write_audit
from scheduler.domain.arrival import Arrival
from scheduler.domain.booking import Booking
from scheduler.domain.errors import NotFound, PlanNotReady, PlanStale
from scheduler.domain.planning import PlanJob, PlannedItinerary
from scheduler.expiry import release_expired
from scheduler.store.capacity import ClaimLostError
from scheduler.store.unit_of_work import UnitOfWork
from scheduler.taking import with_ids
from scheduler.use_cases.book import Taken, confirm_and_take


def apply_plan(app: Application, actor: str, plan_id: str) -> tuple[Booking, ...]:
    """Bookings for every itinerary of a plan, invitations queued: all of them or, when anything changed, none.

    Raises NotFound, PlanNotReady or PlanStale.
    """
    release_expired(app)
    try:
        with app.writing() as uow:
            uow.plans.lock(plan_id)
            job = uow.plans.get(plan_id)
            if job.status != "done" or job.result is None:
                raise PlanNotReady(plan_id, job.status)
            uow.arrivals.lock(*(planned.arrival_id for planned in job.result.itineraries))
            bookings = tuple(_book(app, uow, actor, job, planned) for planned in job.result.itineraries)
            uow.plans.replace(replace(job, status="applied"))
            write_audit(app, uow, actor, "apply", ("plan", plan_id), bookings=len(bookings))
            uow.commit()
    except ClaimLostError:
        raise PlanStale(plan_id, "a slot it uses was taken meanwhile") from None
    return bookings


def _book(app: Application, uow: UnitOfWork, actor: str, job: PlanJob, planned: PlannedItinerary) -> Booking:
    arrival = _unchanged(uow, job, planned, app.clock())
    in_time = arrival.is_met(planned.completes_on, planned.appointments[-1].end)
    taken = Taken(with_ids(planned.appointments), planned.completes_on, in_time)
    return confirm_and_take(app, uow, actor, arrival, taken)


def _unchanged(uow: UnitOfWork, job: PlanJob, planned: PlannedItinerary, now: datetime) -> Arrival:
    """The arrival, if it is what the plan was made for; raises PlanStale."""
    try:
        arrival = uow.arrivals.get(planned.arrival_id)
    except NotFound:
        raise PlanStale(job.id, f"arrival {planned.arrival_id} is gone") from None
    if job.started_at is None or arrival.updated_at > job.started_at:
        raise PlanStale(job.id, f"arrival {arrival.id} was changed meanwhile")
    if uow.bookings.active(arrival.id) or uow.holds.active(arrival.id):
        raise PlanStale(job.id, f"arrival {arrival.id} was booked or held meanwhile")
    if planned.appointments[0].start < now:
        raise PlanStale(job.id, f"the first appointment of arrival {arrival.id} has passed")
    return arrival
