"""Indexes that an engine asks and does not fill."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from embeddings.arrays import Ids, Matrix
from embeddings.index import Neighbors, Payload, VectorSnapshot, Where


class AskedSnapshot:
    """Answers as another does."""

    def __init__(self, answering: VectorSnapshot) -> None:
        self._answering = answering

    @property
    def dim(self) -> int:
        return self._answering.dim

    def __len__(self) -> int:
        return len(self._answering)

    def count(self, where: Where) -> int:
        """See `VectorSnapshot.count`."""
        return self._answering.count(where)

    def facet(self, field: str, where: Where) -> Mapping[str, int]:
        """See `VectorSnapshot.facet`."""
        return self._answering.facet(field, where)

    def fetch(self, ids: Ids) -> Matrix:
        """See `VectorSnapshot.fetch`."""
        return self._answering.fetch(ids)

    def search(self, queries: Matrix, k: int, *, where: Where | None = None) -> Neighbors:
        """See `VectorSnapshot.search`."""
        return self._answering.search(queries, k, where=where)


class FedIndex(AskedSnapshot):
    """An index that one feed fills for every process: what an engine writes to it is left to that feed.

    It may be some changes behind the engine or ahead of it.
    """

    def snapshot(self) -> VectorSnapshot:
        """See `VectorIndex.snapshot`: what the feed writes later is seen."""
        return self._answering

    def upsert(self, ids: Ids, vectors: Matrix, payloads: Sequence[Payload]) -> None:
        """Leave the rows to the feed."""

    def delete(self, ids: Ids) -> int:
        """Leave the rows to the feed; 0."""
        return 0
