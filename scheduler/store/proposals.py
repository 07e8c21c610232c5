"""Proposals in the database, one of a region open at a time."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from scheduler.domain.errors import NotFound
from scheduler.domain.proposal import Proposal, ProposalFilter, ProposalStatus, ProposedMove
from scheduler.store import tables as t
from scheduler.store.codec import from_json, to_json
from scheduler.store.paging import paged

_columns = t.proposals.c


class ProposalRepository:
    """Proposals with their moves."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, proposal_id: str) -> Proposal:
        """The proposal; raises NotFound."""
        row = self._connection.execute(select(t.proposals).where(_columns.id == proposal_id)).one_or_none()
        if row is None:
            raise NotFound("proposal", proposal_id)
        return _proposal(row)

    def lock(self, proposal_id: str) -> None:
        """Make others wait who write about a proposal, until this transaction ends."""
        query = select(_columns.id).where(_columns.id == proposal_id)
        self._connection.execute(query.with_for_update(key_share=True)).all()

    def page(self, wanted: ProposalFilter, after: tuple[datetime, str] | None, limit: int) -> tuple[Proposal, ...]:
        """Proposals by creation, those after a point in that order."""
        query = select(t.proposals).where(_columns.region_id == wanted.region)
        if wanted.status is not None:
            query = query.where(_columns.status == wanted.status)
        return tuple(_proposal(row) for row in self._connection.execute(paged(query, t.proposals, after, limit)))

    def add(self, proposal: Proposal) -> bool:
        """Add an open one; False if another worker has just done so, and nothing more can be done then."""
        values = {
            "id": proposal.id,
            "region_id": proposal.region,
            "open_region_id": proposal.region,
            "created_at": proposal.created_at,
            "status": proposal.status,
            "moves": to_json(proposal.moves),
            "gain": proposal.gain,
        }
        try:
            self._connection.execute(insert(t.proposals).values(**values))
        except IntegrityError:
            return False
        return True

    def close(self, proposal_id: str, status: ProposalStatus) -> None:
        """Store what became of a proposal that is open."""
        closed = {"status": status, "open_region_id": None}
        self._connection.execute(update(t.proposals).where(_columns.id == proposal_id).values(**closed))

    def outdate(self, region_id: str) -> None:
        """Close the one of a region that is open, if there is any, as outdated."""
        closed = {"status": "outdated", "open_region_id": None}
        self._connection.execute(update(t.proposals).where(_columns.open_region_id == region_id).values(**closed))


def _proposal(row: Row[Any]) -> Proposal:
    moves = tuple(from_json(ProposedMove, move) for move in row.moves)
    return Proposal(row.id, row.region_id, row.created_at, row.status, moves, row.gain)
