"""What the tests of the waiting list play on: a region in which only one itinerary can come free."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from scheduler.application import Application
from scheduler.domain.arrival import Arrival
from scheduler.domain.booking import Booking
from scheduler.domain.itinerary import Appointment
from scheduler.domain.waiting import WaitingEntry, Wish
from scheduler.use_cases.cancel import cancel
from scheduler.use_cases.read_waiting import list_waiting
from scheduler.use_cases.wait import wait
from tests.scheduler.stage import ACTOR, MONDAY, booked, fill, offered, once, registered

LAST_DAY = date(2026, 9, 11)  # of the week; who arrives on Monday has until Thursday


def joined(app: Application, arrival: Arrival, **wish: Any) -> WaitingEntry:
    """The entry of an arrival that has just begun to wait."""
    return wait(app, ACTOR, arrival.id, Wish(**wish), once())


def full_week(app: Application) -> Booking:
    """The best booking, of somebody who will cancel it; all else of the IND is taken for the week."""
    booking = booked(app, offered(app, registered(app))[0])
    fill(app, "ind", MONDAY, LAST_DAY)
    return booking


def give_up(app: Application, booking: Booking) -> None:
    """Cancel a booking, which frees its times."""
    cancel(app, ACTOR, booking.id, "changed plans")


def entries(app: Application) -> dict[str, WaitingEntry]:
    """Who waits, by arrival."""
    return {entry.arrival_id: entry for entry in list_waiting(app, limit=200).items}


def holders(app: Application) -> list[str]:
    """The arrivals for which something is held."""
    return [arrival_id for arrival_id, entry in entries(app).items() if entry.hold is not None]


def times(appointments: Sequence[Appointment]) -> list[tuple[str, datetime, datetime]]:
    """Steps and times, whatever the desk."""
    return [(each.step, each.start, each.end) for each in appointments]
