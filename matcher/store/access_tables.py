"""The tables of access keys and of requests for contact; `migrations` creates them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text

from matcher.store.tables import Identifier, Json, UtcDateTime, metadata

access_keys = Table(
    "access_keys",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("label", Text, nullable=False),
    Column("scopes", Json, nullable=False),
    # SHA-256 of the key's text, which itself is kept nowhere.
    Column("hash", String(64), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
    Column("organisation", Text),
)

contact_requests = Table(
    "contact_requests",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("profile_id", Identifier, ForeignKey("profiles.id", ondelete="CASCADE"), nullable=False),
    Column("state", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("organisation", Text),
    # Erased when a request ends without being accepted.
    Column("email", Text),
    Column("phone", Text),
    Column("message", Text, nullable=False),
    Column("need", Text),
    Column("note", Text),
    # What the receiver of a profile without contacts lets the asker know.
    Column("shared_email", Text),
    Column("shared_phone", Text),
    Column("shared_person", Text),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Index(None, "profile_id"),
    Index(None, "created_at"),
)
