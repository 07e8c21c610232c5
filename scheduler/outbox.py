"""Delivers the invitations that transactions have queued: at least once, and known by their Message-ID if twice."""

import logging
from datetime import timedelta

from calendars.mail import invitation_message
from calendars.transport import DeliveryError
from scheduler.application import Application
from scheduler.store.journal import OutboxMessage

_log = logging.getLogger(__name__)
_BATCH = 50
_MOST_ATTEMPTS = 20
_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(hours=1)


def deliver_due(app: Application) -> int:
    """Deliver what is due, each message settled in a transaction of its own; the number delivered."""
    with app.reading() as uow:
        due = uow.outbox.due(app.clock(), _BATCH)
    delivered = 0
    waiting: set[str] = set()
    for message in due:
        # A cancellation must not overtake the invitation it cancels.
        if message.booking_id not in waiting:
            if _deliver(app, message):
                delivered += 1
            else:
                waiting.add(message.booking_id)
    return delivered


def _deliver(app: Application, message: OutboxMessage) -> bool:
    """Whether the message is out."""
    try:
        app.transport.send(invitation_message(message.invitation, message.method))
    except DeliveryError as error:
        _settle_failure(app, message, error)
        return False
    with app.writing() as uow:
        uow.outbox.mark_sent(message.id)
        uow.commit()
    return True


def _settle_failure(app: Application, message: OutboxMessage, error: DeliveryError) -> None:
    attempts = message.attempts + 1
    given_up = error.permanent or attempts >= _MOST_ATTEMPTS
    with app.writing() as uow:
        if given_up:
            uow.outbox.mark_failed(message.id, str(error))
        else:
            pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(message.attempts, 10))
            uow.outbox.retry(message.id, attempts, app.clock() + pause, str(error))
        uow.commit()
    outcome = "given up" if given_up else "to be tried again"
    _log.warning("message %s of %s %s: %s", message.id, message.booking_id, outcome, error)
