"""What is remembered of who was erased."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "erasures",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", "hash", name=op.f("pk_erasures")),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("erasures")
