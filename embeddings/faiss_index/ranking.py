"""From candidates, whose scores are single-precision sums, to the k best by exact scores."""

from __future__ import annotations

import numpy as np

from embeddings.arrays import Ids, Matrix
from embeddings.faiss_index.planner import SPARE
from embeddings.faiss_index.vectors import VectorsView
from embeddings.index import Neighbors


def ranked(vectors: VectorsView, ids: Ids, queries: Matrix, rows: Ids, k: int) -> Neighbors:
    """The k best of each query's rows (q, n), where -1 is none: by descending score, then by ascending id."""
    if rows.shape[1] > k + SPARE:
        rows = _promising(vectors.inner_products(queries, rows), rows, k, tolerance(queries.shape[1]))
    taken = vectors.take(rows.ravel()).astype(np.float64).reshape(*rows.shape, -1)
    scores = (taken @ queries[:, :, np.newaxis].astype(np.float64))[:, :, 0].astype(np.float32)
    numbers = ids[rows]
    if rows.size and rows.min() < 0:
        nowhere = rows < 0
        scores[nowhere], numbers[nowhere] = -np.inf, -1
    order = np.lexsort((numbers, -scores))[:, :k]
    every = np.arange(len(rows))[:, np.newaxis]
    return _filled(Neighbors(scores[every, order], numbers[every, order]), k)


def nobody(queries: int, k: int) -> Neighbors:
    """The answer where no row passes."""
    return Neighbors(
        np.full((queries, k), -np.inf, dtype=np.float32),
        np.full((queries, k), -1, dtype=np.int64),
    )


def tolerance(dim: int) -> float:
    """How far the k-th score and its rivals may be from exact ones, together."""
    # A sum of dim products of two unit rows errs by at most dim * eps / 2, the k-th score and its rivals alike.
    return float((dim + 4) * np.finfo(np.float32).eps)


def _promising(scores: Matrix, rows: Ids, k: int, slack: float) -> Ids:
    """Those of the rows (q, n) that may be among the k best, and perhaps a few more, as many for each query."""
    count = rows.shape[1]
    kept = k + SPARE
    best = scores.argpartition((count - kept, count - k), axis=1)
    every = np.arange(len(rows))[:, np.newaxis]
    least, kth = scores[every, best[:, [count - kept, count - k]]].T
    floors = kth - slack
    if np.any((least >= floors) & (least > -np.inf)):
        kept = int((scores >= floors[:, np.newaxis]).sum(axis=1).max())
        best = scores.argpartition(count - kept, axis=1)
    return rows[every, best[:, count - kept :]]


def _filled(found: Neighbors, k: int) -> Neighbors:
    """With a tail of nobody where fewer than k were found."""
    queries, count = found.ids.shape
    if count == k:
        return found
    filled = nobody(queries, k)
    filled.scores[:, :count] = found.scores
    filled.ids[:, :count] = found.ids
    return filled
