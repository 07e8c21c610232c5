"""Bookings: take, read, list, move and cancel whole itineraries."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.auth.bearer import FrontDesk
from api.entity_tags import IfMatch, etag
from api.idempotency import IdempotencyKey, idempotency
from api.openapi import responses
from api.problems import (
    ALREADY_BOOKED,
    HOLD_ENDED,
    HOLD_EXPIRED,
    IDEMPOTENCY_CONFLICT,
    NOT_BOOKED,
    NOT_FOUND,
    OFFER_EXPIRED,
    SLOT_TAKEN,
    STALE_VERSION,
    VISIT_BEGUN,
)
from api.schemas.base import Listing, PathId
from api.schemas.bookings import BookIn, BookingOut, BookingsQuery, CancelIn, RescheduleIn
from api.service import Service
from scheduler.domain.booking import Booking
from scheduler.use_cases.book import book
from scheduler.use_cases.booking_calendar import booking_calendar
from scheduler.use_cases.cancel import cancel
from scheduler.use_cases.read_bookings import get_booking, list_bookings
from scheduler.use_cases.reschedule import reschedule

router = APIRouter(prefix="/bookings", tags=["bookings"])
_TAKING = (NOT_FOUND, SLOT_TAKEN, OFFER_EXPIRED)
_CHANGING = (NOT_BOOKED, STALE_VERSION, VISIT_BEGUN)


@router.post(
    "",
    status_code=201,
    responses=responses(*_TAKING, HOLD_EXPIRED, HOLD_ENDED, ALREADY_BOOKED, IDEMPOTENCY_CONFLICT, body=True),
)
def create(service: Service, actor: FrontDesk, body: BookIn, key: IdempotencyKey, response: Response) -> BookingOut:
    """Book a hold or an offer; the invitations are on their way."""
    booking = book(service, actor, body.request(), idempotency(key, actor, body))
    response.headers["Location"] = f"/v1/bookings/{booking.id}"
    return _answer(booking, response)


@router.get("", responses=responses())
def find(service: Service, _actor: FrontDesk, query: Annotated[BookingsQuery, Query()]) -> Listing[BookingOut]:
    """Bookings with an appointment on a day or at an agency, or of a status; a page at a time."""
    page = list_bookings(service, query.wanted(), cursor=query.cursor, limit=query.limit)
    return Listing[BookingOut](items=[BookingOut.of(booking) for booking in page.items], next=page.next)


@router.get("/{booking_id}", responses=responses(NOT_FOUND))
def read(service: Service, _actor: FrontDesk, booking_id: PathId, response: Response) -> BookingOut:
    """A booking; its ETag guards later changes."""
    return _answer(get_booking(service, booking_id), response)


@router.post("/{booking_id}/reschedule", responses=responses(*_TAKING, *_CHANGING, body=True))
def move(
    service: Service, actor: FrontDesk, booking_id: PathId, body: RescheduleIn, version: IfMatch, response: Response
) -> BookingOut:
    """Move a booking to an offer, whole or the named steps; the old times become free."""
    booking = reschedule(service, actor, booking_id, body.offer_id, steps=body.steps, if_match=version)
    return _answer(booking, response)


@router.post("/{booking_id}/cancel", responses=responses(NOT_FOUND, *_CHANGING, body=True))
def call_off(
    service: Service, actor: FrontDesk, booking_id: PathId, body: CancelIn, version: IfMatch, response: Response
) -> BookingOut:
    """Cancel a booking, whole or the named steps; the times become free."""
    booking = cancel(service, actor, booking_id, body.reason, steps=body.steps, if_match=version)
    return _answer(booking, response)


@router.get(
    "/{booking_id}/calendar.ics",
    responses={**responses(NOT_FOUND), 200: {"content": {"text/calendar": {"schema": {"type": "string"}}}}},
    response_class=Response,
)
def calendar(service: Service, _actor: FrontDesk, booking_id: PathId) -> Response:
    """The appointments of a booking as an iCalendar file."""
    found = booking_calendar(service, booking_id)
    return Response(found, media_type="text/calendar; charset=utf-8")


def _answer(booking: Booking, response: Response) -> BookingOut:
    response.headers["ETag"] = etag(booking.version)
    return BookingOut.of(booking)
