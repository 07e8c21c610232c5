"""Gives a hold its full time again."""

from dataclasses import replace
from datetime import timedelta

from scheduler.application import Application
from scheduler.auditing import write_audit
from scheduler.domain.booking import Hold
from scheduler.domain.errors import HoldExpired, RenewedOut
from scheduler.taking import locked_hold

# Without a limit one front desk could keep desks from all others without ever booking them.
MAX_RENEWALS = 3


def renew(app: Application, actor: str, hold_id: str) -> Hold:
    """The hold, lasting at least as long from now as a new one would; raises NotFound, HoldExpired or RenewedOut."""
    with app.writing() as uow:
        now = app.clock()
        record = locked_hold(uow, hold_id)
        if not record.active or record.expires_at <= now:
            raise HoldExpired(hold_id)
        if record.renewals >= MAX_RENEWALS:
            raise RenewedOut(hold_id, MAX_RENEWALS, record.expires_at)
        # What is held for somebody who waits may last longer than that already.
        expires_at = max(record.expires_at, now + timedelta(minutes=app.settings.hold_minutes))
        renewed = replace(record, expires_at=expires_at, renewals=record.renewals + 1)
        uow.holds.renew(renewed)
        write_audit(app, uow, actor, "renew", ("hold", hold_id), expires_at=expires_at)
        appointments = uow.appointments.of_hold(hold_id)
        uow.commit()
    return Hold(hold_id, record.arrival_id, record.offer_id, appointments, expires_at)
