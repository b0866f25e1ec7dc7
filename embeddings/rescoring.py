"""Candidates scored in single precision elsewhere, ranked as the contract has it."""

from __future__ import annotations

import numpy as np

from embeddings.arrays import Ids, Matrix
from embeddings.index import Neighbors


def rounding(dim: int) -> float:
    """How far two inner products of unit rows may be misjudged in single precision, one against the other."""
    return float((dim + 4) * np.finfo(np.float32).eps)


def nobody(queries: int, k: int) -> Neighbors:
    """Neighbours to be filled in: scores -inf and ids -1, both (queries, k)."""
    return Neighbors(np.full((queries, k), -np.inf, np.float32), np.full((queries, k), -1, np.int64))


def rank_into(result: Neighbors, place: int, query: Matrix, ids: Ids, vectors: Matrix) -> None:
    """Fill in one query's neighbours from its candidates: ids (n,), vectors (n, dim), sums in double precision."""
    scores = (vectors.astype(np.float64) * query).sum(axis=1).astype(np.float32)
    order = np.lexsort((ids, -scores))[: result.ids.shape[1]]
    result.scores[place, : len(order)] = scores[order]
    result.ids[place, : len(order)] = ids[order]


def in_order(ids: Ids, known: Ids, vectors: Matrix) -> Matrix:
    """The vectors of `ids` (n,) from those of the `known` ids (m,) with vectors (m, dim): zeros for one not known."""
    place = {row_id: number for number, row_id in enumerate(known.tolist())}
    found = np.zeros((len(ids), vectors.shape[1]), np.float32)
    for number, row_id in enumerate(ids.tolist()):
        if row_id in place:
            found[number] = vectors[place[row_id]]
    return found
