"""The tables of markets; `migrations` creates them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from matcher.store.tables import Identifier, Json, metadata

markets = Table(
    "markets",
    metadata,
    Column("job_id", Identifier, ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("question", Text, nullable=False),
    # Of when the people are; null until the first attempt has looked who takes part.
    Column("generation", BigInteger),
    Column("left_ids", Json),
    Column("right_ids", Json),
    Index(None, "question"),
)

market_blocks = Table(
    "market_blocks",
    metadata,
    Column("job_id", Identifier, ForeignKey("markets.job_id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
)

market_recommendations = Table(
    "market_recommendations",
    metadata,
    Column("job_id", Identifier, ForeignKey("markets.job_id", ondelete="CASCADE"), primary_key=True),
    Column("side", String(5), primary_key=True),
    Column("profile_id", Identifier, primary_key=True),
    Column("entries", Json, nullable=False),
)
