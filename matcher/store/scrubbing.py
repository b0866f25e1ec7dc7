"""Leaving nothing of what was erased where a database keeps its rows."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from sqlalchemy import Connection

from matcher.store.tables import metadata
from matcher.store.transaction import Database

CHUNK = 1 << 22
"""Bytes of a file looked through at a time."""


def scrub(database: Database, traces: Collection[bytes] | None) -> bool:
    """See `Store.scrub`.

    SQLite: the log is folded into the file and emptied. Erased cells were overwritten (secure_delete), but copies that
    a page was rebuilt from may linger: where a trace is found, the file is written anew. PostgreSQL: dead rows are
    dropped from the tables.
    """
    turns = database.turns
    if turns is not None and not turns.take(database.patience_s):
        return False
    try:
        with database.engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"VACUUM {', '.join(table.name for table in metadata.sorted_tables)}")
                return True
            return _scrub_file(connection, None if traces is None else [trace for trace in traces if trace])
    finally:
        if turns is not None:
            turns.give()


def _scrub_file(connection: Connection, traces: Collection[bytes] | None) -> bool:
    if not _folded(connection):
        return False
    _, _, name = connection.exec_driver_sql("PRAGMA database_list").all()[0]
    if traces is not None and not holds_any(Path(name), traces):
        return True
    connection.exec_driver_sql("VACUUM")
    return _folded(connection)


def _folded(connection: Connection) -> bool:
    """Fold the log into the file and cut it to nothing; whether no reader stood in the way."""
    busy, _, _ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    return not busy


def holds_any(path: Path, traces: Collection[bytes]) -> bool:
    """Whether any of the traces is somewhere in a file."""
    overlap = max(map(len, traces), default=0)
    tail = b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            piece = tail + chunk
            if any(trace in piece for trace in traces):
                return True
            tail = piece[-overlap:] if overlap else b""
    return False
