"""Scenarios in the database, and the figures of their replications, which come one by one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, insert, or_, select, update

from scheduler.domain.errors import NotFound
from scheduler.domain.imagined import FailedReplication, ScenarioJob
from scheduler.store import tables as t
from scheduler.store.codec import from_json, to_json

_columns = t.scenarios.c
_figures = t.scenario_figures.c


class ScenarioRepository:
    """Scenario jobs and what their replications measured."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, scenario_id: str) -> ScenarioJob:
        """The job; raises NotFound."""
        row = self._connection.execute(_select().where(_columns.id == scenario_id)).one_or_none()
        if row is None:
            raise NotFound("scenario", scenario_id)
        return _job(row)

    def latest(self, before: tuple[datetime, str] | None, limit: int) -> tuple[ScenarioJob, ...]:
        """Jobs, the newest first, those before a point in that order."""
        query = _select()
        if before is not None:
            created_at, scenario_id = before
            earlier = and_(_columns.created_at == created_at, _columns.id < scenario_id)
            query = query.where(or_(_columns.created_at < created_at, earlier))
        newest = query.order_by(_columns.created_at.desc(), _columns.id.desc()).limit(limit)
        return tuple(_job(row) for row in self._connection.execute(newest))

    def figures(self, scenario_id: str) -> dict[int, Any]:
        """What each replication measured, by its number."""
        query = select(t.scenario_figures).where(_figures.scenario_id == scenario_id).order_by(_figures.number)
        return {row.number: row.figures for row in self._connection.execute(query)}

    def add(self, job: ScenarioJob) -> None:
        """Add a job."""
        self._connection.execute(
            insert(t.scenarios).values(
                id=job.id,
                name=job.name,
                base_id=job.base,
                scenario=dict(job.scenario),
                replications=job.replications,
                created_at=job.created_at,
                **_changing(job),
            )
        )

    def lease_next(self, now: datetime, until: datetime) -> ScenarioJob | None:
        """Have the oldest job that is queued, or whose worker went away, until an instant; None if there is none."""
        abandoned = and_(_columns.status == "running", _columns.leased_until <= now)
        due = select(_columns.id).where(or_(_columns.status == "queued", abandoned))
        oldest = due.order_by(_columns.created_at, _columns.id).limit(1)
        scenario_id = self._connection.execute(oldest.with_for_update(skip_locked=True)).scalar_one_or_none()
        if scenario_id is None:
            return None
        leased = replace(self.get(scenario_id), status="running", leased_until=until)
        self._connection.execute(update(t.scenarios).where(_columns.id == leased.id).values(**_changing(leased)))
        return leased

    def keep(self, job: ScenarioJob, number: int, figures: Mapping[str, Any], until: datetime) -> bool:
        """Store what a replication measured and have the job longer; False if others have taken it over."""
        if not self._extended(job, replace(job, leased_until=until)):
            return False
        where = (_figures.scenario_id == job.id, _figures.number == number)
        if self._connection.execute(select(_figures.number).where(*where)).first() is None:
            values = {"scenario_id": job.id, "number": number, "figures": dict(figures)}
            self._connection.execute(insert(t.scenario_figures).values(**values))
        return True

    def end(self, leased: ScenarioJob, job: ScenarioJob) -> bool:
        """Store a job that was leased as it is now; False if others have taken it over."""
        return self._extended(leased, job)

    def _extended(self, leased: ScenarioJob, job: ScenarioJob) -> bool:
        mine = (_columns.id == leased.id, _columns.status == "running", _columns.leased_until == leased.leased_until)
        return self._connection.execute(update(t.scenarios).where(*mine).values(**_changing(job))).rowcount == 1


def _select() -> Select[Any]:
    done = select(func.count()).where(_figures.scenario_id == _columns.id).scalar_subquery()
    return select(t.scenarios, done.label("done"))


def _changing(job: ScenarioJob) -> dict[str, object]:
    return {
        "status": job.status,
        "leased_until": job.leased_until,
        "failures": to_json(job.failures),
        "error": job.error,
    }


def _job(row: Row[Any]) -> ScenarioJob:
    return ScenarioJob(
        id=row.id,
        name=row.name,
        base=row.base_id,
        scenario=row.scenario,
        replications=row.replications,
        status=row.status,
        created_at=row.created_at,
        leased_until=row.leased_until,
        done=row.done,
        failures=tuple(from_json(FailedReplication, one) for one in row.failures),
        error=row.error,
    )
