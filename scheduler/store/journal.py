"""What was done, what is still to be told, and what was answered: audit, outbox and idempotency."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from calendars.invite import Invitation
from calendars.mail import MailMethod
from scheduler.domain.booking import Idempotency
from scheduler.store import tables as t
from scheduler.store.codec import from_json, to_json


class AnsweredTwiceError(Exception):
    """Another request with the same idempotency key was answered first."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The first answer to a request, and which request it was."""

    request: str
    answer: Any


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """An invitation that waits for delivery; `about` is the booking, or the hold, that it tells of."""

    id: int
    about: str
    method: MailMethod
    invitation: Invitation
    attempts: int


@dataclass(frozen=True, slots=True)
class AuditLine:
    """Who did what to what; `details` holds no personal data."""

    at: datetime
    actor: str
    action: str
    entity: str
    entity_id: str
    details: dict[str, Any]


class AuditRepository:
    """Audit lines, which are only ever added."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, line: AuditLine) -> None:
        """Add a line."""
        values = {name: getattr(line, name) for name in ("at", "actor", "action", "entity", "entity_id", "details")}
        self._connection.execute(insert(t.audit).values(**values))

    def of(self, entity: str, entity_id: str) -> tuple[AuditLine, ...]:
        """The lines about one thing, oldest first."""
        wanted = (t.audit.c.entity == entity, t.audit.c.entity_id == entity_id)
        rows = self._connection.execute(select(t.audit).where(*wanted).order_by(t.audit.c.id))
        return tuple(AuditLine(r.at, r.actor, r.action, r.entity, r.entity_id, r.details) for r in rows)


class OutboxRepository:
    """Invitations to deliver; what names a person goes once delivery is settled."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, booking_id: str, method: MailMethod, invitation: Invitation, at: datetime) -> None:
        """Queue an invitation."""
        self._queue(method, invitation, at, booking_id=booking_id)

    def add_waiting_offer(self, hold_id: str, invitation: Invitation, at: datetime) -> None:
        """Queue the mail about times that are held for somebody who waits."""
        self._queue("OFFER", invitation, at, hold_id=hold_id)

    def any_due(self, now: datetime) -> bool:
        """Whether there is an invitation to deliver now."""
        return self._connection.execute(_due(now).limit(1)).one_or_none() is not None

    def lease(self, now: datetime, until: datetime) -> OutboxMessage | None:
        """The oldest invitation to deliver now, kept from other workers until an instant.

        One that another worker leases at this moment is passed over; a later one of a booking waits for the earlier.
        """
        row = self._connection.execute(_due(now).limit(1).with_for_update(skip_locked=True)).one_or_none()
        if row is None:
            return None
        self._set(row.id, leased_until=until)
        about, invitation = row.booking_id or row.hold_id, from_json(Invitation, row.invitation)
        return OutboxMessage(row.id, about, row.method, invitation, row.attempts)

    def mark_sent(self, message_id: int) -> None:
        """Settle a delivered invitation."""
        self._set(message_id, status="sent", invitation=None, last_error=None)

    def mark_failed(self, message_id: int, error: str) -> None:
        """Settle an invitation that cannot be delivered."""
        self._set(message_id, status="failed", invitation=None, last_error=error)

    def withdraw(self, hold_id: str) -> None:
        """Settle the mail about a hold that has ended, unless it is out."""
        pending = (t.outbox.c.hold_id == hold_id, t.outbox.c.status == "pending")
        self._connection.execute(update(t.outbox).where(*pending).values(status="withdrawn", invitation=None))

    def told_of(self, hold_id: str) -> int:
        """How many mails there were about a hold, those withdrawn included."""
        query = select(func.count()).select_from(t.outbox).where(t.outbox.c.hold_id == hold_id)
        count: int = self._connection.execute(query).scalar_one()
        return count

    def retry(self, message_id: int, attempts: int, at: datetime, error: str) -> None:
        """Try again at an instant."""
        self._set(message_id, attempts=attempts, next_attempt_at=at, leased_until=None, last_error=error)

    def _queue(self, method: MailMethod, invitation: Invitation, at: datetime, **about: str) -> None:
        self._connection.execute(
            insert(t.outbox).values(
                **about,
                method=method,
                invitation=to_json(invitation),
                status="pending",
                attempts=0,
                created_at=at,
                next_attempt_at=at,
            )
        )

    def _set(self, message_id: int, **values: object) -> None:
        self._connection.execute(update(t.outbox).where(t.outbox.c.id == message_id).values(**values))


def _due(now: datetime) -> Select[Any]:
    columns, earlier = t.outbox.c, t.outbox.alias()
    before = (earlier.c.booking_id == columns.booking_id, earlier.c.status == "pending", earlier.c.id < columns.id)
    free = or_(columns.leased_until.is_(None), columns.leased_until <= now)
    first = ~select(earlier.c.id).where(*before).exists()
    due = (columns.status == "pending", columns.next_attempt_at <= now, free, first)
    return select(t.outbox).where(*due).order_by(columns.id)


class IdempotencyRepository:
    """First answers by token and key."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, idempotency: Idempotency) -> Answered | None:
        """The first answer given to this key of this token."""
        columns = t.idempotency.c
        wanted = (columns.token == idempotency.token, columns.key == idempotency.key)
        row = self._connection.execute(select(t.idempotency).where(*wanted)).one_or_none()
        return None if row is None else Answered(row.request, row.answer)

    def claim(self, idempotency: Idempotency, request: str, at: datetime) -> None:
        """Take a key for a request; who claims the same key meanwhile waits, and then raises AnsweredTwiceError."""
        values = {"token": idempotency.token, "key": idempotency.key, "request": request, "answer": None}
        try:
            self._connection.execute(insert(t.idempotency).values(created_at=at, **values))
        except IntegrityError as error:
            raise AnsweredTwiceError from error

    def answer(self, idempotency: Idempotency, answer: Any) -> None:
        """Remember the answer to a key that was claimed."""
        columns = t.idempotency.c
        claimed = (columns.token == idempotency.token, columns.key == idempotency.key)
        self._connection.execute(update(t.idempotency).where(*claimed).values(answer=answer))

    def forget(self, before: datetime) -> None:
        """Forget answers given before an instant."""
        self._connection.execute(delete(t.idempotency).where(t.idempotency.c.created_at < before))
