"""Scenarios that planners ask for, and the figures of their replications."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the tables, empty."""
    op.create_table(
        "scenarios",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("base_id", sa.String(length=64), nullable=True),
        sa.Column("scenario", sa.JSON(), nullable=False),
        sa.Column("replications", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.JSON(), nullable=False),
        sa.Column("error", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(["base_id"], ["scenarios.id"], name="fk_scenarios_base_id"),
        sa.PrimaryKeyConstraint("id", name="pk_scenarios"),
    )
    op.create_index("ix_scenarios_status", "scenarios", ["status"])
    op.create_index("ix_scenarios_created_at_id", "scenarios", ["created_at", "id"])
    op.create_table(
        "scenario_figures",
        sa.Column("scenario_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["scenario_id"], ["scenarios.id"], name="fk_scenario_figures_scenario_id"),
        sa.PrimaryKeyConstraint("scenario_id", "number", name="pk_scenario_figures"),
    )


def downgrade() -> None:
    """Drop the tables with what they hold."""
    op.drop_table("scenario_figures")
    op.drop_table("scenarios")
