"""The index: one writer at a time, readers that never wait, tidied in the background."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock, Thread
from typing import Any, Self

import faiss
import numpy as np

from embeddings.arrays import Ids, Matrix
from embeddings.faiss_index import planner, saving
from embeddings.faiss_index.coarse import Coarse, fits
from embeddings.faiss_index.planner import Plan
from embeddings.faiss_index.rows import Rows
from embeddings.faiss_index.snapshot import Snapshot
from embeddings.index import Neighbors, Payload, Where
from embeddings.validation import check_ids, checked_rows

MIN_DEAD = 1_024
"""Fewer dead rows than this are not worth dropping."""


class FaissIndex:
    """Exact on small indexes and where few rows pass, as `planner` decides; filters are exact everywhere.

    Candidates come from faiss in single precision, with room for its rounding, or from codes; their scores are then
    summed in double precision. Readers work on a snapshot, which writers replace. `threads` is how many a search may
    use: with one, searches from several threads do not multiply them. Vectors lie in a file that nobody else sees, in
    `folder` or, without one, in memory.
    """

    def __init__(self, dim: int, *, threads: int = 1, folder: Path | None = None) -> None:
        self._rows = Rows(dim, threads, folder)
        self._snapshot = self._rows.snapshot()
        self._writing = Lock()
        self._tidying: Thread | None = None

    @classmethod
    def open(cls, saved: Path, *, threads: int = 1, folder: Path | None = None) -> Self:
        """The index saved in a folder, its vectors read from there as they are needed.

        Raises:
            DamagedFolder: the folder does not hold what was saved; make the index anew.
        """
        rows = saving.opened(saved, threads, folder)
        index = cls(rows.dim, threads=threads, folder=folder)
        index._rows, index._snapshot = rows, rows.snapshot()
        return index

    def save(self, folder: Path, facts: Mapping[str, Any] | None = None) -> None:
        """Write the rows as they are now, with the caller's facts; `saving.facts` reads these."""
        saving.save(folder, self._snapshot, facts or {})

    @property
    def dim(self) -> int:
        return self._rows.dim

    def __len__(self) -> int:
        return len(self._snapshot)

    def upsert(self, ids: Ids, vectors: Matrix, payloads: Sequence[Payload]) -> None:
        """See `VectorIndex.upsert`."""
        rows = checked_rows(ids, vectors, payloads, self.dim)
        if not ids.size:
            return
        with self._writing:
            self._rows.append(ids, rows, payloads)
            self._publish()

    def delete(self, ids: Ids) -> int:
        """See `VectorIndex.delete`."""
        check_ids(ids)
        with self._writing:
            gone = self._rows.kill(np.unique(ids) if len(ids) > 1 else ids)
            self._publish()
        return gone

    def snapshot(self) -> Snapshot:
        """See `VectorIndex.snapshot`."""
        return self._snapshot

    def count(self, where: Where) -> int:
        """See `VectorSnapshot.count`."""
        return self._snapshot.count(where)

    def facet(self, field: str, where: Where) -> Mapping[str, int]:
        """See `VectorSnapshot.facet`."""
        return self._snapshot.facet(field, where)

    def fetch(self, ids: Ids) -> Matrix:
        """See `VectorSnapshot.fetch`."""
        return self._snapshot.fetch(ids)

    def search(self, queries: Matrix, k: int, *, where: Where | None = None) -> Neighbors:
        """See `VectorSnapshot.search`."""
        return self._snapshot.search(queries, k, where=where)

    def explain(self, k: int, where: Where | None = None) -> Plan:
        """How a search for k neighbours is carried out now."""
        return self._snapshot.explain(k, where)

    def settle(self) -> None:
        """Wait until dead rows are dropped and every row has the codes it is due."""
        while (tidying := self._tidying) is not None:
            tidying.join()

    def _publish(self) -> None:
        self._snapshot = self._rows.snapshot()
        if self._tidying is None and _is_untidy(self._snapshot):
            self._tidying = Thread(target=self._tidy, name="index-tidying", daemon=True)
            self._tidying.start()

    def _tidy(self) -> None:
        """Drop dead rows and give codes to those that lack them, until none is due; writers go on meanwhile."""
        try:
            self._tidy_what_is_due()
        except BaseException:
            self._tidying = None  # the next write tries again
            raise

    def _tidy_what_is_due(self) -> None:
        while True:
            moment = self._snapshot
            if _is_mostly_dead(moment):
                compact = self._rows.compacted(moment)
                with self._writing:
                    compact.catch_up(self._rows, moment)
                    self._rows, self._snapshot = compact, compact.snapshot()
            elif _lacks_codes(moment):
                coarse = _coarse_for(moment)
                with self._writing:
                    self._rows.coarse = coarse
                    self._snapshot = self._rows.snapshot()
            with self._writing:
                if not _is_untidy(self._snapshot):
                    self._tidying = None  # within the lock: a writer that comes now starts anew
                    return


def _is_untidy(snapshot: Snapshot) -> bool:
    return _is_mostly_dead(snapshot) or _lacks_codes(snapshot)


def _is_mostly_dead(snapshot: Snapshot) -> bool:
    dead = snapshot.size - snapshot.live_count
    return dead > max(MIN_DEAD, snapshot.live_count) or (dead > 0 and not snapshot.live_count)


def _lacks_codes(snapshot: Snapshot) -> bool:
    if snapshot.size < planner.COARSE_FROM or not fits(snapshot.dim):
        return False
    coded = snapshot.coarse.rows if snapshot.coarse else 0
    return coded == 0 or snapshot.size - coded >= planner.flush_after(coded)


def _coarse_for(snapshot: Snapshot) -> Coarse:
    faiss.omp_set_num_threads(snapshot.threads)
    size, vectors, coarse = snapshot.size, snapshot.vectors, snapshot.coarse
    if coarse is not None and size < 2 * coarse.learnt_from:
        return coarse.extended(vectors.blocks(coarse.rows, size), size)
    return Coarse.built(vectors, size)
