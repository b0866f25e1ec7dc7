"""Keys and what is made with them belong to organisations; answers are kept and requests counted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

identifier = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Widen the table of keys, which SQLite copies for it, and create the others."""
    with op.batch_alter_table("access_keys") as keys:
        keys.add_column(sa.Column("organisation", sa.Text()))
    for owned in ("profile", "event"):
        _create_owners(f"{owned}_owners", f"{owned}_id", f"{owned}s")
    op.create_table(
        "kept_answers",
        sa.Column("caller", identifier, nullable=False),
        sa.Column("name", identifier, nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("caller", "name", name=op.f("pk_kept_answers")),
    )
    op.create_index(op.f("ix_kept_answers_begun_at"), "kept_answers", ["begun_at"])
    op.create_table(
        "request_counts",
        sa.Column("caller", identifier, nullable=False),
        sa.Column("minute", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("caller", "minute", name=op.f("pk_request_counts")),
    )
    op.create_index(op.f("ix_request_counts_minute"), "request_counts", ["minute"])


def downgrade() -> None:
    """Drop all of it; keys then open what they did before, whatever their organisation."""
    for name in ("request_counts", "kept_answers", "event_owners", "profile_owners"):
        op.drop_table(name)
    with op.batch_alter_table("access_keys") as keys:
        keys.drop_column("organisation")


def _create_owners(name: str, key: str, of: str) -> None:
    op.create_table(
        name,
        sa.Column(key, identifier, nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(key, name=op.f(f"pk_{name}")),
        sa.ForeignKeyConstraint([key], [f"{of}.id"], name=op.f(f"fk_{name}_{key}"), ondelete="CASCADE"),
    )
    op.create_index(op.f(f"ix_{name}_organisation"), name, ["organisation"])
