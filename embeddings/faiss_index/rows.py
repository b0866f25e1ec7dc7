"""What the one writer of an index keeps: rows are appended and die, and a snapshot is taken after each change."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from embeddings import bitsets
from embeddings.arrays import Ids, Matrix
from embeddings.faiss_index.coarse import Coarse
from embeddings.faiss_index.columns import Column
from embeddings.faiss_index.facets import Facets
from embeddings.faiss_index.grid import Grid, Points
from embeddings.faiss_index.liveness import Liveness
from embeddings.faiss_index.lookup import Lookup
from embeddings.faiss_index.snapshot import Snapshot
from embeddings.faiss_index.vectors import Vectors
from embeddings.index import Payload

MIN_UNGRIDDED = 4_096
UNGRIDDED_SHARE = 4
"""Points are sorted into a grid anew once so many were added, and a quarter of those in it."""


class Rows:
    """The rows of an index; `coarse` is replaced when more of them have codes."""

    def __init__(self, dim: int, threads: int, folder: Path | None) -> None:
        self.dim, self.threads, self.folder = dim, threads, folder
        self.vectors = Vectors(dim, folder)
        self.ids, self.points = Column.empty(np.int64), Column.empty(np.float64, 2)
        self.facets = Facets()
        self.liveness = Liveness(bitsets.EMPTY, 0)
        self.live_count = 0
        self.lookup = Lookup.of(self.ids.values, np.empty(0, dtype=np.int64), 0)
        self.grid = Grid.of(self.points.values)
        self.coarse: Coarse | None = None

    @property
    def size(self) -> int:
        """How many rows were ever appended."""
        return self.ids.size

    def snapshot(self) -> Snapshot:
        """The rows as they are now."""
        return Snapshot(
            dim=self.dim,
            threads=self.threads,
            size=self.size,
            live_count=self.live_count,
            deaths=self.liveness.deaths,
            liveness=self.liveness,
            lookup=self.lookup,
            ids=self.ids.array,
            points=self.points.array,
            vectors=self.vectors.view(),
            facets=self.facets.view(),
            grid=self.grid,
            coarse=self.coarse,
        )

    def append(self, ids: Ids, vectors: Matrix, payloads: Sequence[Payload]) -> None:
        """Add rows, in place of those with the same ids."""
        first = self.size
        self.kill(ids)
        self.facets.add(payloads, first)
        self._append(ids, vectors, _points(payloads))

    def kill(self, ids: Ids) -> int:
        """Let the rows of distinct ids die; how many there were."""
        rows = self.lookup.rows_of(ids, self.size)
        rows = rows[rows >= 0]
        rows = rows[self.liveness.are_live(rows)]
        if len(rows):
            self.liveness.kill(rows)
            self.live_count -= len(rows)
        return len(rows)

    def compacted(self, moment: Snapshot) -> Rows:
        """The rows that were live at a moment, in their order and without codes; a writer may go on meanwhile."""
        kept = bitsets.to_rows(moment.live)
        places = np.full(moment.size, -1, dtype=np.int64)
        places[kept] = np.arange(len(kept))
        names = self.facets.names()
        sets = [places[moment.facets.numbers(code, moment.size)] for code in range(len(names))]
        named = [(name, rows[rows >= 0]) for name, rows in zip(names, sets, strict=True) if (rows >= 0).any()]
        compact = Rows(self.dim, self.threads, self.folder)
        compact.facets = Facets.of([name for name, _ in named], [rows for _, rows in named], len(kept))
        for start in range(0, len(kept), BLOCK):
            some = kept[start : start + BLOCK]
            compact._append(moment.ids[some], moment.vectors.take(some), moment.points[some])
        return compact

    def catch_up(self, rows: Rows, moment: Snapshot) -> None:
        """Let what was written to `rows` since a moment, of which these are the live ones, happen here too."""
        first, dead = moment.size, rows.liveness.dead_between(moment.deaths, rows.liveness.deaths)
        self.kill(rows.ids.array[dead[dead < first]])
        late = np.arange(first, rows.size)
        lives = rows.liveness.are_live(late)
        codes, owners = rows.facets.pairs_between(first, rows.size)
        kept = lives[owners - first]
        places = np.cumsum(lives) - 1 + self.size
        size = self.size + int(lives.sum())
        self.facets.add_pairs(rows.facets.names(), codes[kept], places[owners[kept] - first], size)
        late = late[lives]
        self._append(rows.ids.array[late], rows.vectors.view().take(late), rows.points.array[late])

    def _append(self, ids: Ids, vectors: Matrix, points: Points) -> None:
        first = self.size
        self.lookup.add(ids, first)
        self.vectors.append(vectors)
        self.points.append(points)
        self.ids.append(ids)
        self.liveness.grow(self.size)
        self.live_count += len(ids)
        if self.size - self.grid.size > max(MIN_UNGRIDDED, self.grid.size // UNGRIDDED_SHARE):
            self.grid = Grid.of(self.points.values)
        if self.lookup.is_full:
            live = bitsets.to_rows(self.liveness.at(self.size, self.liveness.deaths))
            self.lookup = Lookup.of(self.ids.values, live, self.size)


BLOCK = 1 << 16
"""Rows moved at a time when those that died are dropped."""


def _points(payloads: Sequence[Payload]) -> Points:
    nowhere = (np.nan, np.nan)
    points = [nowhere if payload.point is None else payload.point for payload in payloads]
    return np.radians(np.array(points, dtype=np.float64).reshape(len(payloads), 2))
