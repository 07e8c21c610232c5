"""Delivers the invitations that transactions have queued: at least once, and known by their Message-ID if twice.

Those of one booking go out in their order: a cancellation must not overtake the invitation it cancels.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from time import sleep

from sqlalchemy.exc import InterfaceError, OperationalError

from calendars.mail import invitation_message
from calendars.transport import DeliveryError
from scheduler.application import Application
from scheduler.store.journal import OutboxMessage
from scheduler.store.unit_of_work import UnitOfWork

_log = logging.getLogger(__name__)
_MOST_AT_ONCE = 50
_LEASE = timedelta(minutes=5)  # far longer than any delivery takes
_MOST_ATTEMPTS = 20
_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(hours=1)


def deliver_due(app: Application) -> int:
    """Deliver what is due, each message leased and settled in transactions of its own; the number delivered."""
    delivered = 0
    for _ in range(_MOST_AT_ONCE):
        message = _lease_next(app)
        if message is None:
            break
        delivered += _deliver(app, message)
    return delivered


def _lease_next(app: Application) -> OutboxMessage | None:
    now = app.clock()
    with app.reading() as uow:
        if not uow.outbox.any_due(now):
            return None
    with app.writing() as uow:
        message = uow.outbox.lease(now, now + _LEASE)
        uow.commit()
    return message


def _deliver(app: Application, message: OutboxMessage) -> bool:
    """Whether the message is out."""
    try:
        app.transport.send(invitation_message(message.invitation, message.method))
    except DeliveryError as error:
        _settle_failure(app, message, error)
        return False
    _settle(app, message, lambda uow: uow.outbox.mark_sent(message.id))
    return True


def _settle_failure(app: Application, message: OutboxMessage, error: DeliveryError) -> None:
    attempts = message.attempts + 1
    given_up = error.permanent or attempts >= _MOST_ATTEMPTS
    if given_up:
        _settle(app, message, lambda uow: uow.outbox.mark_failed(message.id, str(error)))
    else:
        pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(message.attempts, 10))
        next_at = app.clock() + pause
        _settle(app, message, lambda uow: uow.outbox.retry(message.id, attempts, next_at, str(error)))
    outcome = "given up" if given_up else "to be tried again"
    _log.warning("message %s of %s %s: %s", message.id, message.about, outcome, error)


def _settle(app: Application, message: OutboxMessage, note: Callable[[UnitOfWork], None]) -> None:
    """Note what became of a message, as soon as the database can be used: else it would go out again."""
    while True:
        try:
            with app.writing() as uow:
                note(uow)
                uow.commit()
        except (OperationalError, InterfaceError) as error:
            cause = type(error.orig).__name__
            _log.warning("message %s of %s is not settled yet: %s", message.id, message.about, cause)
            sleep(app.settings.poll_seconds)
        else:
            return
