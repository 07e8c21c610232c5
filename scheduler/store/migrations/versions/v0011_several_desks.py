"""Appointments at several desks at once."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the further desks of an appointment; what is booked already has none."""
    op.add_column("appointments", sa.Column("beside", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Drop them, and with them what is claimed at them: each appointment keeps its first desk."""
    first = "SELECT resource_id FROM appointments WHERE appointments.id = claims.appointment_id"
    op.execute(f"DELETE FROM claims WHERE appointment_id IS NOT NULL AND resource_id <> ({first})")  # noqa: S608 -- our own words
    op.drop_column("appointments", "beside")
