"""Uploaded files, and long work that belongs to no event and counts rows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

identifier = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Widen the table of jobs, which SQLite copies for it, and create that of uploads."""
    with op.batch_alter_table("jobs") as jobs:
        jobs.alter_column("event_id", existing_type=identifier, nullable=True)
        jobs.add_column(sa.Column("done", sa.Integer()))
        jobs.add_column(sa.Column("expected", sa.Integer()))
    op.create_table(
        "uploads",
        sa.Column("id", identifier, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("job_id", identifier),
        sa.Column("report", sa.JSON()),
        sa.Column("rejected", sa.LargeBinary()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
    )
    op.create_index(op.f("ix_uploads_created_at"), "uploads", ["created_at"])
