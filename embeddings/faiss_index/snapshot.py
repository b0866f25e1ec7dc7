"""The rows of an index at one moment: what is searched, and never changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import faiss
import numpy as np
from numpy.typing import NDArray

from embeddings import bitsets
from embeddings.arrays import Ids, Matrix
from embeddings.bitsets import Bits
from embeddings.faiss_index import planner
from embeddings.faiss_index.coarse import Coarse
from embeddings.faiss_index.facets import NO_ROWS, FacetView
from embeddings.faiss_index.filtering import Passing, passing
from embeddings.faiss_index.grid import Grid, Points
from embeddings.faiss_index.liveness import Liveness
from embeddings.faiss_index.lookup import Lookup
from embeddings.faiss_index.planner import SPARE, Coded, Path, Plan, Sizes
from embeddings.faiss_index.ranking import best, tolerance
from embeddings.faiss_index.vectors import VectorsView
from embeddings.index import Neighbors, Where
from embeddings.validation import check_ids, checked_queries

Mask = NDArray[np.bool_]
EVERY_ROW = Where()


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
        if self.live_count < self.size:
            known[known] = bitsets.holds(self.live, rows[known])
        if known.all():
            return self.vectors.take(rows)
        found = np.zeros((len(ids), self.dim), dtype=np.float32)
        found[known] = self.vectors.take(rows[known])
        return found

    def explain(self, k: int, where: Where | None = None) -> Plan:
        """How a search for k neighbours is carried out; one whose codes find fewer gathers after all."""
        return self._plan(self.passing(where or EVERY_ROW), k, 1)

    def search(self, queries: Matrix, k: int, *, where: Where | None = None) -> Neighbors:
        """See `VectorSnapshot.search`."""
        asked = checked_queries(queries, k, self.dim)
        faiss.omp_set_num_threads(self.threads)  # holds for the calling thread only
        passed = self.passing(where or EVERY_ROW)
        plan = self._plan(passed, k, len(asked))
        scores = np.full((len(asked), k), -np.inf, dtype=np.float32)
        ids = np.full((len(asked), k), -1, dtype=np.int64)
        if len(asked) and plan.path is not Path.EMPTY:
            for place, rows in enumerate(self._candidates(asked, k, passed, plan)):
                best_scores, best_ids = best(self.vectors, self.ids, asked[place], rows, k)
                scores[place, : len(best_ids)] = best_scores
                ids[place, : len(best_ids)] = best_ids
        return Neighbors(scores, ids)

    def passing(self, where: Where) -> Passing:
        """The rows that pass."""
        return passing(where, self.live, self.live_count, self.facets, self.points[: self.size], self.grid)

    def _plan(self, passed: Passing, k: int, queries: int) -> Plan:
        if self.coarse is None:
            return planner.plan(Sizes(self.size, passed.count), k, queries)
        fresh = len(self._fresh(passed, self.coarse))
        coded = Coded(self.coarse.rows, self.coarse.lists, self.coarse.reach)
        return planner.plan(Sizes(self.size, passed.count, fresh, coded), k, queries)

    def _fresh(self, passed: Passing, coarse: Coarse) -> Ids:
        """The rows that pass and have no code yet."""
        return passed.beyond(coarse.rows) if coarse.rows < self.size else NO_ROWS

    def _candidates(self, queries: Matrix, k: int, passed: Passing, plan: Plan) -> list[Ids]:
        """For each query rows among which the k best are, or nearly all of them where the plan is coarse."""
        if plan.path is Path.GATHER:
            return [passed.rows()] * len(queries)
        if plan.path is Path.SCAN:
            return self._scanned(queries, k, passed)
        return self._coarse(queries, k, passed, plan)

    def _coarse(self, queries: Matrix, k: int, passed: Passing, plan: Plan) -> list[Ids]:
        """The rows whose codes are nearest and those without a code, or all that pass where there should be more."""
        assert self.coarse is not None  # noqa: S101 - or there would be no such plan
        bits = None if passed.count == self.size else _of_length(passed.bits(), self.size)
        fresh = self._fresh(passed, self.coarse)
        found = self.coarse.candidates(queries, plan.rerank, plan.probes, bits)
        if len(fresh):
            found = [np.concatenate([rows, fresh]) for rows in found]
        enough = min(k, passed.count)
        return [rows if len(rows) >= enough else passed.rows() for rows in found]

    def _scanned(self, queries: Matrix, k: int, passed: Passing) -> list[Ids]:
        """The best k + SPARE of more rows that pass, or all of them where others may belong above the k-th place."""
        everything = passed.count == self.size
        scores, found = self.vectors.nearest(queries, k + SPARE, passed.bits(), everything=everything)
        unsure = scores[:, -1] >= scores[:, k - 1] - tolerance(self.dim)
        return [passed.rows() if others else rows for rows, others in zip(found, unsure, strict=True)]


def _of_length(bits: Bits, rows: int) -> Bits:
    """The set with a word for each 64 rows, as faiss reads them."""
    words = -(-rows // bitsets.WORD_BITS)
    if len(bits) >= words:
        return bits
    fitted = np.zeros(words, dtype=bitsets.WORD)
    fitted[: len(bits)] = bits
    return fitted
