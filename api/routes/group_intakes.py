"""Groups: many parties with one day of arrival, registered, planned and booked in one call."""

from fastapi import APIRouter

from api.auth.bearer import Planner
from api.idempotency import IdempotencyKey, idempotency
from api.openapi import responses
from api.problems import IDEMPOTENCY_CONFLICT, NOT_ALL_FIT
from api.schemas.groups import GroupIn, GroupOut
from api.service import Service
from scheduler.use_cases.intake_group import intake_group

router = APIRouter(prefix="/group-intakes", tags=["bookings"])


@router.post("", status_code=201, responses=responses(NOT_ALL_FIT, IDEMPOTENCY_CONFLICT, body=True))
def create(service: Service, actor: Planner, body: GroupIn, key: IdempotencyKey) -> GroupOut:
    """Register a group and book it as planned in one batch; who cannot be served in time is told with the reason."""
    return GroupOut.of(intake_group(service, actor, body.group(), idempotency(key, actor, body)))
