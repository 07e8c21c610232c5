"""Puts an arrival on the waiting list."""

from datetime import datetime

from scheduler.application import Application
from scheduler.auditing import write_audit
from scheduler.domain.arrival import Arrival
from scheduler.domain.booking import Idempotency
from scheduler.domain.errors import InvalidInput
from scheduler.domain.waiting import WaitingEntry, Wish
from scheduler.store.unit_of_work import UnitOfWork
from scheduler.taking import once


def wait(app: Application, actor: str, arrival_id: str, wish: Wish, idempotency: Idempotency) -> WaitingEntry:
    """The entry of an arrival that is offered what comes free from now on; one that waits already changes its wish.

    Raises NotFound, InvalidInput or IdempotencyConflict.
    """

    def act(uow: UnitOfWork) -> WaitingEntry:
        return _wait(app, uow, actor, arrival_id, wish)

    return once(app, idempotency, "wait", WaitingEntry, act)


def _wait(app: Application, uow: UnitOfWork, actor: str, arrival_id: str, wish: Wish) -> WaitingEntry:
    now = app.clock()
    uow.arrivals.lock(arrival_id)
    arrival = uow.arrivals.get(arrival_id)
    _check(wish, arrival, now)
    wants_better = wish.is_kept_by(uow.bookings.active(arrival_id))
    entry = uow.waiting.put(arrival_id, arrival.region, wish, now, wants_better=wants_better)
    uow.rounds.ask_for(arrival.region)
    write_audit(app, uow, actor, "wait", ("arrival", arrival_id), until=entry.until)
    return entry


def _check(wish: Wish, arrival: Arrival, now: datetime) -> None:
    """Refuses a wish that nothing can meet: raises InvalidInput."""
    deadline, until = arrival.deadline, wish.until or arrival.deadline
    if not now < until <= deadline:
        expected = f"later than now, {now.isoformat()}, and no later than the deadline {deadline.isoformat()}"
        raise InvalidInput("/until", until.isoformat(), expected)
    if wish.earliest is not None and wish.earliest >= deadline:
        raise InvalidInput("/earliest", wish.earliest.isoformat(), f"before the deadline {deadline.isoformat()}")
    earliest = max(now, wish.earliest or now)
    if wish.latest is not None and wish.latest <= earliest:
        raise InvalidInput("/latest", wish.latest.isoformat(), f"later than {earliest.isoformat()}")
