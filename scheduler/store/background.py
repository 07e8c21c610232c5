"""Plans and tokens in the database."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from scheduler.domain.access import Token
from scheduler.domain.errors import NotFound
from scheduler.domain.planning import PlanJob, PlanProgress, PlanResult
from scheduler.store import tables as t
from scheduler.store.codec import from_json, to_json


class PlanRepository:
    """Plan jobs and their results."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, plan_id: str) -> PlanJob:
        """The job; raises NotFound."""
        row = self._connection.execute(select(t.plans).where(t.plans.c.id == plan_id)).one_or_none()
        if row is None:
            raise NotFound("plan", plan_id)
        return _plan(row)

    def lock(self, plan_id: str) -> None:
        """Make others wait who write about a job, until this transaction ends."""
        query = select(t.plans.c.id).where(t.plans.c.id == plan_id)
        self._connection.execute(query.with_for_update(key_share=True)).all()

    def with_status(self, status: str) -> tuple[PlanJob, ...]:
        """Jobs in a state, oldest first."""
        return tuple(_plan(row) for row in self._connection.execute(_in_state(status)))

    def add(self, plan: PlanJob) -> None:
        """Add a job."""
        values = {"id": plan.id, "region_id": plan.region, "first": plan.first, "last": plan.last}
        values |= {"time_limit": plan.time_limit, "created_at": plan.created_at}
        self._connection.execute(insert(t.plans).values(**values, **_changing(plan)))

    def start_next(self, at: datetime) -> PlanJob | None:
        """Make the oldest queued job a running one; one that another worker starts at this moment is passed over."""
        row = self._connection.execute(_in_state("queued").limit(1).with_for_update(skip_locked=True)).one_or_none()
        if row is None:
            return None
        started = replace(_plan(row), status="running", started_at=at)
        self.replace(started)
        return started

    def replace_running(self, plan: PlanJob, started_at: datetime) -> bool:
        """Store a job as it is now if it still runs since an instant; False if others have taken it over."""
        running = (t.plans.c.id == plan.id, t.plans.c.status == "running", t.plans.c.started_at == started_at)
        return self._connection.execute(update(t.plans).where(*running).values(**_changing(plan))).rowcount == 1

    def replace(self, plan: PlanJob) -> None:
        """Store a job that is there already as it is now."""
        self._connection.execute(update(t.plans).where(t.plans.c.id == plan.id).values(**_changing(plan)))


class TokenRepository:
    """Tokens, found by the hash of their secret."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, token: Token, secret_sha256: str) -> None:
        """Add a token."""
        values = {"id": token.id, "name": token.name, "scope": token.scope, "created_at": token.created_at}
        self._connection.execute(insert(t.tokens).values(secret_sha256=secret_sha256, **values))

    def has(self, name: str) -> bool:
        """Whether a token has this name."""
        return self._connection.execute(select(t.tokens.c.id).where(t.tokens.c.name == name)).first() is not None

    def find(self, secret_sha256: str) -> Token | None:
        """The token of a secret."""
        query = select(t.tokens).where(t.tokens.c.secret_sha256 == secret_sha256)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else Token(row.id, row.name, row.scope, row.created_at)


def _in_state(status: str) -> Select[Any]:
    return select(t.plans).where(t.plans.c.status == status).order_by(t.plans.c.created_at, t.plans.c.id)


def _changing(plan: PlanJob) -> dict[str, object]:
    return {
        "status": plan.status,
        "started_at": plan.started_at,
        "progress": to_json(plan.progress),
        "result": to_json(plan.result),
        "error": plan.error,
    }


def _plan(row: Row[Any]) -> PlanJob:
    return PlanJob(
        id=row.id,
        region=row.region_id,
        first=row.first,
        last=row.last,
        time_limit=row.time_limit,
        status=row.status,
        created_at=row.created_at,
        started_at=row.started_at,
        progress=None if row.progress is None else from_json(PlanProgress, row.progress),
        result=None if row.result is None else from_json(PlanResult, row.result),
        error=row.error,
    )
