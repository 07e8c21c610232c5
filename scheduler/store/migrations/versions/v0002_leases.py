"""Several workers deliver the mail of one database: each has what it delivers for itself for a while."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the end of the lease."""
    op.add_column("outbox", sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("outbox") as table:
        table.drop_column("leased_until")
