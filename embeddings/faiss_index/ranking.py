"""From candidates to the k best by exact scores."""

from __future__ import annotations

import numpy as np

from embeddings.arrays import Ids, Matrix
from embeddings.faiss_index.planner import SPARE
from embeddings.faiss_index.vectors import VectorsView

EPS = float(np.finfo(np.float32).eps)


def best(vectors: VectorsView, ids: Ids, query: Matrix, rows: Ids, k: int) -> tuple[Matrix, Ids]:
    """Scores and ids of the k best of `rows` (n,), by descending score and then by ascending id.

    Single-precision sums tell which rows may be among them; only these are summed in double precision.
    """
    if len(rows) > k + SPARE:
        scores = vectors.inner_products(query, rows)
        rows = rows[scores >= scores[scores.argpartition(-k)[-k]] - tolerance(len(query))]
    exact = (vectors.take(rows).astype(np.float64) @ query.astype(np.float64)).astype(np.float32)
    numbers = ids[rows]
    order = np.lexsort((numbers, -exact))[:k]
    return exact[order], numbers[order]


def tolerance(dim: int) -> float:
    """How far the k-th score and its rivals may be from exact ones, together."""
    # A sum of dim products of two unit rows errs by at most dim * eps / 2, the k-th score and its rivals alike.
    return (dim + 4) * EPS
