"""The tables of what is remembered of erasures; `migrations` creates them."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from matcher.store.tables import UtcDateTime, metadata

erasures = Table(
    "erasures",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("hash", String(64), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)
