"""Exact search with FAISS over rows of our own, filters included; the only door to faiss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from threading import Lock

import faiss
import numpy as np
from numpy.typing import NDArray

from embeddings import bitsets
from embeddings.arrays import Ids, Matrix
from embeddings.bitsets import Bits
from embeddings.filtering import passing
from embeddings.index import Neighbors, Payload, Where
from embeddings.snapshot import Snapshot
from embeddings.validation import check_ids, checked_queries, checked_rows

GATHER_SHARE = 0.5
"""Up to this share of the rows, fetching those that pass beats scanning all through a bitmap: `benchmarks/index.py`."""

SPARE = 16
"""Neighbours that a scan fetches beyond k, to see whether rows just below the k-th place may belong above it."""

BLAS_QUERIES = 4
"""From this many queries at once, faiss multiplies matrices instead of taking them one by one."""


class FaissIndex:
    """A flat index whose answers equal `ExactIndex`'s, ties included.

    Candidates come from faiss in single precision, with room for its rounding; their scores are then summed in double
    precision. Readers never wait: they work on a snapshot, which writers, one at a time, replace. `threads` is how many
    a search may use: with one, searches from several threads do not multiply them.
    """

    def __init__(self, dim: int, *, threads: int = 1) -> None:
        self._dim = dim
        self._threads = threads
        # A sum of dim products of two unit rows errs by at most dim * eps / 2, the k-th score and its rivals alike.
        self._tolerance = float((dim + 4) * np.finfo(np.float32).eps)
        self._snapshot = Snapshot.empty(dim)
        self._row_of: dict[int, int] = {}
        self._writing = Lock()

    @property
    def dim(self) -> int:
        return self._dim

    def __len__(self) -> int:
        return self._snapshot.live_count

    def upsert(self, ids: Ids, vectors: Matrix, payloads: Sequence[Payload]) -> None:
        """See `VectorIndex.upsert`."""
        rows = checked_rows(ids, vectors, payloads, self._dim)
        if not ids.size:
            return
        with self._writing:
            first = self._snapshot.size
            replaced = self._rows_of(ids)
            snapshot = self._snapshot.appended(ids, rows, payloads).without(replaced)
            self._row_of.update(zip(ids.tolist(), range(first, first + len(ids)), strict=True))
            self._publish(snapshot)

    def delete(self, ids: Ids) -> int:
        """See `VectorIndex.delete`."""
        check_ids(ids)
        with self._writing:
            known = np.unique(ids)
            rows = self._rows_of(known)
            for row_id in known.tolist():
                self._row_of.pop(row_id, None)
            self._publish(self._snapshot.without(rows))
        return len(rows)

    def count(self, where: Where) -> int:
        """See `VectorSnapshot.count`."""
        return bitsets.count(_passing(self._snapshot, where))

    def facet(self, field: str, where: Where) -> Mapping[str, int]:
        """See `VectorSnapshot.facet`."""
        snapshot = self._snapshot
        bits = _passing(snapshot, where)
        values = [(value, rows) for (name, value), rows in snapshot.facets.items() if name == field]
        counts = ((value, bitsets.count(bitsets.intersection(bits, rows))) for value, rows in values)
        return {value: count for value, count in counts if count}

    def fetch(self, ids: Ids) -> Matrix:
        """See `VectorSnapshot.fetch`."""
        check_ids(ids)
        found = np.zeros((len(ids), self._dim), dtype=np.float32)
        known = np.array([i in self._row_of for i in ids.tolist()], dtype=bool)
        found[known] = self._snapshot.vectors[self._rows_of(ids[known])]
        return found

    def snapshot(self) -> FaissIndex:
        """See `VectorIndex.snapshot`."""
        copy = FaissIndex(self._dim, threads=self._threads)
        with self._writing:
            copy._snapshot, copy._row_of = self._snapshot, dict(self._row_of)
        return copy

    def search(self, queries: Matrix, k: int, *, where: Where | None = None) -> Neighbors:
        """See `VectorSnapshot.search`."""
        asked = checked_queries(queries, k, self._dim)
        snapshot = self._snapshot
        scores = np.full((len(asked), k), -np.inf, dtype=np.float32)
        ids = np.full((len(asked), k), -1, dtype=np.int64)
        candidates = self._candidates(snapshot, asked, k, _passing(snapshot, where or Where()))
        for place, rows in enumerate(candidates):
            best_scores, best_ids = _ranked(snapshot, asked[place], rows, k)
            scores[place, : len(best_ids)] = best_scores
            ids[place, : len(best_ids)] = best_ids
        return Neighbors(scores, ids)

    def _rows_of(self, ids: Ids) -> Ids:
        return np.array([self._row_of[i] for i in ids.tolist() if i in self._row_of], dtype=np.int64)

    def _publish(self, snapshot: Snapshot) -> None:
        if snapshot.live_count < snapshot.size / 2:
            snapshot = snapshot.compacted()
            self._row_of = {row_id: row for row, row_id in enumerate(snapshot.ids.tolist())}
        self._snapshot = snapshot

    def _candidates(self, snapshot: Snapshot, queries: Matrix, k: int, bits: Bits) -> Sequence[Ids]:
        """For each query the rows that may be among its k best, a few more than those."""
        faiss.omp_set_num_threads(self._threads)  # holds for the calling thread only
        passed = bitsets.count(bits)
        if passed <= max(k + SPARE, GATHER_SHARE * snapshot.size):
            rows = bitsets.to_rows(bits)
            return [self._gather(snapshot, query, k, rows) for query in queries]
        return self._scan(snapshot, queries, k, bits)

    def _gather(self, snapshot: Snapshot, query: Matrix, k: int, rows: Ids) -> Ids:
        """The candidates among `rows`, each of which is scored."""
        if len(rows) <= k:
            return rows
        scores = np.empty(len(rows), dtype=np.float32)
        pointer = faiss.swig_ptr
        faiss.fvec_inner_products_by_idx(
            pointer(scores), pointer(query), pointer(snapshot.vectors), pointer(rows), self._dim, 1, len(rows)
        )
        near: Ids = rows[scores >= np.partition(scores, -k)[-k] - self._tolerance]
        return near

    def _scan(self, snapshot: Snapshot, queries: Matrix, k: int, bits: Bits) -> Sequence[Ids]:
        """The candidates among more than k + SPARE rows that pass, all of the index being scanned."""
        scores, rows = self._nearest(snapshot, queries, k + SPARE, bits)
        floors = scores[:, k - 1] - self._tolerance
        return [
            # Where even the last row fetched may belong above the k-th place, so may rows that were not fetched.
            self._gather(snapshot, query, k, bitsets.to_rows(bits)) if near[-1] else found[near]
            for query, found, near in zip(queries, rows, scores >= floors[:, np.newaxis], strict=True)
        ]

    def _nearest(self, snapshot: Snapshot, queries: Matrix, fetch: int, bits: Bits) -> tuple[Matrix, Ids]:
        """Scores and rows (q, fetch), best first, ties in any order."""
        scores = np.empty((len(queries), fetch), dtype=np.float32)
        rows = np.empty((len(queries), fetch), dtype=np.int64)
        everything = bitsets.count(bits) == snapshot.size
        pointer = faiss.swig_ptr
        selector = None if everything else faiss.IDSelectorBitmap(bits.nbytes, pointer(bits.view(np.uint8)))
        faiss.cvar.distance_compute_blas_threshold = BLAS_QUERIES * self._dim
        faiss.knn_inner_product(
            pointer(queries),
            pointer(snapshot.vectors),
            self._dim,
            len(queries),
            snapshot.size,
            fetch,
            pointer(scores),
            pointer(rows),
            selector,
        )
        return scores, rows


def _passing(snapshot: Snapshot, where: Where) -> Bits:
    return passing(where, snapshot.live, snapshot.facets, snapshot.points)


def _ranked(snapshot: Snapshot, query: Matrix, rows: Ids, k: int) -> tuple[NDArray[np.float32], Ids]:
    """Scores and ids of the k best of `rows`, best first, ties by ascending id."""
    products = snapshot.vectors[rows].astype(np.float64) * query
    scores = products.sum(axis=1).astype(np.float32)
    ids = snapshot.ids[rows]
    order = np.lexsort((ids, -scores))[:k]
    return scores[order], ids[order]
