"""What profiles' consent is given for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the column: consent that was given is for everything."""
    op.add_column("profiles", sa.Column("grants", sa.JSON()))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("profiles", "grants")
