"""Walk-ins: people at the desk, registered and booked in one call."""

from fastapi import APIRouter, Response

from api.auth.bearer import FrontDesk
from api.entity_tags import etag
from api.idempotency import IdempotencyKey, idempotency
from api.openapi import responses
from api.problems import IDEMPOTENCY_CONFLICT, NOTHING_FITS
from api.schemas.arrivals import WalkInIn
from api.schemas.bookings import WalkInOut
from api.service import Service
from scheduler.use_cases.walk_in import walk_in

router = APIRouter(prefix="/walk-ins", tags=["bookings"])


@router.post("", status_code=201, responses=responses(NOTHING_FITS, IDEMPOTENCY_CONFLICT, body=True))
def create(service: Service, actor: FrontDesk, body: WalkInIn, key: IdempotencyKey, response: Response) -> WalkInOut:
    """Register somebody who is there and book their best itinerary from now on: both, or neither where nothing fits."""
    made = walk_in(service, actor, body.arrival(), idempotency(key, actor, body))
    response.headers["Location"] = f"/v1/bookings/{made.booking.id}"
    response.headers["ETag"] = etag(made.booking.version)
    return WalkInOut.of(made)
