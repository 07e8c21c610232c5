"""Disruptions by themselves, so that they can be listed and ended; until now only what they block was stored."""

from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_BLOCKS = """
SELECT b.disruption_id, b.region_id, b.reason, b.resource_id, b."start", b."end", a.at
FROM blocks b JOIN audit a ON a.entity = 'disruption' AND a.action = 'disrupt' AND a.entity_id = b.disruption_id
ORDER BY b.disruption_id, b."start" """
_TIMES = {name: sa.DateTime(timezone=True) for name in ("start", "end", "at")}


def upgrade() -> None:
    """Add the table, with the disruptions that block something."""
    disruptions = op.create_table(
        "disruptions",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("region_id", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("absences", sa.JSON(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["region_id"], ["regions.id"], name="fk_disruptions_region_id"),
        sa.PrimaryKeyConstraint("id", name="pk_disruptions"),
    )
    op.create_index("ix_disruptions_region_id_until", "disruptions", ["region_id", "until"])
    blocks = op.get_bind().execute(sa.text(_BLOCKS).columns(**_TIMES)).all()
    found = [_disruption(list(rows)) for _, rows in groupby(blocks, key=lambda row: row.disruption_id)]
    if found:
        op.bulk_insert(disruptions, found)


def downgrade() -> None:
    """Drop the table; what is blocked stays so."""
    op.drop_table("disruptions")


def _disruption(blocks: list[Any]) -> dict[str, object]:
    first = blocks[0]
    return {
        "id": first.disruption_id,
        "region_id": first.region_id,
        "reason": first.reason,
        "absences": [_absence(each) for each in blocks],
        "until": max(each.end for each in blocks),
        "reported_at": first.at,
        "ended_at": None,
    }


def _absence(block: Any) -> dict[str, str]:
    start, end = (at.isoformat() + ("" if at.tzinfo else "+00:00") for at in (block.start, block.end))
    return {"resource": block.resource_id, "start": start, "end": end}
