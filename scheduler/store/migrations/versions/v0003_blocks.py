"""Desks that drop out: what they keep from being booked is claimed like an appointment, so the same key guards it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add blocks, and let a claim be theirs."""
    op.create_table(
        "blocks",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("disruption_id", sa.String(length=64), nullable=False),
        sa.Column("region_id", sa.String(length=64), nullable=False),
        sa.Column("resource_id", sa.String(length=64), nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["regions.id"], name="fk_blocks_region_id"),
        sa.ForeignKeyConstraint(["resource_id"], ["resources.id"], name="fk_blocks_resource_id"),
        sa.PrimaryKeyConstraint("id", name="pk_blocks"),
    )
    op.create_index("ix_blocks_region_id_start", "blocks", ["region_id", "start"])
    with op.batch_alter_table("claims") as table:
        table.alter_column("appointment_id", existing_type=sa.String(length=64), nullable=True)
        table.add_column(sa.Column("block_id", sa.String(length=64), nullable=True))
        table.create_foreign_key("fk_claims_block_id", "blocks", ["block_id"], ["id"])
        table.create_check_constraint("ck_claims_one_owner", "(appointment_id IS NULL) <> (block_id IS NULL)")
        table.create_index("ix_claims_block_id", ["block_id"])


def downgrade() -> None:
    """Drop both, and with them what blocks claim."""
    op.execute("DELETE FROM claims WHERE block_id IS NOT NULL")
    with op.batch_alter_table("claims") as table:
        table.drop_index("ix_claims_block_id")
        table.drop_constraint("ck_claims_one_owner", type_="check")
        table.drop_constraint("fk_claims_block_id", type_="foreignkey")
        table.drop_column("block_id")
        table.alter_column("appointment_id", existing_type=sa.String(length=64), nullable=False)
    op.drop_table("blocks")
