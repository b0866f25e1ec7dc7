"""Events with participants, pairs and timetables, who met whom, and long work."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

identifier = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Create every table of events."""
    _create_events()
    _create_participants()
    _create_pairs()
    _create_timetables()
    _create_jobs()


def _create_events() -> None:
    op.create_table(
        "events",
        sa.Column("id", identifier, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("place", sa.Text()),
        sa.Column("slots", sa.JSON(), nullable=False),
        sa.Column("tables", sa.JSON(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )


def _create_participants() -> None:
    op.create_table(
        "event_participants",
        sa.Column("event_id", identifier, nullable=False),
        sa.Column("id", identifier, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text()),
        sa.Column("profile_id", identifier),
        sa.Column("side", sa.String()),
        sa.Column("quota", sa.Integer()),
        sa.Column("unavailable", sa.JSON()),
        sa.Column("language", sa.String()),
        sa.Column("periphery", sa.Boolean()),
        sa.Column("newcomer", sa.Boolean(), nullable=False),
        sa.Column("absent", sa.Boolean(), nullable=False),
        sa.Column("offers", sa.JSON()),
        sa.Column("seeks", sa.JSON()),
        sa.PrimaryKeyConstraint("event_id", "id", name=op.f("pk_event_participants")),
        _of_event("event_participants"),
    )
    op.create_table(
        "participant_contacts",
        sa.Column("event_id", identifier, nullable=False),
        sa.Column("participant_id", identifier, nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "participant_id", name=op.f("pk_participant_contacts")),
        sa.ForeignKeyConstraint(
            ["event_id", "participant_id"],
            ["event_participants.event_id", "event_participants.id"],
            name=op.f("fk_participant_contacts_event_id"),
            ondelete="CASCADE",
        ),
    )


def _create_pairs() -> None:
    op.create_table(
        "event_interests",
        sa.Column("event_id", identifier, nullable=False),
        sa.Column("seeker", identifier, nullable=False),
        sa.Column("sought", identifier, nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "seeker", "sought", name=op.f("pk_event_interests")),
        _of_event("event_interests"),
    )
    op.create_table(
        "event_pairs",
        sa.Column("event_id", identifier, nullable=False),
        sa.Column("a", identifier, nullable=False),
        sa.Column("b", identifier, nullable=False),
        sa.Column("utility", sa.Float(), nullable=False),
        sa.Column("utility_a", sa.Float(), nullable=False),
        sa.Column("utility_b", sa.Float(), nullable=False),
        sa.Column("reasons", sa.JSON()),
        sa.Column("rule", sa.String()),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "a", "b", name=op.f("pk_event_pairs")),
        _of_event("event_pairs"),
    )
    op.create_table(
        "encounters",
        sa.Column("event_id", identifier, nullable=False),
        sa.Column("a", sa.Text(), nullable=False),
        sa.Column("b", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "a", "b", name=op.f("pk_encounters")),
        _of_event("encounters"),
    )


def _create_timetables() -> None:
    op.create_table(
        "timetables",
        sa.Column("event_id", identifier, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("objective", sa.Integer()),
        sa.Column("bound", sa.Integer()),
        sa.Column("unplaced", sa.JSON()),
        sa.Column("note", sa.Text()),
        sa.Column("breaks", sa.JSON()),
        sa.Column("told", sa.JSON()),
        sa.PrimaryKeyConstraint("event_id", "number", name=op.f("pk_timetables")),
        _of_event("timetables"),
    )
    op.create_table(
        "meetings",
        sa.Column("event_id", identifier, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", identifier, nullable=False),
        sa.Column("a", identifier, nullable=False),
        sa.Column("b", identifier, nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("reasons", sa.JSON()),
        sa.PrimaryKeyConstraint("event_id", "number", "id", name=op.f("pk_meetings")),
        sa.ForeignKeyConstraint(
            ["event_id", "number"],
            ["timetables.event_id", "timetables.number"],
            name=op.f("fk_meetings_event_id"),
            ondelete="CASCADE",
        ),
    )


def _create_jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", identifier, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("event_id", identifier, nullable=False),
        sa.Column("input", sa.JSON(), nullable=False),
        sa.Column("time_limit_s", sa.Float(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("best", sa.Integer()),
        sa.Column("bound", sa.Integer()),
        sa.Column("wall_s", sa.Float(), nullable=False),
        sa.Column("incumbent", sa.JSON()),
        sa.Column("result", sa.JSON()),
        sa.Column("problem", sa.Text()),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("owner", sa.String()),
        sa.Column("lease_until", sa.DateTime(timezone=True)),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True)),
        sa.Column("deadline", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True)),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        _of_event("jobs"),
    )
    op.create_index(op.f("ix_jobs_state_created_at"), "jobs", ["state", "created_at"])
    op.create_index(op.f("ix_jobs_event_id"), "jobs", ["event_id"])


def _of_event(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f(f"fk_{table}_event_id"), ondelete="CASCADE")
