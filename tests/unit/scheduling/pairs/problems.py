"""Small pairing problems in one line: candidates as (a, b, utility)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matcher.scheduling.pairs.problem import PairingProblem


def pairing(*candidates: tuple[int, int, float], quota: list[int], capacity: int = 100) -> PairingProblem:
    """A problem with nothing but candidates, quotas and a capacity."""
    return PairingProblem(
        a=np.array([a for a, _, _ in candidates], np.int64),
        b=np.array([b for _, b, _ in candidates], np.int64),
        utility=np.array([utility for _, _, utility in candidates], np.float64),
        quota=np.array(quota, np.int64),
        capacity=capacity,
    )


def with_masks(problem: PairingProblem, **candidates: set[int]) -> PairingProblem:
    """The problem with masks over its candidates, each given by the places that are true."""
    places = range(len(problem.a))
    return replace(
        problem, **{name: np.array([place in some for place in places]) for name, some in candidates.items()}
    )
