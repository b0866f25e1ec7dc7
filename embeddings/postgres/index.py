"""Rows of vectors in a table: exact where few pass, through pgvector's HNSW where many do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from psycopg import sql

from embeddings.arrays import Ids, Matrix
from embeddings.index import Neighbors, Payload, Where
from embeddings.index_home import Rows
from embeddings.planning import Planner
from embeddings.postgres.conditions import Condition, condition, facets_of, settled, texts_of
from embeddings.postgres.connections import Connections, Cursor
from embeddings.rescoring import in_order, nobody, rank_into, rounding
from embeddings.validation import check_ids, checked_queries, checked_rows

_UPSERT = sql.SQL(
    "INSERT INTO {table} (id, vector, facets, point_lat, point_lon) VALUES (%s, %s, %s, %s, %s) ON CONFLICT (id) DO "
    "UPDATE SET vector = excluded.vector, facets = excluded.facets, point_lat = excluded.point_lat, "
    "point_lon = excluded.point_lon"
)
# Not ordered by distance at once: that would go through the graph, which may miss some. Vectors a rounding below the
# k-th place come too, to be ranked in double precision.
_EXACT = sql.SQL(
    "WITH passing AS MATERIALIZED (SELECT id, vector <#> %s AS away FROM {table} WHERE {condition}), "
    "kth AS (SELECT max(away) AS away FROM (SELECT away FROM passing ORDER BY away LIMIT %s) AS nearest) "
    "SELECT {table}.id, {table}.vector FROM kth, passing JOIN {table} USING (id) WHERE passing.away <= kth.away + %s"
)
_NEAREST = sql.SQL("SELECT id, vector FROM {table} WHERE {condition} ORDER BY vector <#> %s LIMIT %s")


class PgVectorIndex:
    """One table; safe from several threads, each statement seeing the rows of one moment."""

    def __init__(self, connections: Connections, table: str, dim: int, planner: Planner) -> None:
        self._connections = connections
        self._table = table
        self._dim = dim
        self._planner = planner

    @property
    def dim(self) -> int:
        return self._dim

    def __len__(self) -> int:
        return self.count(Where())

    def upsert(self, ids: Ids, vectors: Matrix, payloads: Sequence[Payload]) -> None:
        """See `VectorIndex.upsert`."""
        checked = checked_rows(ids, vectors, payloads, self._dim)
        # By ascending id, so that two writers of the same rows never wait for each other.
        order = np.argsort(ids)
        with self._connections.transaction() as cursor:
            cursor.executemany(
                self._statement(_UPSERT),
                [(int(ids[i]), checked[i], texts_of(payloads[i].facets), *_point(payloads[i])) for i in order],
            )

    def delete(self, ids: Ids) -> int:
        """See `VectorIndex.delete`."""
        check_ids(ids)
        with self._connections.transaction() as cursor:
            cursor.execute(
                self._statement(sql.SQL("DELETE FROM {table} WHERE id = ANY(%s)")), (np.unique(ids).tolist(),)
            )
            return cursor.rowcount

    def count(self, where: Where) -> int:
        """See `VectorSnapshot.count`."""
        passing = condition(where)
        ((number,),) = self._read(sql.SQL("SELECT count(*) FROM {table} WHERE {condition}"), passing, passing.values)
        return int(number)

    def facet(self, field: str, where: Where) -> Mapping[str, int]:
        """See `VectorSnapshot.facet`."""
        passing = condition(where)
        counts = sql.SQL(
            "SELECT substr(facet, length(%s) + 1), count(*) FROM {table}, unnest(facets) AS facet "
            "WHERE {condition} AND starts_with(facet, %s) GROUP BY facet"
        )
        return dict(self._read(counts, passing, (f"{field}=", *passing.values, f"{field}=")))

    def fetch(self, ids: Ids) -> Matrix:
        """See `VectorSnapshot.fetch`."""
        check_ids(ids)
        some = Condition(sql.SQL("id = ANY(%s)"), (ids.tolist(),))
        found = self._read(sql.SQL("SELECT id, vector FROM {table} WHERE {condition}"), some, some.values)
        known, vectors = _arrays(found, self._dim)
        return in_order(ids, known, vectors)

    def snapshot(self) -> PgVectorIndex:
        """See `VectorIndex.snapshot`: the index itself, whose later writes are seen."""
        return self

    def search(self, queries: Matrix, k: int, *, where: Where | None = None) -> Neighbors:
        """See `VectorSnapshot.search`."""
        asked = checked_queries(queries, k, self._dim)
        passing = condition(where or Where())
        result = nobody(len(asked), k)
        with self._connections.transaction() as cursor:
            exact = self._few(cursor, passing)
            for place, query in enumerate(asked):
                found = [] if exact else self._nearest(cursor, query, k, passing)
                if len(found) < k:
                    found = self._exact(cursor, query, k, passing)
                rank_into(result, place, query, *_arrays(found, self._dim))
        return result

    def rows(self, *, after: int, limit: int) -> Rows:
        """See `KeptIndex.rows`."""
        later = Condition(sql.SQL("id > %s"), (after,))
        page = sql.SQL(
            "SELECT id, vector, facets, point_lat, point_lon FROM {table} WHERE {condition} ORDER BY id LIMIT %s"
        )
        found = self._read(page, later, (*later.values, limit))
        payloads = [Payload(facets_of(row[2]), None if row[3] is None else (row[3], row[4])) for row in found]
        return Rows(*_arrays([row[:2] for row in found], self._dim), payloads)

    def settle(self) -> None:
        """See `KeptIndex.settle`."""
        graph = sql.SQL(
            "CREATE INDEX IF NOT EXISTS {name} ON {table} USING hnsw (vector vector_ip_ops) "
            "WITH (m = 16, ef_construction = 100)"
        )
        with self._connections.transaction() as cursor:
            cursor.execute(self._statement(graph, name=sql.Identifier(f"{self._table}_graph")))
            cursor.execute(self._statement(sql.SQL("ANALYZE {table}")))

    def _few(self, cursor: Cursor, passing: Condition) -> bool:
        """Whether so few rows pass that all of them are compared; of more than that, the number is not counted."""
        counted = sql.SQL("SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {condition} LIMIT %s) AS first_ones")
        cursor.execute(self._statement(counted, condition=passing.text), (*passing.values, self._planner.few + 1))
        ((number,),) = cursor.fetchall()
        return int(number) <= self._planner.few

    def _exact(self, cursor: Cursor, query: Matrix, k: int, passing: Condition) -> list[tuple[Any, ...]]:
        # Both the k-th score and its rivals may be a rounding off.
        room = rounding(self._dim)
        cursor.execute(self._statement(_EXACT, condition=passing.text), (query, *passing.values, k, room))
        return cursor.fetchall()

    def _nearest(self, cursor: Cursor, query: Matrix, k: int, passing: Condition) -> list[tuple[Any, ...]]:
        """Neighbours through the graph, which goes on until enough of them pass; it may give up before."""
        effort = str(self._planner.effort_for(k))
        cursor.execute(
            "SELECT set_config('hnsw.ef_search', %s, true), set_config('hnsw.iterative_scan', 'relaxed_order', true)",
            (effort,),
        )
        cursor.execute(
            self._statement(_NEAREST, condition=passing.text), (*passing.values, query, k + self._planner.spare)
        )
        return cursor.fetchall()

    def _read(self, text: sql.SQL, passing: Condition, values: Sequence[object]) -> list[tuple[Any, ...]]:
        with self._connections.transaction() as cursor:
            cursor.execute(self._statement(text, condition=passing.text), values)
            return cursor.fetchall()

    def _statement(self, text: sql.SQL, **parts: sql.Composable) -> sql.Composed:
        return text.format(table=sql.Identifier(self._table), **parts)


def _arrays(found: Sequence[tuple[Any, ...]], dim: int) -> tuple[Ids, Matrix]:
    ids = np.array([row[0] for row in found], np.int64)
    return ids, np.array([row[1].to_numpy() for row in found], np.float32).reshape(-1, dim)


def _point(payload: Payload) -> tuple[float, float] | tuple[None, None]:
    return (None, None) if payload.point is None else (settled(payload.point[0]), settled(payload.point[1]))
