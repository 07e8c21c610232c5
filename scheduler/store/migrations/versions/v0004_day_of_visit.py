"""The day of the visit: when the party of an appointment came and went; and how often a hold was renewed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_TIMES = ("checked_in_at", "started_at", "finished_at", "missed_at")


def upgrade() -> None:
    """Add the columns; what is there already has neither begun nor been renewed."""
    for name in _TIMES:
        op.add_column("appointments", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("holds", sa.Column("renewals", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Drop the columns."""
    op.drop_column("holds", "renewals")
    for name in reversed(_TIMES):
        op.drop_column("appointments", name)
