"""Promise first, times later: the day on which a booking's times become final, and nights that improved them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the day, and the nights; what is booked already has firm times."""
    op.add_column("bookings", sa.Column("fixes_on", sa.Date(), nullable=True))
    op.create_index("ix_bookings_fixes_on", "bookings", ["fixes_on"])
    op.create_table(
        "nights",
        sa.Column("region_id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["region_id"], ["regions.id"], name="fk_nights_region_id"),
        sa.PrimaryKeyConstraint("region_id", "day", name="pk_nights"),
    )


def downgrade() -> None:
    """Drop both; times that were provisional become firm as they are."""
    op.drop_table("nights")
    op.drop_index("ix_bookings_fixes_on", "bookings")
    op.drop_column("bookings", "fixes_on")
    op.execute("UPDATE bookings SET times = 'firm'")
