"""Prices at the desk: what planners expect of a region, and what its slots are worth for it."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add both; nothing is expected, and nothing priced, until a night has passed."""
    op.create_table(
        "forecasts",
        sa.Column("region_id", sa.String(length=64), nullable=False),
        sa.Column("forecast", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["regions.id"], name="fk_forecasts_region_id"),
        sa.PrimaryKeyConstraint("region_id", name="pk_forecasts"),
    )
    op.create_table(
        "bid_prices",
        sa.Column("region_id", sa.String(length=64), nullable=False),
        sa.Column("prices", sa.JSON(), nullable=True),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["region_id"], ["regions.id"], name="fk_bid_prices_region_id"),
        sa.PrimaryKeyConstraint("region_id", name="pk_bid_prices"),
    )
    op.execute("INSERT INTO bid_prices (region_id) SELECT id FROM regions")


def downgrade() -> None:
    """Drop both: offers cost what their itineraries cost."""
    op.drop_table("bid_prices")
    op.drop_table("forecasts")
