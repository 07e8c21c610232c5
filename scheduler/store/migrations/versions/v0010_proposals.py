"""Proposals of better times for bookings that are firm."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the table; the first night fills it."""
    op.create_table(
        "proposals",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("region_id", sa.String(length=64), nullable=False),
        sa.Column("open_region_id", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("moves", sa.JSON(), nullable=False),
        sa.Column("gain", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["regions.id"], name="fk_proposals_region_id"),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
        sa.UniqueConstraint("open_region_id", name="uq_proposals_open_region_id"),
    )
    op.create_index("ix_proposals_region_id_created_at", "proposals", ["region_id", "created_at"])


def downgrade() -> None:
    """Drop the table; bookings keep the times they have."""
    op.drop_table("proposals")
