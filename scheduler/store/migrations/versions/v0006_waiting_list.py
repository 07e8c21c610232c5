"""The waiting list: who waits, how far it was gone through, and mails about what is held for those on it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add both tables, and let a mail be about a hold."""
    op.create_table(
        "waiting",
        sa.Column("arrival_id", sa.String(length=64), nullable=False),
        sa.Column("region_id", sa.String(length=64), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("earliest", sa.DateTime(timezone=True), nullable=True),
        sa.Column("latest", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wants_better", sa.Boolean(), nullable=False),
        sa.Column("proposals", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["arrival_id"], ["arrivals.id"], name="fk_waiting_arrival_id"),
        sa.ForeignKeyConstraint(["region_id"], ["regions.id"], name="fk_waiting_region_id"),
        sa.PrimaryKeyConstraint("arrival_id", name="pk_waiting"),
    )
    op.create_index("ix_waiting_region_id_created_at", "waiting", ["region_id", "created_at"])
    op.create_table(
        "waiting_rounds",
        sa.Column("region_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["region_id"], ["regions.id"], name="fk_waiting_rounds_region_id"),
        sa.PrimaryKeyConstraint("region_id", name="pk_waiting_rounds"),
    )
    with op.batch_alter_table("outbox") as table:
        table.alter_column("booking_id", existing_type=sa.String(length=64), nullable=True)
        table.add_column(sa.Column("hold_id", sa.String(length=64), nullable=True))
        table.create_foreign_key("fk_outbox_hold_id", "holds", ["hold_id"], ["id"])
        table.create_check_constraint("ck_outbox_one_subject", "(booking_id IS NULL) <> (hold_id IS NULL)")
        table.create_index("ix_outbox_hold_id", ["hold_id"])


def downgrade() -> None:
    """Drop both, and the mails about holds."""
    op.execute("DELETE FROM outbox WHERE booking_id IS NULL")
    with op.batch_alter_table("outbox") as table:
        table.drop_index("ix_outbox_hold_id")
        table.drop_constraint("ck_outbox_one_subject", type_="check")
        table.drop_constraint("fk_outbox_hold_id", type_="foreignkey")
        table.drop_column("hold_id")
        table.alter_column("booking_id", existing_type=sa.String(length=64), nullable=False)
    op.drop_table("waiting_rounds")
    op.drop_table("waiting")
