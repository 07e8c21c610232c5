"""Audit lines: who did what to what, without personal data."""

from typing import Any

from scheduler.application import Application
from scheduler.store.codec import to_json
from scheduler.store.journal import AuditLine
from scheduler.store.unit_of_work import UnitOfWork

SERVICE = "onestop"  # the actor of what nobody asked for


def write_audit(
    app: Application, uow: UnitOfWork, actor: str, action: str, about: tuple[str, str], **details: Any
) -> None:
    """Add the audit line of a write, in its transaction; `about` is the kind and the id of what was written."""
    entity, entity_id = about
    uow.audit.add(AuditLine(app.clock(), actor, action, entity, entity_id, to_json(details)))
