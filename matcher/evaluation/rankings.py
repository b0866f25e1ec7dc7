"""Rankings of many texts for many queries, as arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Ranked = tuple[NDArray[np.float32], NDArray[np.int64]]
"""Scores float32 (q, k) and places of documents int64 (q, k), best first; -1 where a query has fewer than k."""

BLOCK = 256
"""Queries scored at a time: what bounds the memory of a score for every query and document."""


class Ranker(Protocol):
    """Ranks documents for queries: the best k of each query."""

    def __call__(self, queries: Sequence[str], documents: Sequence[str], k: int, /) -> Ranked: ...


def best(score: Callable[[slice], NDArray[np.floating]], queries: int, k: int) -> Ranked:
    """The k greatest scores of every query; equal scores by ascending document, -inf is not ranked.

    `score` gives the scores (b, d) of a slice of b queries.
    """
    blocks = [_best_of(score(slice(start, start + BLOCK)), k) for start in range(0, queries, BLOCK)]
    scores, documents = zip(*blocks, strict=True)
    return np.concatenate(scores), np.concatenate(documents)


def above_zero(scores: NDArray[np.floating]) -> NDArray[np.floating]:
    """The scores with -inf where query and document share nothing."""
    return np.where(scores > 0, scores, -np.inf)


def pessimistic(ranked: Ranked, grades: NDArray[np.int64], depth: int) -> NDArray[np.int64]:
    """The first `depth` documents with the worst grade first among equal scores, so that no ranking profits from a tie.

    `grades` (q, k) are those of the ranked documents, and k is `depth` + 1, or the number of all documents where that
    is less. How many documents share the score on which the ranking is cut is not known: no relevant one counts as
    being among the first of them.

    Returns int64 (q, min(k, depth)), -1 where there is no document.
    """
    scores = np.where(ranked[1] >= 0, ranked[0], -np.inf)
    order = np.lexsort((grades, -scores), axis=-1)
    documents = np.take_along_axis(ranked[1], order, axis=1)
    if documents.shape[1] > depth:
        scores = np.take_along_axis(scores, order, axis=1)
        doubtful = (scores == scores[:, depth:]) & (np.take_along_axis(grades, order, axis=1) > 0)
        documents = np.where(doubtful, -1, documents)
    return documents[:, :depth]


def _best_of(scores: NDArray[np.floating], k: int) -> Ranked:
    rounded = scores.astype(np.float32)
    order = np.argsort(-rounded, axis=1, kind="stable")[:, :k]
    found = np.take_along_axis(rounded, order, axis=1)
    lacking = ((0, 0), (0, k - order.shape[1]))
    return (
        np.pad(found, lacking, constant_values=-np.inf),
        np.pad(np.where(np.isneginf(found), -1, order), lacking, constant_values=-1),
    )
