"""Takes those off the waiting list who have what they waited for, or whose time is over."""

from datetime import datetime

from scheduler.application import Application
from scheduler.auditing import SERVICE
from scheduler.domain.waiting import WaitingEntry
from scheduler.store.unit_of_work import UnitOfWork
from scheduler.waiting import stop_waiting


def end_waiting(app: Application) -> None:
    """End the entries that are done; opens a writing transaction only where there are any."""
    now = app.clock()
    with app.reading() as uow:
        done = _done(uow, now)
    if done:
        with app.writing() as uow:
            uow.arrivals.lock(*(entry.arrival_id for entry in done))
            for entry, why in _done(uow, now).items():
                stop_waiting(app, uow, SERVICE, entry, why)
            uow.commit()


def _done(uow: UnitOfWork, now: datetime) -> dict[WaitingEntry, str]:
    """The entries to end, and why; what somebody is told to be free is kept for them until it lapses."""
    over = dict.fromkeys(uow.waiting.over(now), "over")
    booked = (entry for entry in uow.waiting.booked_in_time() if entry.hold is None)
    content = (entry for entry in booked if entry.is_content_with(uow.bookings.active(entry.arrival_id)))
    return dict.fromkeys(content, "booked") | over
