"""The tables of events, their timetables and long work; `migrations` creates them."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from matcher.store.tables import Identifier, Json, UtcDateTime, metadata


def _event_id() -> Column[str]:
    """Part of the key of what belongs to an event and goes with it."""
    return Column("event_id", Identifier, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)


events = Table(
    "events",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("name", Text, nullable=False),
    Column("time_zone", String, nullable=False),
    Column("language", String, nullable=False),
    Column("place", Text),
    Column("slots", Json, nullable=False),
    Column("tables", Json, nullable=False),
    Column("rules", Json, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)

event_participants = Table(
    "event_participants",
    metadata,
    _event_id(),
    Column("id", Identifier, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("organisation", Text),
    Column("profile_id", Identifier),
    Column("side", String),
    Column("quota", Integer),
    Column("unavailable", Json),
    Column("language", String),
    Column("periphery", Boolean),
    Column("newcomer", Boolean, nullable=False),
    Column("absent", Boolean, nullable=False),
    Column("offers", Json),
    Column("seeks", Json),
)

participant_contacts = Table(
    "participant_contacts",
    metadata,
    Column("event_id", Identifier, primary_key=True),
    Column("participant_id", Identifier, primary_key=True),
    Column("email", Text, nullable=False),
    ForeignKeyConstraint(
        ["event_id", "participant_id"], ["event_participants.event_id", "event_participants.id"], ondelete="CASCADE"
    ),
)

event_interests = Table(
    "event_interests",
    metadata,
    _event_id(),
    Column("seeker", Identifier, primary_key=True),
    Column("sought", Identifier, primary_key=True),
    Column("value", Float, nullable=False),
)

event_pairs = Table(
    "event_pairs",
    metadata,
    _event_id(),
    Column("a", Identifier, primary_key=True),
    Column("b", Identifier, primary_key=True),
    Column("utility", Float, nullable=False),
    Column("utility_a", Float, nullable=False),
    Column("utility_b", Float, nullable=False),
    Column("reasons", Json),
    Column("rule", String),
    Column("chosen", Boolean, nullable=False),
    Column("locked", Boolean, nullable=False),
)

timetables = Table(
    "timetables",
    metadata,
    _event_id(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("state", String, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("status", String, nullable=False),
    Column("objective", Integer),
    Column("bound", Integer),
    Column("unplaced", Json),
    Column("note", Text),
    Column("breaks", Json),
    Column("told", Json),
)

meetings = Table(
    "meetings",
    metadata,
    Column("event_id", Identifier, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", Identifier, primary_key=True),
    Column("a", Identifier, nullable=False),
    Column("b", Identifier, nullable=False),
    Column("slot", Integer, nullable=False),
    # Not `table`, which SQL keeps for itself.
    Column("seat", Integer, nullable=False),
    Column("locked", Boolean, nullable=False),
    Column("reasons", Json),
    ForeignKeyConstraint(["event_id", "number"], ["timetables.event_id", "timetables.number"], ondelete="CASCADE"),
)

encounters = Table(
    "encounters",
    metadata,
    _event_id(),
    Column("a", Text, primary_key=True),
    Column("b", Text, primary_key=True),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("kind", String, nullable=False),
    Column("event_id", Identifier, ForeignKey("events.id", ondelete="CASCADE")),
    Column("input", Json, nullable=False),
    Column("time_limit_s", Float, nullable=False),
    Column("state", String, nullable=False),
    Column("best", Integer),
    Column("bound", Integer),
    Column("wall_s", Float, nullable=False),
    Column("incumbent", Json),
    Column("result", Json),
    Column("problem", Text),
    Column("cancel_requested", Boolean, nullable=False),
    Column("owner", String),
    Column("lease_until", UtcDateTime),
    Column("heartbeat_at", UtcDateTime),
    Column("deadline", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("started_at", UtcDateTime),
    Column("finished_at", UtcDateTime),
    Column("attempts", Integer, nullable=False),
    Column("done", Integer),
    Column("expected", Integer),
    Index(None, "state", "created_at"),
    Index(None, "event_id"),
)
