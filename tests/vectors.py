"""Small indexes, written as they read: three directions in space, three places in Lombardy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from embeddings import Clause, Ids, Matrix, Payload, VectorIndex, Where

NORTH, EAST, UP = np.eye(3, dtype=np.float32)
DUOMO, LAMBRATE, BERGAMO = (45.4642, 9.1900), (45.4848, 9.2371), (45.6983, 9.6773)
"""Lambrate is 4.3 km from the Duomo, Bergamo 46 km."""


def ints(*ids: int) -> Ids:
    return np.array(ids, dtype=np.int64)


def rows(*vectors: Sequence[float] | np.ndarray) -> Matrix:
    return np.array(vectors, dtype=np.float32).reshape(len(vectors), 3)


def bare(count: int) -> list[Payload]:
    return [Payload()] * count


def facets(**values: str) -> Payload:
    return Payload({field: frozenset(words.split()) for field, words in values.items()})


def where(field: str, **sides: str) -> Where:
    return Where((Clause(field, **{side: frozenset(words.split()) for side, words in sides.items()}),))


def found(index: VectorIndex, query: np.ndarray, k: int, condition: Where | None = None) -> list[int]:
    (ids,) = index.search(rows(query), k, where=condition).ids.tolist()
    return ids
