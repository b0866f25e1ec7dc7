"""How long it takes to choose who meets whom: `python -m benchmarks.scheduling_pairs [LIMIT_S]`.

Events with two sides and without, of participants who are more or less sought, by utilities with all their digits and
by grades in quarters. Ours includes the search for the largest minimum. The peer is HiGHS through scipy, which is given
that minimum: a linear program where there are two sides (its corners are whole choices), else an integer program, which
is stopped after LIMIT_S seconds (60). Both run on one thread; seconds are medians over the events drawn.
"""

from __future__ import annotations

import statistics
import sys
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from matcher.scheduling.pairs.choosing import choose_pairs
from matcher.scheduling.pairs.problem import PairingProblem

LIMIT_S = 60.0


@dataclass(frozen=True, slots=True)
class Shape:
    """n participants, of which half are hosts where there are sides, m candidates, and how many events are drawn.

    In a `roomy` event tables and slots take every meeting that quotas allow, else half of them.
    """

    sides: bool
    n: int
    m: int
    grades: bool = False
    roomy: bool = False
    events: int = 3

    def __str__(self) -> str:
        size = f"{self.n // 2:,} × {self.n // 2:,}" if self.sides else f"{self.n:,}"
        return f"{size}, {self.m:,} candidates{', grades' if self.grades else ''}{', roomy' if self.roomy else ''}"


SHAPES = (
    Shape(sides=True, n=600, m=10_000),
    Shape(sides=True, n=4000, m=200_000),
    Shape(sides=True, n=4000, m=200_000, grades=True),
    Shape(sides=False, n=200, m=4_000),
    Shape(sides=False, n=1000, m=25_000),
    Shape(sides=False, n=1000, m=25_000, grades=True),
    Shape(sides=False, n=1000, m=25_000, roomy=True),
    Shape(sides=False, n=1000, m=25_000, grades=True, roomy=True),
)


def main() -> None:
    """Choose for each shape of event, ask the peer for the same, print medians."""
    limit_s = float(sys.argv[1]) if len(sys.argv) > 1 else LIMIT_S
    out = sys.stdout.write
    out("participants, candidates                            ours s   HiGHS s     peer/ours   minimum   largest gap\n")
    for shape in SHAPES:
        ours, theirs, minima, gaps, notes = [], [], [], [], set()
        for seed in range(shape.events):
            problem = drawn_event(shape, np.random.default_rng(seed))
            started = perf_counter()
            pairing = choose_pairs(problem)
            ours.append(perf_counter() - started)
            minima.append(pairing.minimum)
            gaps.append(pairing.bound - pairing.utility)
            started = perf_counter()
            utility = by_highs(problem, pairing.minimum, limit_s)
            theirs.append(perf_counter() - started)
            notes |= compared(pairing.utility, utility)
        mine, peer = statistics.median(ours), statistics.median(theirs)
        out(f"{shape!s:50} {mine:8.2f}  {peer:8.2f}  {peer / mine:10.1f} x   {minima}   {max(gaps):.1e}\n")
        out("".join(f"   {note}\n" for note in sorted(notes)))
        sys.stdout.flush()


def drawn_event(shape: Shape, random: np.random.Generator) -> PairingProblem:
    """Random candidates; what a meeting is worth to each is half taste, half how sought the other is."""
    n, m = shape.n, shape.m
    a, b = random.integers(0, n, (2, 3 * m))
    if shape.sides:
        a, b = a % (n // 2), b % (n // 2) + n // 2
    keys = np.unique(np.minimum(a, b)[a != b] * n + np.maximum(a, b)[a != b])
    a, b = np.divmod(random.permutation(keys)[:m], n)
    sought = random.beta(1, 3, n)
    to_a, to_b = (0.5 * random.random(m) + 0.5 * sought[other] for other in (b, a))
    utility = 2 * to_a * to_b / (to_a + to_b)
    quota = random.integers(1, 9, n)
    return PairingProblem(
        a=a,
        b=b,
        utility=np.round(4 * utility) / 4 if shape.grades else utility,
        quota=quota,
        capacity=int(quota.sum()) // (2 if shape.roomy else 4),
        side=np.arange(n) // (n // 2) if shape.sides else None,
    )


def by_highs(problem: PairingProblem, minimum: int, limit_s: float) -> float | None:
    """The best utility with a given minimum; None where time ran out before it was proved."""
    m, n = len(problem.a), len(problem.quota)
    ends = (np.concatenate([problem.a, problem.b]), np.tile(np.arange(m), 2))
    degree = csr_array((np.ones(2 * m), ends), (n, m))
    own = np.minimum(problem.quota, problem.degrees(np.ones(m, np.bool_)))
    answer = milp(
        -problem.utility,
        constraints=LinearConstraint(
            vstack([degree, csr_array(np.ones((1, m)))]),
            np.append(np.minimum(own, minimum), 0),
            np.append(own, problem.capacity),
        ),
        bounds=Bounds(0, 1),
        integrality=np.full(m, problem.side is None),
        options={"mip_rel_gap": 0.0, "time_limit": limit_s},
    )
    return -float(answer.fun) if answer.status == 0 else None


def compared(ours: float, theirs: float | None) -> set[str]:
    """What there is to say of an event, if anything."""
    if theirs is None:
        return {"HiGHS ran out of time on some"}
    return set() if abs(ours - theirs) < 1e-5 * max(1.0, theirs) else {f"answers differ: {ours:.6f}, {theirs:.6f}"}


if __name__ == "__main__":
    main()
