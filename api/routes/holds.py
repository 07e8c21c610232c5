"""Holds: an offer kept free for some minutes, renewed or given up."""

from fastapi import APIRouter

from api.auth.bearer import FrontDesk
from api.idempotency import IdempotencyKey, idempotency
from api.openapi import responses
from api.problems import (
    ALREADY_BOOKED,
    HOLD_ENDED,
    HOLD_EXPIRED,
    IDEMPOTENCY_CONFLICT,
    NOT_FOUND,
    OFFER_EXPIRED,
    RENEWED_OUT,
    SLOT_TAKEN,
)
from api.schemas.base import PathId
from api.schemas.offers import HoldIn, HoldOut
from api.service import Service
from scheduler.use_cases.hold import hold
from scheduler.use_cases.release import release
from scheduler.use_cases.renew import renew

router = APIRouter(prefix="/holds", tags=["holds"])
_PROBLEMS = (NOT_FOUND, SLOT_TAKEN, OFFER_EXPIRED, ALREADY_BOOKED, IDEMPOTENCY_CONFLICT)


@router.post("", status_code=201, responses=responses(*_PROBLEMS, body=True))
def create(service: Service, actor: FrontDesk, body: HoldIn, key: IdempotencyKey) -> HoldOut:
    """Hold an offer."""
    return HoldOut.of(hold(service, actor, body.offer_id, idempotency(key, actor, body)))


@router.delete("/{hold_id}", status_code=204, responses=responses(NOT_FOUND))
def give_up(service: Service, actor: FrontDesk, hold_id: PathId) -> None:
    """Give a hold up; its times become free. Doing so again changes nothing."""
    release(service, actor, hold_id)


@router.post(
    "/{hold_id}/renew", responses=responses(NOT_FOUND, HOLD_EXPIRED, HOLD_ENDED, RENEWED_OUT, IDEMPOTENCY_CONFLICT)
)
def prolong(service: Service, actor: FrontDesk, hold_id: PathId, key: IdempotencyKey) -> HoldOut:
    """Give a hold its full minutes again, a few times at most."""
    return HoldOut.of(renew(service, actor, hold_id, idempotency(key, actor, hold_id)))
