"""From ids to rows: sorted arrays for most, a dictionary for those that came lately."""

from __future__ import annotations

import numpy as np

from embeddings.arrays import Ids
from embeddings.faiss_index.columns import Column

MIN_FRESH = 1 << 15
FRESH_SHARE = 8
"""Ids that came lately are sorted in once they are an eighth of those sorted before, and `MIN_FRESH`."""

NOWHERE = -1


class Lookup:
    """The newest row of each id, and of ids that came lately also those before it, for readers of an older moment.

    `ids` (n,) are sorted, `rows` (n,) theirs, all of them below `first_fresh`.
    """

    def __init__(self, ids: Ids, rows: Ids, first_fresh: int) -> None:
        self.ids, self.rows = ids, rows
        self._first_fresh = first_fresh
        self._newest: dict[int, int] = {}
        self._previous = Column.empty(np.int64)

    @classmethod
    def of(cls, ids: Ids, live: Ids, size: int) -> Lookup:
        """The ids (size,) of rows, of which only the live ones (n,) can be looked up."""
        order = np.argsort(ids[live], kind="stable")
        return cls(ids[live][order], live[order].astype(np.int32), size)

    @property
    def is_full(self) -> bool:
        """Whether so many came lately that they should be sorted in."""
        return self._previous.size >= max(MIN_FRESH, len(self.ids) // FRESH_SHARE)

    def add(self, ids: Ids, first: int) -> None:
        """Let ids (n,) be found in the rows that count up from `first`."""
        listed = ids.tolist()
        self._previous.append(np.array([self._newest.get(i, NOWHERE) for i in listed], dtype=np.int64))
        self._newest.update(zip(listed, range(first, first + len(listed)), strict=True))

    def rows_of(self, ids: Ids, size: int) -> Ids:
        """The row of each id (n,) when there were `size` rows, int64 (n,); it may be dead since; -1 for no row."""
        rows = self._sorted_rows(ids)
        if self._newest:
            newest = self._newest.get
            fresh = np.fromiter((newest(row_id, NOWHERE) for row_id in ids.tolist()), np.int64, len(ids))
            for place in np.flatnonzero(fresh >= size).tolist():
                fresh[place] = self._row_before(int(fresh[place]), size)
            rows = np.where(fresh >= 0, fresh, rows)
        return rows

    def _sorted_rows(self, ids: Ids) -> Ids:
        if not len(self.ids):
            return np.full(len(ids), NOWHERE, dtype=np.int64)
        places = np.minimum(self.ids.searchsorted(ids), len(self.ids) - 1)
        return np.where(self.ids[places] == ids, self.rows[places].astype(np.int64), NOWHERE)

    def _row_before(self, row: int, size: int) -> int:
        while row >= size:
            row = int(self._previous.array[row - self._first_fresh])
        return row
