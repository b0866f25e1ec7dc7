"""The tables of what belongs to organisations, of kept answers and of counted requests; `migrations` creates them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from matcher.store.tables import Identifier, Json, UtcDateTime, metadata

# Beside the profiles and the events, whose tables SQLite could not widen without copying all that hangs on them.
profile_owners = Table(
    "profile_owners",
    metadata,
    Column("profile_id", Identifier, ForeignKey("profiles.id", ondelete="CASCADE"), primary_key=True),
    Column("organisation", Text, nullable=False),
    Index(None, "organisation"),
)

event_owners = Table(
    "event_owners",
    metadata,
    Column("event_id", Identifier, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Column("organisation", Text, nullable=False),
    Index(None, "organisation"),
)

kept_answers = Table(
    "kept_answers",
    metadata,
    Column("caller", Identifier, primary_key=True),
    Column("name", Identifier, primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("begun_at", UtcDateTime, nullable=False),
    Column("status", Integer),
    Column("headers", Json, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index(None, "begun_at"),
)

request_counts = Table(
    "request_counts",
    metadata,
    Column("caller", Identifier, primary_key=True),
    Column("minute", BigInteger, primary_key=True, autoincrement=False),
    Column("requests", Integer, nullable=False),
    Index(None, "minute"),
)
