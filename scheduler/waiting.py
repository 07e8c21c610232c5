"""How waiting ends, and who is told meanwhile, inside the caller's transaction."""

from datetime import datetime

from scheduler.application import Application
from scheduler.auditing import write_audit
from scheduler.domain.arrival import Arrival
from scheduler.domain.booking import Booking
from scheduler.domain.waiting import WaitingEntry
from scheduler.expiry import release_hold
from scheduler.invitations import queue_waiting_offer
from scheduler.store.unit_of_work import UnitOfWork


def stop_waiting(app: Application, uow: UnitOfWork, actor: str, entry: WaitingEntry, why: str) -> None:
    """End an entry, and give back what is held for it."""
    if entry.hold is not None:
        release_hold(uow, uow.holds.get(entry.hold.id))
    _remove(app, uow, actor, entry.arrival_id, why)


def settle(app: Application, uow: UnitOfWork, actor: str, booking: Booking) -> None:
    """End the waiting of an arrival whose booking has just been made or moved, if that is in time and as wished."""
    entry = uow.waiting.find(booking.arrival_id)
    if entry is not None and entry.is_content_with(booking):
        _remove(app, uow, actor, booking.arrival_id, "booked")


def tell_again(uow: UnitOfWork, arrival: Arrival, now: datetime) -> None:
    """Tell an arrival whose contact has changed what is held for it while it waits; the mail before is not sent."""
    entry = uow.waiting.find(arrival.id)
    if entry is not None and entry.hold is not None:
        uow.outbox.withdraw(entry.hold.id)
        queue_waiting_offer(uow, arrival, entry.hold, uow.holds.get(entry.hold.id).completes_on, now)


def _remove(app: Application, uow: UnitOfWork, actor: str, arrival_id: str, why: str) -> None:
    uow.waiting.remove(arrival_id)
    write_audit(app, uow, actor, "stop-waiting", ("arrival", arrival_id), why=why)
