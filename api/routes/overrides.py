"""Overrides: a member of staff books what the rules refuse, and says why."""

from fastapi import APIRouter, Response

from api.auth.bearer import Overrider
from api.entity_tags import IfMatch, etag
from api.idempotency import IdempotencyKey, idempotency
from api.openapi import responses
from api.problems import IDEMPOTENCY_CONFLICT, NOT_FOUND, STALE_VERSION, VISIT_BEGUN
from api.schemas.bookings import BookingOut
from api.schemas.overrides import OverrideIn
from api.service import Service
from scheduler.use_cases.override import override

router = APIRouter(prefix="/overrides", tags=["bookings"])


@router.post(
    "", status_code=201, responses=responses(NOT_FOUND, STALE_VERSION, VISIT_BEGUN, IDEMPOTENCY_CONFLICT, body=True)
)
def create(
    service: Service, actor: Overrider, body: OverrideIn, key: IdempotencyKey, version: IfMatch, response: Response
) -> BookingOut:
    """Book an arrival at named desks and times, in the place of what it has; the answer tells the rules broken."""
    booking = override(service, actor, body.request(), idempotency(key, actor, body), if_match=version)
    response.headers["Location"] = f"/v1/bookings/{booking.id}"
    response.headers["ETag"] = etag(booking.version)
    return BookingOut.of(booking)
