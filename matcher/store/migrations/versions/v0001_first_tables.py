"""Profiles with items and contacts, the log of changes, vectors, header mappings and named facts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

identifier = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Create every table and start the count of changes at 0."""
    _create_profiles()
    _create_parts_of_profiles()
    _create_log()
    _create_caches()


def _create_profiles() -> None:
    op.create_table(
        "profiles",
        sa.Column("id", identifier, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.String()),
        sa.Column("description", sa.Text()),
        sa.Column("address", sa.Text()),
        sa.Column("cap", sa.String()),
        sa.Column("nil", sa.Integer()),
        sa.Column("municipio", sa.Integer()),
        sa.Column("lat", sa.Float()),
        sa.Column("lon", sa.Float()),
        sa.Column("languages", sa.JSON()),
        sa.Column("run_min", sa.Integer()),
        sa.Column("run_max", sa.Integer()),
        sa.Column("lead_time_days", sa.Integer()),
        sa.Column("available_from", sa.Date()),
        sa.Column("organisation", sa.String()),
        sa.Column("blocks", sa.JSON()),
        sa.Column("consent", sa.Boolean(), nullable=False),
        sa.Column("provenance", sa.JSON()),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profiles")),
    )
    op.create_index(op.f("ix_profiles_kind_id"), "profiles", ["kind", "id"])


def _create_parts_of_profiles() -> None:
    op.create_table(
        "items",
        sa.Column("profile_id", identifier, nullable=False),
        sa.Column("side", sa.String(5), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("need", sa.String(), nullable=False),
        sa.Column("language", sa.String()),
        sa.Column("links", sa.JSON()),
        sa.PrimaryKeyConstraint("profile_id", "side", "position", name=op.f("pk_items")),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name=op.f("fk_items_profile_id"), ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "contacts",
        sa.Column("profile_id", identifier, nullable=False),
        sa.Column("email", sa.Text()),
        sa.Column("phone", sa.Text()),
        sa.Column("person", sa.Text()),
        sa.Column("website", sa.Text()),
        sa.PrimaryKeyConstraint("profile_id", name=op.f("pk_contacts")),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profiles.id"], name=op.f("fk_contacts_profile_id"), ondelete="CASCADE"
        ),
    )


def _create_log() -> None:
    op.create_table(
        "changes",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("profile_id", identifier, nullable=False),
        sa.Column("operation", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_changes")),
    )
    counter = op.create_table(
        "counter",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter")),
        sa.CheckConstraint("id = 1", name=op.f("ck_counter_one_row")),
    )
    op.bulk_insert(counter, [{"id": 1, "number": 0}])


def _create_caches() -> None:
    op.create_table(
        "vectors",
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", "key", name=op.f("pk_vectors")),
    )
    op.create_table(
        "header_mappings",
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("signature", name=op.f("pk_header_mappings")),
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )
