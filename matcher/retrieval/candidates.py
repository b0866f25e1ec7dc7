"""Candidates: the profiles worth scoring exactly, from near vectors, shared skills and shared spelling."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Ids, Matrix
from embeddings.index import VectorIndex, Where
from matcher.retrieval.items import ItemTable
from matcher.retrieval.similarity import SimilarityModel

Positions = NDArray[np.int64]


def dense_candidates(vectors: Matrix, index: VectorIndex, where: Where, k: int) -> Ids:
    """Ids of the k nearest rows that pass for each vector, float32 (v, d): distinct, ascending, without padding."""
    if not len(vectors) or not len(index):
        return np.empty(0, np.int64)
    found = np.unique(index.search(vectors, k, where=where).ids)
    return found[found >= 0]


def symbolic_candidates(
    asked: ItemTable, market: ItemTable, model: SimilarityModel, passing: NDArray[np.bool_], k: int
) -> Positions:
    """Profiles that own the k best items of the market by skills and spelling, for each item asked.

    passing: bool (p,) by position. The reverse direction needs no function of its own: both parts of the similarity are
    taken with the asked items as the needs, which selects the same neighbourhood. Ascending int64.
    """
    rows = np.flatnonzero(passing[market.owner])
    if not len(asked) or not len(rows):
        return np.empty(0, np.int64)
    likeness = model.symbolic(asked, market)[:, rows]
    best = np.argpartition(-likeness, min(k, len(rows)) - 1, axis=1)[:, :k]
    taken = np.unique(best[np.take_along_axis(likeness, best, axis=1) > 0])
    return np.unique(market.owner[rows[taken]]).astype(np.int64)
