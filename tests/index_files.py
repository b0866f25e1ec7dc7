"""Indexes kept in a file in the plainest way, for tests of what is saved beside them."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

from embeddings.errors import DamagedFolder
from embeddings.exact_index import ExactIndex
from embeddings.index import VectorIndex, VectorSnapshot
from matcher.engine.saving import Origin, Shelf


class PickledIndexes:
    """The `IndexFiles` of exact indexes."""

    origin = Origin(store="s", encoder="e", vocabulary="v")

    @classmethod
    def shelf(cls, folder: Path) -> Shelf:
        return Shelf(folder, cls())

    @classmethod
    def origin_but_for(cls, part: str) -> Origin:
        return replace(cls.origin, **{part: "other"})

    def save(self, index: VectorSnapshot, folder: Path) -> None:
        assert isinstance(index, ExactIndex)
        folder.mkdir(parents=True)
        (folder / "rows").write_bytes(pickle.dumps((index.dim, index._rows)))

    def open(self, folder: Path) -> VectorIndex:
        try:
            dim, rows = pickle.loads((folder / "rows").read_bytes())  # noqa: S301 -- what this test wrote
        except OSError:
            raise DamagedFolder(f"{folder} holds no index") from None
        index = ExactIndex(dim)
        index._rows = rows
        return index
