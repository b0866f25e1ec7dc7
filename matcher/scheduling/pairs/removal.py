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


OVERRIDDEN = (Removal.COLLEAGUES, Removal.MET_BEFORE)
"""What a pair that must meet disregards."""

WORDS = {
    Removal.FORBIDDEN: "is forbidden: allow it, or do not demand it",
    Removal.SAME_SIDE: "is of two on the same side: change a side, or do not demand it",
    Removal.NO_COMMON_SLOT: "has no slot in which both are free: free one, or do not demand it",
}


def removals(problem: PairingProblem) -> NDArray[np.object_]:
    """A Removal for each candidate that may not meet, None for the others: object (m,).

    Raises:
        Infeasible: a pair that must meet is forbidden, of one side, or has no common slot.
    """
    must = np.zeros(len(problem.a), np.bool_) if problem.must is None else problem.must
    reasons: NDArray[np.object_] = np.full(len(must), None, object)
    for reason, applies in reversed(_rules(problem).items()):
        bars = applies & ~must if reason in OVERRIDDEN else applies
        reasons[bars] = reason
    for candidate in np.flatnonzero(must & (reasons != None)):  # noqa: E711  (compared element by element)
        two = (int(problem.a[candidate]), int(problem.b[candidate]))
        raise Infeasible(
            f"The pair of {problem.name(two[0])} and {problem.name(two[1])} must meet, but {WORDS[reasons[candidate]]}.",
            rule=str(reasons[candidate]),
            participants=two,
        )
    return reasons


def _rules(problem: PairingProblem) -> dict[Removal, Bools]:
    """Where each reason applies, in order."""
    a, b = problem.a, problem.b
    never = np.zeros(len(a), np.bool_)
    free = problem.available
    return {
        Removal.FORBIDDEN: never if problem.forbidden is None else problem.forbidden,
        Removal.SAME_SIDE: never if problem.side is None else _same(problem.side, a, b),
        Removal.NO_COMMON_SLOT: never if free is None else ~(free[a] & free[b]).any(axis=1),
        Removal.COLLEAGUES: never if problem.organisation is None else _same(problem.organisation, a, b),
        Removal.MET_BEFORE: never if problem.met is None else problem.met,
    }


def _same(group: Ints, a: Ints, b: Ints) -> Bools:
    return (group[a] == group[b]) & (group[a] != NONE)
