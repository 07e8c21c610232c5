"""Plans: ask for one, watch it, apply it."""

from fastapi import APIRouter, Response

from api.auth.bearer import Planner
from api.openapi import responses
from api.problems import NOT_FOUND, PLAN_NOT_READY, PLAN_STALE
from api.schemas.base import Listing, PathId
from api.schemas.bookings import BookingOut
from api.schemas.plans import PlanIn, PlanOut
from api.service import Service
from scheduler.use_cases.apply_plan import apply_plan
from scheduler.use_cases.read_plan import get_plan
from scheduler.use_cases.request_plan import request_plan

router = APIRouter(prefix="/plans", tags=["plans"])


@router.post("", status_code=202, responses=responses(NOT_FOUND, body=True))
def request(service: Service, actor: Planner, body: PlanIn, response: Response) -> PlanOut:
    """Ask for a plan of the arrivals that are not booked yet; it is made in the background."""
    job = request_plan(service, actor, body.region, body.first, body.last, body.time_limit)
    response.headers["Location"] = f"/v1/plans/{job.id}"
    return PlanOut.of(job)


@router.get("/{plan_id}", responses=responses(NOT_FOUND))
def read(service: Service, _actor: Planner, plan_id: PathId) -> PlanOut:
    """A plan: how far it is, or what came of it."""
    return PlanOut.of(get_plan(service, plan_id))


@router.post("/{plan_id}/apply", responses=responses(NOT_FOUND, PLAN_NOT_READY, PLAN_STALE))
def apply(service: Service, actor: Planner, plan_id: PathId) -> Listing[BookingOut]:
    """Book every itinerary of a plan, all of them or none; the invitations are on their way."""
    bookings = apply_plan(service, actor, plan_id)
    return Listing[BookingOut](items=[BookingOut.of(booking) for booking in bookings])
