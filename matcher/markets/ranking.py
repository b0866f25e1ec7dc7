"""Recommendations of a market: the best pairs of everyone on either side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.markets.candidates import Candidates, Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """For one side: `start` int64 (n + 1,), and x's best pairs, best first, `pairs[start[x] : start[x + 1]]`, int64."""

    start: Ints
    pairs: Ints

    def of(self, person: int) -> Ints:
        """The best pairs of a person, best first."""
        return self.pairs[self.start[person] : self.start[person + 1]]


def best_of_left(candidates: Candidates, scores: Floats, k: int) -> Ranking:
    """The `k` best pairs of everyone on the left by scores, float64 (e,); equals by ascending right."""
    return _best(candidates.left, candidates.right, candidates.lefts, scores, k)


def best_of_right(candidates: Candidates, scores: Floats, k: int) -> Ranking:
    """The `k` best pairs of everyone on the right by scores, float64 (e,); equals by ascending left."""
    return _best(candidates.right, candidates.left, candidates.rights, scores, k)


def _best(owner: NDArray[np.int32], other: NDArray[np.int32], owners: int, scores: Floats, k: int) -> Ranking:
    order = np.lexsort((other, -scores, owner))
    sorted_owner = owner[order]
    place = np.arange(len(order)) - np.searchsorted(sorted_owner, sorted_owner)
    kept = place < k
    start = np.searchsorted(sorted_owner[kept], np.arange(owners + 1))
    return Ranking(start, order[kept])
