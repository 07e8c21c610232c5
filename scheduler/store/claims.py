"""Claims on slots: one on each, but for those that staff put over others.

Claims of a slot lie in layers from 0 on, none with none beneath it: the database refuses to take one away from under
another. So whoever wants a slot by the rules, at layer 0, cannot have it while anybody does. Write under the lock of
the region only, as `store.capacity` does.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, insert, select

from scheduler.store import tables as t

_columns = t.claims.c
_OF_SLOT = ("resource_id", "slot")


class Claims:
    """The claims of a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, rows: Sequence[Mapping[str, object]]) -> None:
        """Claim slots that nobody has; raises IntegrityError where somebody does."""
        self._connection.execute(insert(t.claims), rows)

    def lay_over(self, rows: Sequence[Mapping[str, object]]) -> None:
        """Claim slots whoever has them, each over what is there."""
        for row in rows:
            height = self._height(row)
            layers = {"layer": height, "beneath": height - 1 if height else None}
            self._connection.execute(insert(t.claims).values(**row, **layers))

    def give_up(self, appointment_ids: Collection[str], since: datetime | None = None) -> None:
        """Take the claims of some appointments away, those from a slot on; what lies over them sinks."""
        given_up: list[ColumnElement[bool]] = [_columns.appointment_id.in_(appointment_ids)]
        if since is not None:
            given_up.append(_columns.slot >= since)
        self._give_up(given_up, appointment_ids)

    def give_up_block(self, block_id: str, since: datetime) -> None:
        """Take the claims of a block from a slot on away; what lies over them sinks."""
        self._give_up([_columns.block_id == block_id, _columns.slot >= since])

    def _give_up(self, given_up: Sequence[ColumnElement[bool]], appointment_ids: Collection[str] = ()) -> None:
        sinking = self._lying_over(given_up)
        for row in reversed(sinking):  # from the top
            self._connection.execute(delete(t.claims).where(*_is(row, *_OF_SLOT, "layer")))
        self._connection.execute(delete(t.claims).where(*given_up))
        self.lay_over([_plain(row) for row in sinking if row.appointment_id not in appointment_ids])

    def _height(self, row: Mapping[str, object]) -> int:
        """How many claims a slot has."""
        same = (_columns[name] == row[name] for name in _OF_SLOT)
        height: int = self._connection.execute(select(func.count()).select_from(t.claims).where(*same)).scalar_one()
        return height

    def _lying_over(self, given_up: Sequence[ColumnElement[bool]]) -> Sequence[Row[Any]]:
        """Claims over those that are given up, from the lowest layer to the highest."""
        over = t.claims.alias()
        same = (over.c[name] == _columns[name] for name in _OF_SLOT)
        query = select(over).join_from(t.claims, over, and_(*same, over.c.layer > _columns.layer))
        return self._connection.execute(query.where(*given_up).distinct().order_by(over.c.layer)).all()


def _is(row: Row[Any], *names: str) -> list[ColumnElement[bool]]:
    return [_columns[name] == getattr(row, name) for name in names]


def _plain(row: Row[Any]) -> dict[str, object]:
    return {"resource_id": row.resource_id, "slot": row.slot, "appointment_id": row.appointment_id}
