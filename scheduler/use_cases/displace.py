"""Gives booked arrivals other times than they hold, and tells them, inside the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime

from scheduler.application import Application
from scheduler.auditing import write_audit
from scheduler.domain.booking import Booking
from scheduler.domain.disruption import Displaced
from scheduler.exchanging import exchange
from scheduler.invitations import queue_invitation
from scheduler.rearranging import to_be_told
from scheduler.replanning import moved_to
from scheduler.standing import Found, Standing
from scheduler.store.unit_of_work import UnitOfWork
from scheduler.use_cases.cancel import cancel_within

_NOTHING_LEFT = "no desk is left for what was booked"


def displace(
    app: Application,
    uow: UnitOfWork,
    actor: str,
    standing: Sequence[Standing],
    found: Found,
    now: datetime,
) -> tuple[Displaced, ...]:
    """Give arrivals of a region what was `found` for each, all at once, and cancel where nothing was.

    Those whose promise could not be kept come first. Raises ClaimLostError.
    """
    lost = [_lose(app, uow, actor, one, now) for one in standing if one.arrival.id not in found]
    kept = [one for one in standing if one.arrival.id in found]
    moved = (moved_to(uow, one, found[one.arrival.id], now) for one in kept)
    after = [to_be_told(uow, each, app.settings.lead_days) for each in moved]
    changes = [(one.booking, each) for one, each in zip(kept, after, strict=True)]
    if changes:
        exchange(uow, uow.configuration.region(changes[0][0].region), changes)
    told = [_tell(app, uow, actor, one, each) for one, each in zip(kept, after, strict=True)]
    return tuple(sorted((*lost, *told), key=lambda each: each.kept))


def _lose(app: Application, uow: UnitOfWork, actor: str, one: Standing, now: datetime) -> Displaced:
    """Cancel what cannot be held on any day; what has begun is held to its end."""
    lost = one.whole().open(now)
    after = cancel_within(app, uow, actor, one.booking, _NOTHING_LEFT, lost)
    return Displaced(after.id, one.arrival.id, lost, (), None, kept=False)


def _tell(app: Application, uow: UnitOfWork, actor: str, one: Standing, after: Booking) -> Displaced:
    """Invite to the new times, and leave an audit line."""
    queue_invitation(uow, one.arrival, after)
    details = {"from": one.booking.appointments, "to": after.appointments}
    write_audit(app, uow, actor, "displace", ("booking", after.id), **details)
    before, kept = one.booking, after.keeps_promise_of(one.booking)
    return Displaced(after.id, one.arrival.id, before.beyond(after), after.beyond(before), after.completes_on, kept)
