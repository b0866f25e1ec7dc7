"""What recommendations do to everyone together: who is shown how often, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.evaluation.inequality import gini
from matcher.markets.candidates import Candidates, Floats, Ints
from matcher.markets.ranking import Ranking


@dataclass(frozen=True, slots=True)
class Exposure:
    """How the people of one side are recommended to those of the other.

    `gini` of how often each is recommended, 0 for all alike; `nobody` is the share recommended to nobody; `most` is how
    often the most recommended one is.
    """

    gini: float
    nobody: float
    most: int


@dataclass(frozen=True, slots=True)
class Effects:
    """Recommendations of both sides together: of `left` people to the right side, and of `right` ones to the left.

    `utility` is the sum of what all pairs that are recommended would gain. `reciprocal` are the pairs in which each is
    recommended to the other, and `reciprocal_utility` is what these would gain.
    """

    left: Exposure
    right: Exposure
    utility: float
    reciprocal: int
    reciprocal_utility: float


def effects(candidates: Candidates, joint: Floats, of_left: Ranking, of_right: Ranking) -> Effects:
    """The effects of recommending to each on the left what `of_left` holds, and on the right what `of_right` does.

    `joint` is what each pair gains, float64 (e,).
    """
    both = np.intersect1d(of_left.pairs, of_right.pairs)
    return Effects(
        left=_exposure(np.bincount(candidates.left[of_right.pairs], minlength=candidates.lefts)),
        right=_exposure(np.bincount(candidates.right[of_left.pairs], minlength=candidates.rights)),
        utility=float(joint[of_left.pairs].sum() + joint[of_right.pairs].sum()),
        reciprocal=len(both),
        reciprocal_utility=float(joint[both].sum()),
    )


def _exposure(times: Ints) -> Exposure:
    shown: Floats = times.astype(float)
    return Exposure(gini(shown), float((times == 0).mean()) if len(times) else 0.0, int(times.max(initial=0)))
