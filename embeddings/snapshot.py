"""The rows of an index at one moment, shared by readers and never changed under them.

A writer derives the next snapshot from the newest one: rows are only ever appended, replaced and deleted ones lose
their live bit, and compaction drops them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from embeddings import bitsets
from embeddings.arrays import Ids, Matrix
from embeddings.bitsets import Bits
from embeddings.filtering import FacetRows, Points
from embeddings.index import Payload

MIN_CAPACITY = 1_024


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The first `size` rows of `vectors` (capacity, dim), `ids` (capacity,) and `points` (capacity, 2).

    `live` are the rows that were neither replaced nor deleted. What lies beyond `size` is room for the snapshot derived
    from this one; only the newest may be appended to.
    """

    size: int
    vectors: Matrix
    ids: Ids
    points: Points
    live: Bits
    live_count: int
    facets: FacetRows

    @classmethod
    def empty(cls, dim: int) -> Self:
        """No rows, and room for none."""
        return cls(
            size=0,
            vectors=np.empty((0, dim), dtype=np.float32),
            ids=np.empty(0, dtype=np.int64),
            points=np.empty((0, 2), dtype=np.float64),
            live=bitsets.EMPTY,
            live_count=0,
            facets={},
        )

    def appended(self, ids: Ids, vectors: Matrix, payloads: Sequence[Payload]) -> Self:
        """With the rows added at the end, live."""
        room = self._with_room_for(len(ids))
        end = self.size + len(ids)
        room.ids[self.size : end] = ids
        room.vectors[self.size : end] = vectors
        room.points[self.size : end] = _points(payloads)
        facets = dict(self.facets)
        for value, rows in _rows_by_value(payloads, first=self.size).items():
            facets[value] = bitsets.with_rows(facets.get(value, bitsets.EMPTY), rows)
        live = bitsets.with_rows(self.live, np.arange(self.size, end))
        return replace(room, size=end, live=live, live_count=self.live_count + len(ids), facets=facets)

    def without(self, rows: Ids) -> Self:
        """With the rows, all of them live, dead."""
        return replace(self, live=bitsets.without_rows(self.live, rows), live_count=self.live_count - len(rows))

    def compacted(self) -> Self:
        """With nothing but the live rows, in their order and without spare room."""
        kept = bitsets.to_rows(self.live)
        facets = {
            value: bitsets.from_mask(bitsets.to_mask(rows, self.size)[kept])
            for value, rows in self.facets.items()
            if bitsets.intersection(rows, self.live).any()
        }
        return replace(
            self,
            size=len(kept),
            vectors=self.vectors[kept],
            ids=self.ids[kept],
            points=self.points[kept],
            live=bitsets.from_mask(np.ones(len(kept), dtype=bool)),
            facets=facets,
        )

    def _with_room_for(self, rows: int) -> Self:
        """Itself, or a copy with twice the room: appending one by one costs a constant time a row."""
        capacity = len(self.ids)
        if self.size + rows <= capacity:
            return self
        larger = max(self.size + rows, 2 * capacity, MIN_CAPACITY)
        grown = replace(
            self,
            vectors=np.empty((larger, self.vectors.shape[1]), dtype=np.float32),
            ids=np.empty(larger, dtype=np.int64),
            points=np.empty((larger, 2), dtype=np.float64),
        )
        grown.vectors[: self.size] = self.vectors[: self.size]
        grown.ids[: self.size] = self.ids[: self.size]
        grown.points[: self.size] = self.points[: self.size]
        return grown


def _points(payloads: Sequence[Payload]) -> Points:
    nowhere = (np.nan, np.nan)
    return np.radians([nowhere if payload.point is None else payload.point for payload in payloads])


def _rows_by_value(payloads: Sequence[Payload], *, first: int) -> Mapping[tuple[str, str], Ids]:
    """The rows of each (field, value), counted from `first`."""
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row, payload in enumerate(payloads, start=first):
        for field, values in payload.facets.items():
            for value in values:
                rows[field, value].append(row)
    return {value: np.array(members, dtype=np.int64) for value, members in rows.items()}
