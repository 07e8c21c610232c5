"""Reads bookings, one or a page of them."""

from typing import get_args

from scheduler.application import Application
from scheduler.domain.booking import Booking, BookingFilter, BookingStatus
from scheduler.domain.errors import InvalidInput
from scheduler.domain.page import Page
from scheduler.paging import check_limit, page_of, read_cursor


def get_booking(app: Application, booking_id: str) -> Booking:
    """The booking; raises NotFound."""
    with app.reading() as uow:
        return uow.bookings.get(booking_id)


def list_bookings(
    app: Application, wanted: BookingFilter, *, cursor: str | None = None, limit: int = 50
) -> Page[Booking]:
    """Bookings in the order they were made; raises InvalidInput."""
    check_limit(limit)
    if wanted.status is not None and wanted.status not in get_args(BookingStatus):
        raise InvalidInput("status", wanted.status, f"one of {', '.join(get_args(BookingStatus))}")
    after = read_cursor(cursor)
    with app.reading() as uow:
        agencies = [agency.id for agency in uow.configuration.agencies()]
        if wanted.agency is not None and wanted.agency not in agencies:
            raise InvalidInput("agency", wanted.agency, f"one of {', '.join(agencies)}")
        return page_of(uow.bookings.page(wanted, after, limit + 1), limit)
