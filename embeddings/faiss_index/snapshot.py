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
from embeddings.faiss_index.planner import SPARE, Path, Plan, Sizes
from embeddings.faiss_index.ranking import nobody, ranked, tolerance
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
        if plan.path is Path.EMPTY or not len(asked):
            return nobody(len(asked), k)
        if plan.path is Path.GATHER:
            return self._gathered(asked, k, passed)
        rows, unsure = self._scanned(asked, k, passed) if plan.path is Path.SCAN else self._coarse(asked, k, passed, plan)
        found = ranked(self.vectors, self.ids, asked, rows, k)
        if unsure.any():
            again = self._gathered(asked[unsure], k, passed)
            found.scores[unsure], found.ids[unsure] = again.scores, again.ids
        return found

    def passing(self, where: Where) -> Passing:
        """The rows that pass."""
        return passing(where, self.live, self.live_count, self.facets, self.points[: self.size], self.grid)

    def _plan(self, passed: Passing, k: int, queries: int) -> Plan:
        if self.coarse is None:
            return planner.plan(Sizes(self.size, passed.count), k, self.dim, queries)
        fresh = len(self._fresh(passed, self.coarse))
        sizes = Sizes(self.size, passed.count, fresh, self.coarse.rows, self.coarse.lists)
        return planner.plan(sizes, k, self.dim, queries)

    def _fresh(self, passed: Passing, coarse: Coarse) -> Ids:
        """The rows that pass and have no code yet."""
        return passed.beyond(coarse.rows) if coarse.rows < self.size else NO_ROWS

    def _gathered(self, queries: Matrix, k: int, passed: Passing) -> Neighbors:
        """Of all the rows that pass."""
        rows = passed.rows()
        return ranked(self.vectors, self.ids, queries, np.broadcast_to(rows, (len(queries), len(rows))), k)

    def _coarse(self, queries: Matrix, k: int, passed: Passing, plan: Plan) -> tuple[Ids, Mask]:
        """Rows (q, n) by their codes, then those without; and for which queries these are fewer than there should be."""
        assert self.coarse is not None  # noqa: S101 - or there would be no such plan
        bits = None if passed.count == self.size else _of_length(passed.bits(), self.size)
        rows = self.coarse.candidates(queries, plan.rerank, plan.probes, bits)
        fresh = self._fresh(passed, self.coarse)
        enough = min(k, passed.count) - len(fresh)
        # Codes come best first, and none are at the end.
        lacking = rows[:, enough - 1] < 0 if 0 < enough <= plan.rerank else np.full(len(queries), enough > 0)
        if len(fresh):
            rows = np.concatenate([rows, np.broadcast_to(fresh, (len(queries), len(fresh)))], axis=1)
        return rows, lacking

    def _scanned(self, queries: Matrix, k: int, passed: Passing) -> tuple[Ids, Mask]:
        """The best k + SPARE rows (q, n) of more that pass; and for which queries others may belong among the k best."""
        everything = passed.count == self.size
        scores, rows = self.vectors.nearest(queries, k + SPARE, passed.bits(), everything=everything)
        return rows, scores[:, -1] >= scores[:, k - 1] - tolerance(self.dim)


def _of_length(bits: Bits, rows: int) -> Bits:
    """The set with a word for each 64 rows, as faiss reads them."""
    words = -(-rows // bitsets.WORD_BITS)
    if len(bits) >= words:
        return bits
    fitted = np.zeros(words, dtype=bitsets.WORD)
    fitted[: len(bits)] = bits
    return fitted
