"""Gives a hold its full time again."""

from dataclasses import replace
from datetime import timedelta

from scheduler.application import Application
from scheduler.auditing import write_audit
from scheduler.domain.booking import Hold, Idempotency
from scheduler.domain.errors import RenewedOut
from scheduler.store.unit_of_work import UnitOfWork
from scheduler.taking import locked_hold, once, require_held

# Without a limit one front desk could keep desks from all others without ever booking them.
MAX_RENEWALS = 3


def renew(app: Application, actor: str, hold_id: str, idempotency: Idempotency) -> Hold:
    """The hold, lasting at least as long from now as a new one would.

    Raises NotFound, HoldExpired, HoldEnded, RenewedOut or IdempotencyConflict.
    """
    return once(app, idempotency, "renew", Hold, lambda uow: _renew(app, uow, actor, hold_id))


def _renew(app: Application, uow: UnitOfWork, actor: str, hold_id: str) -> Hold:
    now = app.clock()
    record = locked_hold(uow, hold_id)
    require_held(record, now)
    if record.renewals >= MAX_RENEWALS:
        raise RenewedOut(hold_id, MAX_RENEWALS, record.expires_at)
    # What is held for somebody who waits may last longer than that already.
    expires_at = max(record.expires_at, now + timedelta(minutes=app.settings.hold_minutes))
    uow.holds.renew(replace(record, expires_at=expires_at, renewals=record.renewals + 1))
    write_audit(app, uow, actor, "renew", ("hold", hold_id), expires_at=expires_at)
    appointments = tuple(each.taken for each in uow.appointments.of_hold(hold_id))
    return Hold(hold_id, record.arrival_id, record.offer_id, appointments, expires_at)
