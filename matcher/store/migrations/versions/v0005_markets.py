"""Markets under way, their blocks, and what everyone is recommended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

identifier = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "markets",
        sa.Column("job_id", identifier, nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("generation", sa.BigInteger()),
        sa.Column("left_ids", sa.JSON()),
        sa.Column("right_ids", sa.JSON()),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_markets")),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_markets_job_id"), ondelete="CASCADE"),
    )
    op.create_index(op.f("ix_markets_question"), "markets", ["question"])
    op.create_table(
        "market_blocks",
        sa.Column("job_id", identifier, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("job_id", "number", name=op.f("pk_market_blocks")),
        sa.ForeignKeyConstraint(
            ["job_id"], ["markets.job_id"], name=op.f("fk_market_blocks_job_id"), ondelete="CASCADE"
        ),
    )
    op.create_table(
        "market_recommendations",
        sa.Column("job_id", identifier, nullable=False),
        sa.Column("side", sa.String(length=5), nullable=False),
        sa.Column("profile_id", identifier, nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("job_id", "side", "profile_id", name=op.f("pk_market_recommendations")),
        sa.ForeignKeyConstraint(
            ["job_id"], ["markets.job_id"], name=op.f("fk_market_recommendations_job_id"), ondelete="CASCADE"
        ),
    )
