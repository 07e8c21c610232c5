"""Holds: an offer kept free for some minutes."""

from fastapi import APIRouter

from api.auth.bearer import FrontDesk
from api.idempotency import IdempotencyKey, idempotency
from api.openapi import responses
from api.problems import ALREADY_BOOKED, IDEMPOTENCY_CONFLICT, NOT_FOUND, OFFER_EXPIRED, SLOT_TAKEN
from api.schemas.offers import HoldIn, HoldOut
from api.service import Service
from scheduler.use_cases.hold import hold

router = APIRouter(prefix="/holds", tags=["holds"])
_PROBLEMS = (NOT_FOUND, SLOT_TAKEN, OFFER_EXPIRED, ALREADY_BOOKED, IDEMPOTENCY_CONFLICT)


@router.post("", status_code=201, responses=responses(*_PROBLEMS, body=True))
def create(service: Service, actor: FrontDesk, body: HoldIn, key: IdempotencyKey) -> HoldOut:
    """Hold an offer."""
    return HoldOut.of(hold(service, actor, body.offer_id, idempotency(key, actor, body)))
