"""What a choice of pairs is, by trying every set of candidates."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from hypothesis import strategies as st

from matcher.scheduling.pairs.problem import NONE, Bools, PairingProblem


def choices(problem: PairingProblem) -> Iterator[set[int]]:
    """Every set of candidates that respects all rules but the minimum."""
    allowed = [candidate for candidate in range(len(problem.a)) if may_meet(problem, candidate)]
    for size in range(min(len(allowed), problem.capacity) + 1):
        for some in combinations(allowed, size):
            chosen = set(some)
            if demanded(problem) <= chosen and all(
                len(meetings_of(problem, chosen, i)) <= most(problem, i) for i in range(len(problem.quota))
            ):
                yield chosen


def best(problem: PairingProblem, concavity: float = 0.0) -> tuple[int, float] | None:
    """The largest minimum and the best objective of a choice with it; None if there is no choice at all."""
    possible = list(choices(problem))
    if not possible:
        return None
    for minimum in range(len(problem.a), -1, -1):
        with_it = [chosen for chosen in possible if gives_everyone(problem, chosen, minimum)]
        if with_it:
            return binding(problem, minimum), max(objective(problem, chosen, concavity) for chosen in with_it)
    raise AssertionError("a minimum of 0 is always reached")


def binding(problem: PairingProblem, minimum: int) -> int:
    """Minima beyond what anybody could have say the same: the smallest of those."""
    return min(minimum, max((most_possible(problem, i) for i in range(len(problem.quota))), default=0))


def gives_everyone(problem: PairingProblem, chosen: set[int], minimum: int) -> bool:
    return all(
        len(meetings_of(problem, chosen, i)) >= min(minimum, most_possible(problem, i))
        for i in range(len(problem.quota))
    )


def objective(problem: PairingProblem, chosen: set[int], concavity: float) -> float:
    loss = sum(
        concavity * place for i in range(len(problem.quota)) for place in range(len(meetings_of(problem, chosen, i)))
    )
    return float(sum(problem.utility[candidate] for candidate in chosen)) - loss


def meetings_of(problem: PairingProblem, chosen: set[int], who: int) -> list[int]:
    return [candidate for candidate in chosen if who in (problem.a[candidate], problem.b[candidate])]


def most_possible(problem: PairingProblem, who: int) -> int:
    own = [candidate for candidate in range(len(problem.a)) if may_meet(problem, candidate)]
    return min(most(problem, who), len(meetings_of(problem, set(own), who)))


def most(problem: PairingProblem, who: int) -> int:
    free = len(problem.quota) + problem.quota[who] if problem.available is None else sum(problem.available[who])
    return int(min(problem.quota[who], free))


def demanded(problem: PairingProblem) -> set[int]:
    return set() if problem.must is None else set(np.flatnonzero(problem.must).tolist())


def may_meet(problem: PairingProblem, candidate: int) -> bool:
    a, b = problem.a[candidate], problem.b[candidate]
    if problem.forbidden is not None and problem.forbidden[candidate]:
        return False
    if problem.side is not None and problem.side[a] == problem.side[b] != NONE:
        return False
    if problem.available is not None and not any(
        one and other for one, other in zip(problem.available[a], problem.available[b], strict=True)
    ):
        return False
    if candidate in demanded(problem):
        return True
    if problem.organisation is not None and problem.organisation[a] == problem.organisation[b] != NONE:
        return False
    return problem.met is None or not problem.met[candidate]


def set_of(chosen: Bools) -> set[int]:
    return set(np.flatnonzero(chosen).tolist())


utilities = st.one_of(st.sampled_from([0.0, 0.25, 0.5, 1.0]), st.floats(0, 1).map(lambda value: round(value, 4)))


@st.composite
def pairing_problems(
    draw: st.DrawFn, *, people: int = 6, candidates: int = 9, rules: bool = True, sides: bool | None = None
) -> PairingProblem:
    """Small problems: with or without sides, and with rules of every kind or only quotas and a capacity."""
    n = draw(st.integers(2, people))
    every = [(a, b) for a in range(n) for b in range(a + 1, n)]
    side = None
    if draw(st.booleans()) if sides is None else sides:
        side = np.array(draw(st.lists(st.integers(0, 1), min_size=n, max_size=n)))
        every = [(a, b) for a, b in every if rules or side[a] != side[b]]
    two = draw(st.lists(st.sampled_from(every), unique=True, max_size=candidates)) if every else []
    m, slots = len(two), draw(st.integers(1, 4))

    def array(elements: st.SearchStrategy[object], length: int, kind: type) -> np.ndarray:
        return np.array(draw(st.lists(elements, min_size=length, max_size=length)), kind)

    def perhaps(elements: st.SearchStrategy[object], length: int, kind: type) -> np.ndarray | None:
        return array(elements, length, kind) if rules and draw(st.booleans()) else None

    rarely = st.integers(0, 5).map(lambda number: number == 0)
    free = perhaps(st.lists(rarely.map(lambda busy: not busy), min_size=slots, max_size=slots), n, np.bool_)
    return PairingProblem(
        a=np.array([a for a, _ in two], np.int64),
        b=np.array([b for _, b in two], np.int64),
        utility=array(utilities, m, np.float64),
        quota=array(st.integers(0, 4), n, np.int64),
        capacity=draw(st.integers(0, 12)),
        utility_a=perhaps(utilities, m, np.float64),
        utility_b=perhaps(utilities, m, np.float64),
        must=perhaps(rarely, m, np.bool_),
        forbidden=perhaps(rarely, m, np.bool_),
        met=perhaps(rarely, m, np.bool_),
        side=side,
        organisation=perhaps(st.integers(-1, 3), n, np.int64),
        available=free,
    )
