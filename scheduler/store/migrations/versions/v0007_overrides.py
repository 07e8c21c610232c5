"""What staff have overridden: told with the appointment, and claims in layers where a desk has two at once.

And whether an arrival asks for firm or provisional times.

A claim over another refers to the one beneath, so that no slot is free for others while anybody still has it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_BOTTOM, _LAYERED = ["resource_id", "slot"], ["resource_id", "slot", "layer"]


def upgrade() -> None:
    """Add them; what is claimed already lies at the bottom."""
    op.add_column("arrivals", sa.Column("times", sa.String(length=16), nullable=True))
    op.add_column("appointments", sa.Column("overrides", sa.JSON(), nullable=True))
    with op.batch_alter_table("claims") as table:
        table.add_column(sa.Column("layer", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("beneath", sa.Integer(), nullable=True))
        table.drop_constraint("pk_claims", type_="primary")
        table.create_primary_key("pk_claims", _LAYERED)
        table.create_check_constraint(op.f("ck_claims_layers"), "COALESCE(beneath, -1) = layer - 1")
    with op.batch_alter_table("claims") as table:  # by itself: SQLite wants the key that it refers to to be there
        table.create_foreign_key("fk_claims_beneath", "claims", [*_BOTTOM, "beneath"], _LAYERED)


def downgrade() -> None:
    """Drop them, and with them the claims that lie over others."""
    op.execute("DELETE FROM claims WHERE layer > 0")
    with op.batch_alter_table("claims") as table:
        table.drop_constraint("fk_claims_beneath", type_="foreignkey")
        table.drop_constraint(op.f("ck_claims_layers"), type_="check")
        table.drop_constraint("pk_claims", type_="primary")
        table.drop_column("beneath")
        table.drop_column("layer")
        table.create_primary_key("pk_claims", _BOTTOM)
    op.drop_column("appointments", "overrides")
    op.drop_column("arrivals", "times")
