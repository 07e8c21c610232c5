"""Gives the itinerary of a booking as a calendar file."""

from calendars.invite import build_calendar
from scheduler.application import Application
from scheduler.domain.errors import NotBooked
from scheduler.invitations import build_invitation


def booking_calendar(app: Application, booking_id: str) -> bytes:
    """All appointments of a booking in one iCalendar file for reading; raises NotFound or NotBooked."""
    with app.reading() as uow:
        booking = uow.bookings.get(booking_id)
        if booking.status != "confirmed":
            raise NotBooked(booking_id)
        arrival = uow.arrivals.get(booking.arrival_id)
        invitation = build_invitation(uow, arrival, booking, booking.appointments, booking.updated_at)
    return build_calendar(invitation, "PUBLISH")
