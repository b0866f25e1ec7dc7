"""The tables, in types that SQLite and PostgreSQL share; `migrations` creates them."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: kept in UTC, given back with its zone (SQLite would lose it)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware time into UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn what the driver gives into an aware time in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# Pages go by ascending id, so ids must sort by code point on every database.
Identifier = String().with_variant(String(collation="C"), "postgresql")
Json = JSON(none_as_null=True)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

profiles = Table(
    "profiles",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("kind", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("type", String),
    Column("description", Text),
    Column("address", Text),
    Column("cap", String),
    Column("nil", Integer),
    Column("municipio", Integer),
    Column("lat", Float),
    Column("lon", Float),
    Column("languages", Json),
    Column("run_min", Integer),
    Column("run_max", Integer),
    Column("lead_time_days", Integer),
    Column("available_from", Date),
    Column("organisation", String),
    Column("blocks", Json),
    Column("consent", Boolean, nullable=False),
    Column("provenance", Json),
    Column("content_hash", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("change", BigInteger, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    # What consent is for; null: for everything.
    Column("grants", Json),
    Index(None, "kind", "id"),
)

items = Table(
    "items",
    metadata,
    Column("profile_id", Identifier, ForeignKey("profiles.id", ondelete="CASCADE"), primary_key=True),
    Column("side", String(5), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("need", String, nullable=False),
    Column("language", String),
    Column("links", Json),
    # Clustered by profile: the items of one profile are read together.
    sqlite_with_rowid=False,
)

contacts = Table(
    "contacts",
    metadata,
    Column("profile_id", Identifier, ForeignKey("profiles.id", ondelete="CASCADE"), primary_key=True),
    Column("email", Text),
    Column("phone", Text),
    Column("person", Text),
    Column("website", Text),
)

changes = Table(
    "changes",
    metadata,
    # Numbers come from `counter`, never from a sequence: those are not handed out in the order of commits.
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("profile_id", Identifier, nullable=False),
    Column("operation", String, nullable=False),
)

counter = Table(
    "counter",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

vectors = Table(
    "vectors",
    metadata,
    Column("fingerprint", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)

header_mappings = Table(
    "header_mappings",
    metadata,
    Column("signature", String, primary_key=True),
    Column("mapping", Json, nullable=False),
)

meta = Table(
    "meta",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", Text, nullable=False),
)

uploads = Table(
    "uploads",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("name", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("options", Json, nullable=False),
    Column("job_id", Identifier),
    Column("report", Json),
    Column("rejected", LargeBinary),
    Column("created_at", UtcDateTime, nullable=False),
    Index(None, "created_at"),
)
