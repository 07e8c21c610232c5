"""When provisional times become firm."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from scheduler.domain.booking import BookedAppointment, Booking
from scheduler.store.configuration import RegionSetup
from scheduler.store.unit_of_work import UnitOfWork
from scheduler.translation import Frame

_LONGEST_LEAD = timedelta(days=120)  # calendar days that hold every lead in open days


def with_day_of_fixing(uow: UnitOfWork, booking: Booking, lead_days: int, now: datetime) -> Booking:
    """A provisional booking with the day on which its times become firm; firm if that is no later than today."""
    if booking.times == "firm":
        return booking
    day = day_of_fixing(uow.configuration.setup(booking.region), booking.appointments, lead_days)
    if day <= now.astimezone(booking.completes_by.tzinfo).date():
        return replace(booking, times="firm", fixes_on=None)
    return replace(booking, fixes_on=day)


def day_of_fixing(setup: RegionSetup, appointments: Sequence[BookedAppointment], lead_days: int) -> date:
    """The open day that lies so many open days before the first appointment."""
    first = appointments[0].start.date()
    days = Frame(setup, first - _LONGEST_LEAD, first).days
    return days[max(0, len(days) - 1 - lead_days)]
