"""The index in its plainest form, every row looked at in Python: the oracle that other indexes are tested against."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from threading import Lock

import numpy as np

from embeddings.arrays import Ids, Matrix
from embeddings.great_circle import EARTH_RADIUS_KM
from embeddings.index import Clause, Neighbors, Payload, Radius, Where
from embeddings.validation import check_ids, checked_queries, checked_rows


class ExactIndex:
    """A dictionary of rows, for a few thousand of them; one caller at a time."""

    def __init__(self, dim: int) -> None:
        self._dim = dim
        self._rows: dict[int, tuple[Matrix, Payload]] = {}
        self._lock = Lock()

    @property
    def dim(self) -> int:
        return self._dim

    def __len__(self) -> int:
        return len(self._rows)

    def upsert(self, ids: Ids, vectors: Matrix, payloads: Sequence[Payload]) -> None:
        """See `VectorIndex.upsert`."""
        rows = checked_rows(ids, vectors, payloads, self._dim).copy()
        kept = [Payload(dict(payload.facets), payload.point) for payload in payloads]
        with self._lock:
            self._rows.update(zip(ids.tolist(), zip(rows, kept, strict=True), strict=True))

    def delete(self, ids: Ids) -> int:
        """See `VectorIndex.delete`."""
        check_ids(ids)
        with self._lock:
            return sum(self._rows.pop(row_id, None) is not None for row_id in ids.tolist())

    def count(self, where: Where) -> int:
        """See `VectorSnapshot.count`."""
        with self._lock:
            return sum(_passes(payload, where) for _, payload in self._rows.values())

    def facet(self, field: str, where: Where) -> Mapping[str, int]:
        """See `VectorSnapshot.facet`."""
        with self._lock:
            passing = [payload for _, payload in self._rows.values() if _passes(payload, where)]
        return Counter(value for payload in passing for value in payload.facets.get(field, ()))

    def fetch(self, ids: Ids) -> Matrix:
        """See `VectorSnapshot.fetch`."""
        check_ids(ids)
        nowhere = np.zeros(self._dim, dtype=np.float32)
        with self._lock:
            rows = [self._rows[i][0] if i in self._rows else nowhere for i in ids.tolist()]
        return np.array(rows, dtype=np.float32).reshape(len(ids), self._dim)

    def snapshot(self) -> ExactIndex:
        """See `VectorIndex.snapshot`."""
        copy = ExactIndex(self._dim)
        with self._lock:
            copy._rows = dict(self._rows)
        return copy

    def search(self, queries: Matrix, k: int, *, where: Where | None = None) -> Neighbors:
        """See `VectorSnapshot.search`."""
        checked_queries(queries, k, self._dim)
        scores = np.full((len(queries), k), -np.inf, dtype=np.float32)
        ids = np.full((len(queries), k), -1, dtype=np.int64)
        with self._lock:
            rows = [(i, vector) for i, (vector, payload) in self._rows.items() if _passes(payload, where or Where())]
        for query, query_scores, query_ids in zip(queries, scores, ids, strict=True):
            ranked = sorted((-_inner_product(query, vector), row_id) for row_id, vector in rows)
            for place, (negated, row_id) in enumerate(ranked[:k]):
                query_scores[place], query_ids[place] = -negated, row_id
        return Neighbors(scores, ids)


def _inner_product(one: Matrix, other: Matrix) -> float:
    return float(np.float32(math.fsum((one.astype(np.float64) * other).tolist())))


def _passes(payload: Payload, where: Where) -> bool:
    return all(_holds(payload, clause) for clause in where.clauses) and (
        where.radius is None or _is_within(payload.point, where.radius)
    )


def _holds(payload: Payload, clause: Clause) -> bool:
    values = payload.facets.get(clause.field, frozenset())
    return clause.all <= values and (not clause.any or bool(clause.any & values)) and not clause.none & values


def _is_within(point: tuple[float, float] | None, radius: Radius) -> bool:
    """By the haversine formula, in degrees."""
    if point is None:
        return False
    lat, lon, centre_lat, centre_lon = map(math.radians, (*point, radius.lat, radius.lon))
    haversine = (
        math.sin((lat - centre_lat) / 2) ** 2
        + math.cos(lat) * math.cos(centre_lat) * math.sin((lon - centre_lon) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(haversine, 1.0))) <= radius.km
