"""Who could be recommended to whom, as arrays: two sides, each numbered from 0 in the order of ids."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.scoring.utility import ONE_WAY_DISCOUNT, mutual_utility

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Gains = NDArray[np.float32]

SERVED, RETURNED = 0.7, 0.3
"""Shares of a seeker's score: how well the need is met, and how mutual the match is; the engine's own for suppliers."""


@dataclass(frozen=True, eq=False)
class Candidates:
    """e pairs of n people on the left and m on the right, sorted by left and then right, each pair once.

    `left` and `right` int32 (e,); `to_left` is what the pair is worth to the left one and `to_right` to the right one,
    float32 (e,) in [0, 1], NaN where that is not known.
    """

    lefts: int
    rights: int
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    to_left: Gains
    to_right: Gains

    def __len__(self) -> int:
        return len(self.left)

    @cached_property
    def start(self) -> Ints:
        """Pairs start[x] to start[x + 1] are those of x on the left: int64 (n + 1,)."""
        return np.searchsorted(self.left, np.arange(self.lefts + 1))

    def reversed(self) -> Candidates:
        """The same pairs with the sides exchanged."""
        return gathered(self.rights, self.lefts, self.right, self.left, self.to_right, self.to_left)

    def both_ways(self) -> Candidates:
        """The pairs of one population, whose two sides are the same people: each pair from either end.

        Raises:
            ValueError: the sides differ in size.
        """
        if self.lefts != self.rights:
            raise ValueError("One population has two sides of the same size.")
        turned = self.left > self.right
        low, high = np.where(turned, (self.right, self.left), (self.left, self.right))
        to_low, to_high = np.where(turned, (self.to_right, self.to_left), (self.to_left, self.to_right))
        once = gathered(self.lefts, self.rights, low, high, to_low, to_high)
        return gathered(
            self.lefts,
            self.rights,
            np.concatenate([once.left, once.right]),
            np.concatenate([once.right, once.left]),
            np.concatenate([once.to_left, once.to_right]),
            np.concatenate([once.to_right, once.to_left]),
        )


def gathered(
    lefts: int,
    rights: int,
    left: NDArray[np.integer],
    right: NDArray[np.integer],
    to_left: NDArray[np.floating],
    to_right: NDArray[np.floating],
) -> Candidates:
    """Pairs in any order, (e,) each; of a pair that comes several times the first is kept."""
    _, first = np.unique(left.astype(np.int64) * max(1, rights) + right, return_index=True)
    return Candidates(
        lefts,
        rights,
        left[first].astype(np.int32),
        right[first].astype(np.int32),
        to_left[first].astype(np.float32),
        to_right[first].astype(np.float32),
    )


def seekers_joint(to_left: NDArray[np.floating], to_right: NDArray[np.floating]) -> Floats:
    """What a seeker on the left and who offers on the right gain by meeting: 0.7 u + 0.3 m, float64 (e,) in [0, 1].

    The engine's score of a supplier; m is 0 where the right one's gain is not known.
    """
    u, v = to_left.astype(float), to_right.astype(float)
    return np.nan_to_num(SERVED * u) + RETURNED * np.nan_to_num(mutual_utility(u, v))


def mutual_joint(to_left: NDArray[np.floating], to_right: NDArray[np.floating]) -> Floats:
    """What two gain by meeting where both seek: 2uv / (u + v), half of what is known one way: float64 (e,) in [0, 1].

    The engine's mutual score.
    """
    u, v = to_left.astype(float), to_right.astype(float)
    one_way = ONE_WAY_DISCOUNT * np.where(np.isnan(u), v, u)
    both = mutual_utility(u, v)
    return np.nan_to_num(np.where(np.isnan(both), one_way, both))
