"""What a Qdrant collection does, on a server or in a folder alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from embeddings.arrays import Ids, Matrix

Filter = Mapping[str, Any]
"""A filter in the words of Qdrant's REST interface."""


@dataclass(frozen=True, slots=True)
class Point:
    """A row as Qdrant has it."""

    id: int
    vector: Sequence[float]
    payload: Mapping[str, Any]


class Collection(Protocol):
    """One collection; every method may raise `IndexUnavailable`. Safe from several threads."""

    def fields(self) -> frozenset[str]:
        """The keys whose values are indexed."""
        ...

    def index_field(self, key: str, schema: str) -> None:
        """Index the values of a key, `keyword` or `geo`."""
        ...

    def upsert(self, points: Sequence[Point]) -> None:
        """Add points or replace those of the same id, seen by the next question."""
        ...

    def delete(self, ids: Sequence[int]) -> None:
        """Remove points, seen by the next question."""
        ...

    def known(self, ids: Sequence[int]) -> int:
        """How many of the points are there."""
        ...

    def fetch(self, ids: Sequence[int]) -> tuple[Ids, Matrix]:
        """Those points that are there."""
        ...

    def count(self, passing: Filter) -> int:
        """How many pass, exactly."""
        ...

    def facet(self, key: str, passing: Filter) -> Mapping[str, int]:
        """How many pass with each value of an indexed key, exactly."""
        ...

    def scroll(self, first: int, limit: int) -> Sequence[Point]:
        """Up to `limit` points from the id `first` on, by ascending id."""
        ...

    def nearest(self, query: Matrix, limit: int, passing: Filter, effort: int | None) -> tuple[Ids, Matrix]:
        """The best points by inner product, best first, with their vectors.

        Every one that passes is compared where `effort` is None, or else the graph keeps so many in view.
        """
        ...

    def settle(self) -> None:
        """Build what is left to be built."""
        ...
