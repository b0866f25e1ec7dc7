"""The index protocol: vectors with small facets in, filtered nearest neighbours out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from embeddings.arrays import Ids, Matrix


@dataclass(frozen=True, slots=True)
class Payload:
    """What a row can be filtered by: small categorical facets and, optionally, (latitude, longitude) in degrees."""

    facets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition on one facet: the row has `all` of the values, at least one of `any`, and none of `none`."""

    field: str
    all: frozenset[str] = frozenset()
    any: frozenset[str] = frozenset()
    none: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Radius:
    """Within `km` (great circle) of a point in degrees; rows without a point fail."""

    lat: float
    lon: float
    km: float


@dataclass(frozen=True, slots=True)
class Where:
    """A conjunction of conditions; an empty one passes every row."""

    clauses: tuple[Clause, ...] = ()
    radius: Radius | None = None


@dataclass(frozen=True, slots=True)
class Neighbors:
    """Best first: `scores` float32 (q, k) inner products summed in double precision, `ids` int64 (q, k).

    Where fewer than k rows pass, the tail has id -1 and score -inf.
    """

    scores: Matrix
    ids: Ids


class VectorSnapshot(Protocol):
    """Exact or approximate inner-product search over unit vectors, filters always exact.

    Implementations validate what they are given and may be called from several threads.
    """

    @property
    def dim(self) -> int: ...

    def __len__(self) -> int: ...

    def count(self, where: Where) -> int:
        """The exact number of rows that pass."""
        ...

    def facet(self, field: str, where: Where) -> Mapping[str, int]:
        """The exact number of rows that pass and have each value of a facet; values that none has are left out."""
        ...

    def fetch(self, ids: Ids) -> Matrix:
        """The vectors of rows, float32 (n, dim) in the order of ids int64 (n,); zeros for an id that is not there.

        Raises:
            InvalidVectors: ids are not int64 (n,).
        """
        ...

    def search(self, queries: Matrix, k: int, *, where: Where | None = None) -> Neighbors:
        """The k nearest rows that pass, for each query: queries float32 (q, dim), unit rows, k >= 1.

        Of equal scores the smaller id comes first, also where the k-th place is shared.

        Raises:
            InvalidVectors: wrong shape, dtype or values; k < 1.
        """
        ...


class VectorIndex(VectorSnapshot, Protocol):
    """What can be searched and written, by one writer at a time or by several."""

    def snapshot(self) -> VectorSnapshot:
        """The rows as they are now, which later writes do not change; an index kept elsewhere may give itself."""
        ...

    def upsert(self, ids: Ids, vectors: Matrix, payloads: Sequence[Payload]) -> None:
        """Add rows, or replace those with the same id.

        ids int64 (n,), >= 0 and distinct; vectors float32 (n, dim), unit rows; a payload for each.

        Arguments are copied. Another thread sees all of the rows or none.

        Raises:
            InvalidVectors: wrong shape, dtype, NaN or infinity, rows that are not of unit length, bad ids or points.
        """
        ...

    def delete(self, ids: Ids) -> int:
        """Remove rows, ignoring unknown ids; the number removed.

        Raises:
            InvalidVectors: ids are not int64 (n,).
        """
        ...
