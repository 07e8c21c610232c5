"""What was done, what is still to be told, and what was answered: audit, outbox and idempotency."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
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
    """An invitation that waits for delivery."""

    id: int
    booking_id: str
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
        self._connection.execute(
            insert(t.outbox).values(
                booking_id=booking_id,
                method=method,
                invitation=to_json(invitation),
                status="pending",
                attempts=0,
                created_at=at,
                next_attempt_at=at,
            )
        )

    def due(self, now: datetime, limit: int) -> tuple[OutboxMessage, ...]:
        """Invitations to deliver now, oldest first; a later one of a booking waits for the earlier ones."""
        columns = t.outbox.c
        earlier = t.outbox.alias()
        blocked = (
            select(earlier.c.id)
            .where(
                earlier.c.booking_id == columns.booking_id,
                earlier.c.status == "pending",
                earlier.c.id < columns.id,
                earlier.c.next_attempt_at > now,
            )
            .exists()
        )
        query = select(t.outbox).where(columns.status == "pending", columns.next_attempt_at <= now, ~blocked)
        rows = self._connection.execute(query.order_by(columns.id).limit(limit))
        return tuple(
            OutboxMessage(row.id, row.booking_id, row.method, from_json(Invitation, row.invitation), row.attempts)
            for row in rows
        )

    def mark_sent(self, message_id: int) -> None:
        """Settle a delivered invitation."""
        self._set(message_id, status="sent", invitation=None, last_error=None)

    def mark_failed(self, message_id: int, error: str) -> None:
        """Settle an invitation that cannot be delivered."""
        self._set(message_id, status="failed", invitation=None, last_error=error)

    def retry(self, message_id: int, attempts: int, at: datetime, error: str) -> None:
        """Try again at an instant."""
        self._set(message_id, attempts=attempts, next_attempt_at=at, last_error=error)

    def _set(self, message_id: int, **values: object) -> None:
        self._connection.execute(update(t.outbox).where(t.outbox.c.id == message_id).values(**values))


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

    def add(self, idempotency: Idempotency, request: str, answer: Any, at: datetime) -> None:
        """Remember an answer; raises AnsweredTwiceError."""
        values = {"token": idempotency.token, "key": idempotency.key, "request": request, "answer": answer}
        try:
            self._connection.execute(insert(t.idempotency).values(created_at=at, **values))
        except IntegrityError as error:
            raise AnsweredTwiceError from error

    def forget(self, before: datetime) -> None:
        """Forget answers given before an instant."""
        self._connection.execute(delete(t.idempotency).where(t.idempotency.c.created_at < before))
