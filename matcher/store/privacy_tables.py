"""The tables of what is remembered of erasures, and of what was done that matters; `migrations` creates them."""

from __future__ import annotations

from sqlalchemy import DDL, BigInteger, Column, Index, Integer, String, Table, event

from matcher.store.tables import Json, UtcDateTime, metadata

erasures = Table(
    "erasures",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("hash", String(64), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("act", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("details", Json, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index(None, "subject"),
)

_REFUSAL = "the audit log is only ever added to"

for _moment in ("UPDATE", "DELETE"):
    event.listen(
        audit,
        "after_create",
        DDL(  # type: ignore[no-untyped-call]
            f"CREATE TRIGGER audit_refuses_{_moment.lower()} BEFORE {_moment} ON audit "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        ).execute_if(dialect="sqlite"),
    )
