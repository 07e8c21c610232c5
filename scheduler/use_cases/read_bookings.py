"""Reads bookings, one or a page of them."""

import base64
import binascii
import json
from datetime import datetime
from typing import get_args

from scheduler.application import Application
from scheduler.domain.booking import Booking, BookingFilter, BookingStatus
from scheduler.domain.errors import InvalidInput
from scheduler.domain.page import MAX_PAGE, Page


def get_booking(app: Application, booking_id: str) -> Booking:
    """The booking; raises NotFound."""
    with app.reading() as uow:
        return uow.bookings.get(booking_id)


def list_bookings(
    app: Application, wanted: BookingFilter, *, cursor: str | None = None, limit: int = 50
) -> Page[Booking]:
    """Bookings in the order they were made; raises InvalidInput."""
    if not 1 <= limit <= MAX_PAGE:
        raise InvalidInput("limit", limit, f"1 to {MAX_PAGE}")
    if wanted.status is not None and wanted.status not in get_args(BookingStatus):
        raise InvalidInput("status", wanted.status, f"one of {', '.join(get_args(BookingStatus))}")
    after = None if cursor is None else _read_cursor(cursor)
    with app.reading() as uow:
        agencies = [agency.id for agency in uow.configuration.agencies()]
        if wanted.agency is not None and wanted.agency not in agencies:
            raise InvalidInput("agency", wanted.agency, f"one of {', '.join(agencies)}")
        found = uow.bookings.page(wanted, after, limit + 1)
    return Page(found[:limit], _write_cursor(found[limit - 1]) if len(found) > limit else None)


def _write_cursor(last: Booking) -> str:
    text = json.dumps([last.created_at.isoformat(), last.id])
    return base64.urlsafe_b64encode(text.encode()).decode()


def _read_cursor(cursor: str) -> tuple[datetime, str]:
    try:
        created_at, booking_id = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        instant = datetime.fromisoformat(created_at)
    except (ValueError, TypeError, binascii.Error):
        raise InvalidInput("cursor", cursor, "the next of an earlier page") from None
    if instant.utcoffset() is None or not isinstance(booking_id, str):
        raise InvalidInput("cursor", cursor, "the next of an earlier page")
    return instant, booking_id
