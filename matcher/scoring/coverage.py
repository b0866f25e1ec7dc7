"""Coverage: how much of what a profile seeks another one offers, F(a→b) = Σ w_s · max_o c(s, o) / Σ w_s."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.domain.profiles import Need

NEED_WEIGHT = {Need.MUST: 2.0, Need.WANT: 1.0}
UNLINKED = 0.7
"""Rarity of an item that names no known skill."""

Floats = NDArray[np.float64]
Positions = NDArray[np.int64]


def item_weights(must: NDArray[np.bool_], rarity: Floats) -> Floats:
    """How much each sought item counts, rarity (n,) times 2 for a must and 1 for a want: float64 (n,)."""
    return rarity * np.where(must, NEED_WEIGHT[Need.MUST], NEED_WEIGHT[Need.WANT])


@dataclass(frozen=True, slots=True)
class Coverage:
    """For p profiles: `value` float64 (p,), NaN where there is no data.

    `best` float64 (s, p) or (s, 1): similarity of the best offer for each sought item; `offer` int64: which one.
    """

    value: Floats
    best: Floats
    offer: Positions


def coverage_of_asker(similarity: Floats, weights: Floats, owner: NDArray[np.int32], profiles: int) -> Coverage:
    """Coverage of one asker's needs by each of p profiles (or of its offers by their needs).

    similarity: (m, n) of the asker's m items × n items of the others; weights: (m,); owner: (n,) non-decreasing
    position of each of those items' profile. A profile without items, or an asker without any, gives NaN.
    """
    needs = len(weights)
    best = np.zeros((needs, profiles))
    offer = np.full((needs, profiles), -1, np.int64)
    value = np.full(profiles, np.nan)
    if needs and len(owner):
        start = np.flatnonzero(np.diff(owner, prepend=-1))
        present = owner[start]
        best[:, present] = np.maximum.reduceat(similarity, start, axis=1)
        reached = similarity == np.repeat(best[:, present], np.diff(start, append=len(owner)), axis=1)
        columns = np.where(reached, np.arange(len(owner)), len(owner))
        offer[:, present] = np.minimum.reduceat(columns, start, axis=1)
        value[present] = weights @ best[:, present] / weights.sum()
    return Coverage(value, best, offer)


def coverage_by_asker(similarity: Floats, weights: Floats, owner: NDArray[np.int32], profiles: int) -> Coverage:
    """Coverage of each of p profiles' needs by one asker.

    similarity: (n, m) of n sought items × m of the asker's offers; weights: (n,); owner: (n,) non-decreasing position
    of each sought item's profile. A profile without needs, or an asker without offers, gives NaN. `best` and `offer`
    are (n, 1).
    """
    value = np.full(profiles, np.nan)
    if not similarity.size:
        return Coverage(value, np.zeros((len(owner), 1)), np.full((len(owner), 1), -1, np.int64))
    best = similarity.max(axis=1)
    start = np.flatnonzero(np.diff(owner, prepend=-1))
    value[owner[start]] = np.add.reduceat(weights * best, start) / np.add.reduceat(weights, start)
    return Coverage(value, best[:, None], similarity.argmax(axis=1)[:, None])
