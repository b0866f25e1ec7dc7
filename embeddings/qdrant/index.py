"""Rows of vectors in a Qdrant collection: exact where few pass, through its graph where many do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from threading import Lock

import numpy as np

from embeddings.arrays import Ids, Matrix
from embeddings.index import Neighbors, Payload, Where
from embeddings.index_home import Rows
from embeddings.planning import Planner
from embeddings.qdrant.collection import Collection, Filter, Point
from embeddings.qdrant.conditions import POINT, filter_of, key_of, payload_of, read_payload
from embeddings.rescoring import in_order, nobody, rank_into, rounding
from embeddings.validation import check_ids, checked_queries, checked_rows

BATCH = 500
"""Points sent at a time."""
_MORE = 4
"""So many times more candidates are taken where the last one may belong above the k-th place."""


class QdrantIndex:
    """One collection; safe from several threads.

    A folder shows each batch whole, as the contract has it; a cluster shows it shard by shard, so that a reader may
    see half of a batch for a moment.
    """

    def __init__(self, collection: Collection, dim: int, planner: Planner) -> None:
        self._collection = collection
        self._dim = dim
        self._planner = planner
        self._fields = collection.fields()
        self._writing = Lock()

    @property
    def dim(self) -> int:
        return self._dim

    def __len__(self) -> int:
        return self.count(Where())

    def upsert(self, ids: Ids, vectors: Matrix, payloads: Sequence[Payload]) -> None:
        """See `VectorIndex.upsert`."""
        rows = checked_rows(ids, vectors, payloads, self._dim)
        points = [
            Point(row_id, row.tolist(), payload_of(payload))
            for row_id, row, payload in zip(ids.tolist(), rows, payloads, strict=True)
        ]
        with self._writing:
            self._index_fields({key_of(field) for payload in payloads for field in payload.facets})
            if points:
                self._collection.upsert(points)

    def delete(self, ids: Ids) -> int:
        """See `VectorIndex.delete`."""
        check_ids(ids)
        wanted = np.unique(ids[ids >= 0]).tolist()
        if not wanted:
            return 0
        with self._writing:
            known = self._collection.known(wanted)
            self._collection.delete(wanted)
        return known

    def count(self, where: Where) -> int:
        """See `VectorSnapshot.count`."""
        passing = filter_of(where)
        return 0 if passing is None else self._collection.count(passing)

    def facet(self, field: str, where: Where) -> Mapping[str, int]:
        """See `VectorSnapshot.facet`."""
        passing, key = filter_of(where), key_of(field)
        if passing is None or not self._is_indexed(key):
            return {}
        return self._collection.facet(key, passing)

    def fetch(self, ids: Ids) -> Matrix:
        """See `VectorSnapshot.fetch`."""
        check_ids(ids)
        known, vectors = self._collection.fetch(np.unique(ids[ids >= 0]).tolist())
        return in_order(ids, known, vectors.reshape(-1, self._dim))

    def snapshot(self) -> QdrantIndex:
        """See `VectorIndex.snapshot`: the index itself, whose later writes are seen."""
        return self

    def search(self, queries: Matrix, k: int, *, where: Where | None = None) -> Neighbors:
        """See `VectorSnapshot.search`."""
        asked = checked_queries(queries, k, self._dim)
        result = nobody(len(asked), k)
        passing = filter_of(where or Where())
        if passing is None or not len(asked):
            return result
        count = self._collection.count(passing)
        for place, query in enumerate(asked if count else ()):
            if count <= self._planner.few:
                found = self._exact(query, k, passing, count)
            else:
                found = self._nearest(query, k, passing, count)
            rank_into(result, place, query, *found)
        return result

    def rows(self, *, after: int, limit: int) -> Rows:
        """See `KeptIndex.rows`."""
        points = self._collection.scroll(after + 1, limit)
        return Rows(
            np.array([point.id for point in points], np.int64),
            np.array([point.vector for point in points], np.float32).reshape(-1, self._dim),
            [read_payload(point.payload) for point in points],
        )

    def settle(self) -> None:
        """See `KeptIndex.settle`."""
        self._collection.settle()

    def _exact(self, query: Matrix, k: int, passing: Filter, count: int) -> tuple[Ids, Matrix]:
        """At least the k best of the `count` rows that pass, and whatever may be as good as the k-th."""
        limit = k + self._planner.spare
        while True:
            ids, vectors = self._collection.nearest(query, limit, passing, None)
            if limit >= count or len(ids) <= k:
                return ids, vectors
            scores = np.sort(vectors @ query)
            if scores[0] < scores[-k] - 2 * rounding(self._dim):
                return ids, vectors
            limit *= _MORE

    def _nearest(self, query: Matrix, k: int, passing: Filter, count: int) -> tuple[Ids, Matrix]:
        ids, vectors = self._collection.nearest(query, k + self._planner.spare, passing, self._planner.effort_for(k))
        if len(ids) < min(k, count):
            return self._exact(query, k, passing, count)
        return ids, vectors

    def _index_fields(self, keys: set[str]) -> None:
        for key in sorted({POINT, *keys} - self._fields):
            self._collection.index_field(key, "geo" if key == POINT else "keyword")
        self._fields |= {POINT, *keys}

    def _is_indexed(self, key: str) -> bool:
        """Whether any row ever had the key; another process may have written the first."""
        if key not in self._fields:
            self._fields |= self._collection.fields()
        return key in self._fields
