"""Disruptions as they were reported; what they block is for the capacity guard to keep."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from scheduler.domain.disruption import Absence, Report
from scheduler.domain.errors import NotFound
from scheduler.store import tables as t
from scheduler.store.codec import from_json, to_json

_columns = t.disruptions.c


class DisruptionRepository:
    """Reports of disruptions."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, disruption_id: str) -> Report:
        """The report; raises NotFound."""
        row = self._connection.execute(select(t.disruptions).where(_columns.id == disruption_id)).one_or_none()
        if row is None:
            raise NotFound("disruption", disruption_id)
        return _report(row)

    def standing(self, region_id: str, now: datetime) -> tuple[Report, ...]:
        """Those of a region that go on or are to come, in the order they were reported."""
        wanted = (_columns.region_id == region_id, _columns.until > now, _columns.ended_at.is_(None))
        rows = self._connection.execute(
            select(t.disruptions).where(*wanted).order_by(_columns.reported_at, _columns.id)
        )
        return tuple(_report(row) for row in rows)

    def add(self, report: Report) -> None:
        """Add a report."""
        self._connection.execute(
            insert(t.disruptions).values(
                id=report.id,
                region_id=report.region,
                reason=report.reason,
                absences=to_json(report.absences),
                until=max(each.end for each in report.absences),
                reported_at=report.reported_at,
                ended_at=report.ended_at,
            )
        )

    def end(self, disruption_id: str, at: datetime) -> None:
        """Note that a disruption is over before its time."""
        self._connection.execute(update(t.disruptions).where(_columns.id == disruption_id).values(ended_at=at))


def _report(row: Row[Any]) -> Report:
    absences = tuple(from_json(Absence, absence) for absence in row.absences)
    return Report(row.id, row.region_id, row.reason, absences, row.reported_at, row.ended_at)
