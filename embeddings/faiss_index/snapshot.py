"""The rows of an index at one moment: what is searched, and never changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import faiss
import numpy as np

from embeddings import bitsets
from embeddings.arrays import Ids, Matrix
from embeddings.bitsets import Bits
from embeddings.faiss_index import planner
from embeddings.faiss_index.coarse import Coarse
from embeddings.faiss_index.facets import FacetView
from embeddings.faiss_index.filtering import Passing, passing
from embeddings.faiss_index.grid import Grid, Points
from embeddings.faiss_index.liveness import Liveness
from embeddings.faiss_index.lookup import Lookup
from embeddings.faiss_index.planner import SPARE, Path, Plan, Sizes
from embeddings.faiss_index.vectors import VectorsView
from embeddings.index import Neighbors, Where
from embeddings.validation import check_ids, checked_queries


@dataclass(frozen=True)
class Snapshot:
    """The first `size` rows, without those among the first `deaths` deaths; see `VectorSnapshot` for what it answers.

    Arrays may go on beyond `size`, where the writer appends.
    """

    dim: int
    threads: int
    size: int
    live_count: int
    deaths: int
    liveness: Liveness
    lookup: Lookup
    ids: Ids
    points: Points
    vectors: VectorsView
    facets: FacetView
    grid: Grid
    coarse: Coarse | None

    def __len__(self) -> int:
        return self.live_count

    @cached_property
    def live(self) -> Bits:
        """The rows that were neither replaced nor deleted."""
        return self.liveness.at(self.size, self.deaths)

    def count(self, where: Where) -> int:
        """See `VectorSnapshot.count`."""
        return self.passing(where).count

    def facet(self, field: str, where: Where) -> Mapping[str, int]:
        """See `VectorSnapshot.facet`."""
        passed = self.passing(where)
        bits = passed.bits()
        counts = {}
        for value, code in self.facets.values(field):
            rows = self.facets.rows(code)
            if bitsets.is_bits(rows):
                count = bitsets.count(bitsets.intersection(bits, rows))
            else:
                count = int(np.count_nonzero(bitsets.holds(bits, rows)))
            if count:
                counts[value] = count
        return counts

    def fetch(self, ids: Ids) -> Matrix:
        """See `VectorSnapshot.fetch`."""
        check_ids(ids)
        rows = self.lookup.rows_of(ids, self.size)
        known = rows >= 0
        known[known] = bitsets.holds(self.live, rows[known])
        if known.all():
            return self.vectors.take(rows)
        found = np.zeros((len(ids), self.dim), dtype=np.float32)
        found[known] = self.vectors.take(rows[known])
        return found

    def explain(self, k: int, where: Where | None = None) -> Plan:
        """How a search for k neighbours is carried out; one whose codes find fewer gathers after all."""
        return self._plan(self.passing(where or Where()), k, 1)

    def search(self, queries: Matrix, k: int, *, where: Where | None = None) -> Neighbors:
        """See `VectorSnapshot.search`."""
        asked = checked_queries(queries, k, self.dim)
        faiss.omp_set_num_threads(self.threads)  # holds for the calling thread only
        passed = self.passing(where or Where())
        plan = self._plan(passed, k, len(asked))
        scores = np.full((len(asked), k), -np.inf, dtype=np.float32)
        ids = np.full((len(asked), k), -1, dtype=np.int64)
        if len(asked) and plan.path is not Path.EMPTY:
            for place, rows in enumerate(self._candidates(asked, k, passed, plan)):
                best_scores, best_ids = self._ranked(asked[place], rows, k)
                scores[place, : len(best_ids)] = best_scores
                ids[place, : len(best_ids)] = best_ids
        return Neighbors(scores, ids)

    def passing(self, where: Where) -> Passing:
        """The rows that pass."""
        return passing(where, self.live, self.facets, self.points[: self.size], self.grid)

    def _plan(self, passed: Passing, k: int, queries: int) -> Plan:
        if self.coarse is None:
            return planner.plan(Sizes(self.size, passed.count), k, self.dim, queries)
        fresh = len(passed.beyond(self.coarse.rows))
        sizes = Sizes(self.size, passed.count, fresh, self.coarse.rows, self.coarse.lists)
        return planner.plan(sizes, k, self.dim, queries)

    def _candidates(self, queries: Matrix, k: int, passed: Passing, plan: Plan) -> list[Ids]:
        """For each query the rows that may be among its k best, a few more than those."""
        if plan.path is Path.GATHER:
            rows = passed.rows()
            return [self._nearest(query, k, rows) for query in queries]
        if plan.path is Path.SCAN:
            return self._scanned(queries, k, passed)
        return self._coarse(queries, k, passed, plan)

    def _coarse(self, queries: Matrix, k: int, passed: Passing, plan: Plan) -> list[Ids]:
        assert self.coarse is not None  # noqa: S101 - or there would be no such plan
        bits = None if passed.count == self.size else _of_length(passed.bits(), self.size)
        fresh = passed.beyond(self.coarse.rows)
        found = self.coarse.candidates(queries, plan.rerank, plan.probes, bits)
        enough = min(k, passed.count)
        return [
            self._nearest(query, k, np.concatenate([rows, fresh]) if len(fresh) else rows)
            if len(rows) + len(fresh) >= enough
            else self._nearest(query, k, passed.rows())
            for query, rows in zip(queries, found, strict=True)
        ]

    def _nearest(self, query: Matrix, k: int, rows: Ids) -> Ids:
        """Those of `rows` that may be among the k best of them, each being scored."""
        if len(rows) <= k:
            return rows
        scores = self.vectors.inner_products(query, rows)
        near: Ids = rows[scores >= np.partition(scores, -k)[-k] - self._tolerance]
        return near

    def _scanned(self, queries: Matrix, k: int, passed: Passing) -> list[Ids]:
        """The candidates among more than k + SPARE rows that pass, all of the rows being read."""
        bits = passed.bits()
        everything = passed.count == self.size
        scores, rows = self.vectors.nearest(queries, k + SPARE, bits, everything=everything)
        floors = scores[:, k - 1] - self._tolerance
        return [
            # Where even the last row fetched may belong above the k-th place, so may rows that were not fetched.
            self._nearest(query, k, passed.rows()) if near[-1] else found[near]
            for query, found, near in zip(queries, rows, scores >= floors[:, np.newaxis], strict=True)
        ]

    def _ranked(self, query: Matrix, rows: Ids, k: int) -> tuple[Matrix, Ids]:
        """Scores and ids of the k best of `rows`, best first, ties by ascending id."""
        scores = (self.vectors.take(rows).astype(np.float64) @ query.astype(np.float64)).astype(np.float32)
        ids = self.ids[rows]
        order = np.lexsort((ids, -scores))[:k]
        return scores[order], ids[order]

    @cached_property
    def _tolerance(self) -> float:
        # A sum of dim products of two unit rows errs by at most dim * eps / 2, the k-th score and its rivals alike.
        return float((self.dim + 4) * np.finfo(np.float32).eps)


def _of_length(bits: Bits, rows: int) -> Bits:
    """The set with a word for each 64 rows, as faiss reads them."""
    words = -(-rows // bitsets.WORD_BITS)
    if len(bits) >= words:
        return bits
    fitted = np.zeros(words, dtype=bitsets.WORD)
    fitted[: len(bits)] = bits
    return fitted
