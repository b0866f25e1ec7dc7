"""Which candidates may meet, and why the others may not."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from matcher.errors import Infeasible
from matcher.scheduling.pairs.problem import NONE, Bools, Ints, PairingProblem


class Removal(StrEnum):
    """Why two may not meet; of several reasons the first in this order is told."""

    FORBIDDEN = "forbidden"
    SAME_SIDE = "same_side"
    NO_COMMON_SLOT = "no_common_slot"
    COLLEAGUES = "colleagues"
    MET_BEFORE = "met_before"


REASONS = tuple(Removal)
KEPT = -1
"""The number of no reason: two may meet."""

OVERRIDDEN = (Removal.COLLEAGUES, Removal.MET_BEFORE)
"""What a pair that must meet disregards."""

WORDS = {
    Removal.FORBIDDEN: "is forbidden: allow it, or do not demand it",
    Removal.SAME_SIDE: "is of two on the same side: change a side, or do not demand it",
    Removal.NO_COMMON_SLOT: "has no slot in which both are free: free one, or do not demand it",
}


def removals(problem: PairingProblem) -> NDArray[np.int8]:
    """Why each candidate may not meet, as places in REASONS, KEPT where it may: int8 (m,).

    Raises:
        Infeasible: a pair that must meet is forbidden, of one side, or has no common slot.
    """
    removed = np.full(len(problem.a), KEPT, np.int8)
    for number, reason in reversed(list(enumerate(REASONS))):
        barred = _barred(problem, reason)
        if barred is not None and problem.must is not None and reason in OVERRIDDEN:
            barred = barred & ~problem.must
        if barred is not None:
            removed[barred] = number
    if problem.must is not None:
        _require_allowed(problem, np.flatnonzero(problem.must & (removed != KEPT)), removed)
    return removed


def _barred(problem: PairingProblem, reason: Removal) -> Bools | None:
    """The candidates that a reason applies to, bool (m,); None where nothing of the kind is known."""
    match reason:
        case Removal.FORBIDDEN:
            return problem.forbidden
        case Removal.SAME_SIDE:
            return _alike(problem.side, problem)
        case Removal.NO_COMMON_SLOT:
            free = problem.available
            return None if free is None else np.invert((free[problem.a] & free[problem.b]).any(axis=1))
        case Removal.COLLEAGUES:
            return _alike(problem.organisation, problem)
        case Removal.MET_BEFORE:
            return problem.met


def _alike(group: Ints | None, problem: PairingProblem) -> Bools | None:
    if group is None:
        return None
    of_a, of_b = group[problem.a], group[problem.b]
    alike: Bools = (of_a == of_b) & (of_a != NONE)
    return alike


def _require_allowed(problem: PairingProblem, contradictions: Ints, removed: NDArray[np.int8]) -> None:
    for candidate in contradictions[:1].tolist():
        two, reason = (int(problem.a[candidate]), int(problem.b[candidate])), REASONS[removed[candidate]]
        raise Infeasible(
            f"The pair of {problem.name(two[0])} and {problem.name(two[1])} must meet, but {WORDS[reason]}.",
            rule=str(reason),
            participants=two,
        )
