"""What is remembered of erasures, the audit log, which nobody can change, and what consent is for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

REFUSAL = "the audit log is only ever added to"


def upgrade() -> None:
    """Create both tables; consent that was given is for everything."""
    op.create_table(
        "erasures",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", "hash", name=op.f("pk_erasures")),
    )
    _create_audit()
    op.add_column("profiles", sa.Column("grants", sa.JSON()))


def downgrade() -> None:
    """Drop them, with what guards the log."""
    op.drop_column("profiles", "grants")
    op.drop_table("audit")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change_of_audit()")
    op.drop_table("erasures")


def _create_audit() -> None:
    """The table, and what refuses to change or delete its rows."""
    op.create_table(
        "audit",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_subject"), "audit", ["subject"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE OR REPLACE FUNCTION refuse_change_of_audit() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
        )
        for moment, scope in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            op.execute(
                f"CREATE TRIGGER audit_refuses_{scope.lower()} BEFORE {moment} ON audit "
                f"FOR EACH {scope} EXECUTE FUNCTION refuse_change_of_audit()"
            )
        return
    for moment in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_refuses_{moment.lower()} BEFORE {moment} ON audit "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
