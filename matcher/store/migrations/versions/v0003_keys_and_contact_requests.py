"""Keys that let people in, and requests for contact with a profile."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

identifier = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Create both tables."""
    _create_access_keys()
    _create_contact_requests()


def _create_access_keys() -> None:
    op.create_table(
        "access_keys",
        sa.Column("id", identifier, nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_keys")),
    )


def _create_contact_requests() -> None:
    op.create_table(
        "contact_requests",
        sa.Column("id", identifier, nullable=False),
        sa.Column("profile_id", identifier, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text()),
        sa.Column("email", sa.Text()),
        sa.Column("phone", sa.Text()),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("need", sa.Text()),
        sa.Column("note", sa.Text()),
        sa.Column("shared_email", sa.Text()),
        sa.Column("shared_phone", sa.Text()),
        sa.Column("shared_person", sa.Text()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_requests")),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profiles.id"], name=op.f("fk_contact_requests_profile_id"), ondelete="CASCADE"
        ),
    )
    op.create_index(op.f("ix_contact_requests_profile_id"), "contact_requests", ["profile_id"])
    op.create_index(op.f("ix_contact_requests_created_at"), "contact_requests", ["created_at"])
