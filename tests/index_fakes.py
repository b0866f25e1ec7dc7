"""Indexes kept elsewhere, in memory and obviously right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from embeddings import Ids, IndexUnavailable, Matrix, Payload
from embeddings.exact_index import ExactIndex
from embeddings.index_home import Rows


class MemoryIndex(ExactIndex):
    """An exact index that gives its rows back and, after `fails_after` batches, fails."""

    fails_after: int | None = None
    settled = False

    def upsert(self, ids: Ids, vectors: Matrix, payloads: Sequence[Payload]) -> None:
        if self.fails_after is not None:
            self.fails_after -= 1
            if self.fails_after < 0:
                raise IndexUnavailable("memory:// has failed. Mend it.")
        super().upsert(ids, vectors, payloads)

    def rows(self, *, after: int, limit: int) -> Rows:
        chosen = [row_id for row_id in sorted(self._rows) if row_id > after][:limit]
        ids = np.array(chosen, np.int64)
        return Rows(ids, self.fetch(ids), [self._rows[row_id][1] for row_id in chosen])

    def settle(self) -> None:
        self.settled = True


@dataclass
class MemoryHome:
    name: str = "memory://one"
    indexes: dict[str, MemoryIndex] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def index(self, name: str, dim: int) -> MemoryIndex:
        return self.indexes.setdefault(name, MemoryIndex(dim))

    def note(self, key: str) -> str | None:
        return self.notes.get(key)

    def set_note(self, key: str, value: str) -> None:
        self.notes[key] = value

    def close(self) -> None:
        pass
