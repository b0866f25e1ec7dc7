"""A PostgreSQL database that keeps indexes in tables of its search path."""

from __future__ import annotations

from psycopg import sql

from embeddings.errors import IndexUnavailable
from embeddings.planning import PGVECTOR, Planner
from embeddings.postgres.connections import Connections, Cursor
from embeddings.postgres.index import PgVectorIndex

PREFIX = "matcher_"
LONGEST = 2_000
"""The longest vectors that pgvector's HNSW takes."""
_LONGEST_IN_A_PAGE = 1_900
_NOTES = f"{PREFIX}index_notes"


class PostgresHome:
    """The `IndexHome` of a database, `url` such as postgresql://USER:PASSWORD@HOST/DATABASE."""

    def __init__(self, url: str, planner: Planner = PGVECTOR) -> None:
        self._connections = Connections(url)
        self._planner = planner

    @property
    def name(self) -> str:
        return self._connections.name

    def index(self, name: str, dim: int) -> PgVectorIndex:
        """See `IndexHome.index`."""
        table = f"{PREFIX}{name}"
        if dim > LONGEST:
            raise IndexUnavailable(
                f"Vectors of {dim} dimensions are too long for pgvector, which takes {LONGEST}: choose another encoder "
                "or another index."
            )
        with self._connections.transaction() as cursor:
            found = _stored_dim(cursor, table)
            if found is None:
                _make(cursor, table, dim)
                found = _stored_dim(cursor, table)
        if found != dim:
            raise IndexUnavailable(
                f"The table {table} of {self.name} holds vectors of {found} dimensions where {dim} are needed: name "
                "another schema in the URL, or drop the table."
            )
        return PgVectorIndex(self._connections, table, dim, self._planner)

    def note(self, key: str) -> str | None:
        """See `IndexHome.note`."""
        with self._connections.transaction() as cursor:
            if not _exists(cursor, _NOTES):
                return None
            cursor.execute(_of(_NOTES, "SELECT value FROM {table} WHERE key = %s"), (key,))
            row = cursor.fetchone()
        return None if row is None else str(row[0])

    def set_note(self, key: str, value: str) -> None:
        """See `IndexHome.set_note`."""
        with self._connections.transaction() as cursor:
            if not _exists(cursor, _NOTES):
                _take_turn(cursor)
                cursor.execute(
                    _of(_NOTES, "CREATE TABLE IF NOT EXISTS {table} (key text PRIMARY KEY, value text NOT NULL)")
                )
            upsert = "INSERT INTO {table} VALUES (%s, %s) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
            cursor.execute(_of(_NOTES, upsert), (key, value))

    def close(self) -> None:
        """See `IndexHome.close`."""
        self._connections.close()


def _of(table: str, text: str) -> sql.Composed:
    return sql.SQL(text).format(table=sql.Identifier(table))


def _take_turn(cursor: Cursor) -> None:
    """Let processes that make tables at the same time wait for each other."""
    cursor.execute("SELECT pg_advisory_xact_lock(hashtext('matcher indexes'))")


def _exists(cursor: Cursor, table: str) -> bool:
    cursor.execute("SELECT to_regclass(%s) IS NOT NULL", (table,))
    return cursor.fetchone() == (True,)


def _stored_dim(cursor: Cursor, table: str) -> int | None:
    cursor.execute(
        "SELECT atttypmod FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attname = 'vector'", (table,)
    )
    row = cursor.fetchone()
    return None if row is None else int(row[0])


def _make(cursor: Cursor, table: str, dim: int) -> None:
    _take_turn(cursor)
    columns = (
        "CREATE TABLE IF NOT EXISTS {table} (id bigint PRIMARY KEY, vector vector({dim}) NOT NULL, "
        "facets text[] NOT NULL, point_lat double precision, point_lon double precision)"
    )
    cursor.execute(sql.SQL(columns).format(table=sql.Identifier(table), dim=sql.Literal(dim)))
    if dim <= _LONGEST_IN_A_PAGE:
        # Beside the row, not in a table of long values: a scan reads each vector.
        cursor.execute(_of(table, "ALTER TABLE {table} ALTER vector SET STORAGE PLAIN"))
    for column, method in (("facets", "gin"), ("point_lat", "btree")):
        name = sql.Identifier(f"{table}_{column}")
        cursor.execute(
            sql.SQL("CREATE INDEX IF NOT EXISTS {name} ON {table} USING {method} ({column})").format(
                name=name, table=sql.Identifier(table), method=sql.SQL(method), column=sql.Identifier(column)
            )
        )
