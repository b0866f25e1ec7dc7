"""Coverage: how much of what a profile seeks another one offers, F(a→b) = Σ w_s · max_o c(s, o) / Σ w_s."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.compiled import Float64s, Int32s, WideTable, compiled
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
    return Coverage(*_of_asker(np.ascontiguousarray(similarity), weights, owner, profiles))


def coverage_by_asker(similarity: Floats, weights: Floats, owner: NDArray[np.int32], profiles: int) -> Coverage:
    """Coverage of each of p profiles' needs by one asker.

    similarity: (n, m) of n sought items × m of the asker's offers; weights: (n,); owner: (n,) non-decreasing position
    of each sought item's profile. A profile without needs, or an asker without offers, gives NaN. `best` and `offer`
    are (n, 1).
    """
    return Coverage(*_by_asker(np.ascontiguousarray(similarity), weights, owner, profiles))


@compiled
def _of_asker(
    similarity: WideTable, weights: Float64s, owner: Int32s, profiles: int
) -> tuple[Floats, Floats, Positions]:
    needs, offers = similarity.shape
    value, met = np.full(profiles, np.nan), np.zeros(profiles)
    best, offer = np.zeros((needs, profiles)), np.full((needs, profiles), -1, np.int64)
    if not needs:
        return value, best, offer
    for need in range(needs):
        for number in range(offers):
            profile = owner[number]
            if offer[need, profile] < 0 or similarity[need, number] > best[need, profile]:
                best[need, profile], offer[need, profile] = similarity[need, number], number
        met += weights[need] * best[need]
    whole = weights.sum()
    for profile in owner:
        value[profile] = met[profile] / whole
    return value, best, offer


@compiled
def _by_asker(
    similarity: WideTable, weights: Float64s, owner: Int32s, profiles: int
) -> tuple[Floats, Floats, Positions]:
    needs, offers = similarity.shape
    value, met, whole = np.full(profiles, np.nan), np.zeros(profiles), np.zeros(profiles)
    best, offer = np.zeros((needs, 1)), np.full((needs, 1), -1, np.int64)
    if not offers:
        return value, best, offer
    for need in range(needs):
        for number in range(offers):
            if offer[need, 0] < 0 or similarity[need, number] > best[need, 0]:
                best[need, 0], offer[need, 0] = similarity[need, number], number
        met[owner[need]] += weights[need] * best[need, 0]
        whole[owner[need]] += weights[need]
    for profile in owner:
        value[profile] = met[profile] / whole[profile]
    return value, best, offer
