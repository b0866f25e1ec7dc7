"""The heaviest subgraph where everyone may meet everyone, by linear programming with odd sets, and proof.

The relaxation is solved over a core of promising edges that grows by pricing until no edge outside could help, and is
cut by odd sets. What remains fractional goes to branch and bound over the edges of smallest reduced cost: a choice that
differs from the relaxation elsewhere loses at least that edge's reduced cost, so that once the gap is below it the
answer is the best of all (Dantzig, Fulkerson and Johnson, 1954; Applegate et al., The Traveling Salesman Problem, 2006,
section 4.4, for pricing and fixing by reduced costs).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from matcher.errors import Unavailable
from matcher.scheduling.pairs.odd_sets import FRACTION, Inequality, broken_inequalities, has_odd_part
from matcher.scheduling.pairs.problem import Bools, Floats, Ints
from matcher.scheduling.pairs.subgraph import Subgraph, SubgraphProblem

TOLERANCE = 1e-7
"""Of reduced costs and of gaps, as HiGHS has it."""

SPARE = 2
"""The first core holds, of each vertex, this many edges more than may be chosen, and what `start` names."""

NEAR = 0.01
"""With edges that help, those join the core whose reduced cost is this close to helping."""

FREE = 4
"""Branch and bound begins with this many edges of each vertex, those of smallest reduced cost."""

SOLVED, STOPPED, INFEASIBLE = 0, 1, 2
"""Statuses of scipy's solvers."""


@dataclass(frozen=True, slots=True, eq=False)
class _Relaxed:
    """An optimum of the relaxation: amounts and reduced costs of edges, float64 (m,), and its gain."""

    amount: Floats
    price: Floats
    gain: float


class _Relaxation:
    """The linear program over edges and the units of degrees, to which odd sets are added.

    The first n rows say that edges and units make up the same degree, the others are bounds from above.
    """

    def __init__(self, problem: SubgraphProblem) -> None:
        n, m = len(problem.upper), len(problem.a)
        ends = (np.concatenate([problem.a, problem.b]), np.tile(np.arange(m), 2))
        degree = sparse.csc_array((np.ones(2 * m), ends), (n, m))
        self.problem, self.units = problem, problem.units
        self.rows = sparse.csc_array(sparse.vstack([degree, sparse.csc_array(np.ones((1, m)))]))
        self.above = np.append(np.zeros(n), float(problem.capacity))

    def add(self, inequalities: list[Inequality]) -> None:
        odd_sets = sparse.csc_array(np.array([row for row, _ in inequalities]))
        self.rows = sparse.csc_array(sparse.vstack([self.rows, odd_sets]))
        self.above = np.concatenate([self.above, [bound for _, bound in inequalities]])

    @property
    def below(self) -> Floats:
        return np.where(np.arange(len(self.above)) < len(self.problem.upper), 0.0, -np.inf)

    def over(self, edges: Ints) -> sparse.csr_array:
        """The rows over some edges and all units."""
        units = len(self.units.vertex)
        places = (self.units.vertex, np.arange(units))
        parts = sparse.csc_array((np.full(units, -1.0), places), (len(self.above), units))
        return sparse.csr_array(sparse.hstack([self.rows[:, edges], parts]))

    def costs(self, edges: Ints) -> Floats:
        return np.concatenate([-self.problem.gain[edges], self.units.cost])

    def lowest(self, edges: Bools) -> Floats:
        """Least values, 1 for the edges given by a mask that are settled."""
        return np.concatenate([edges, self.units.low]).astype(np.float64)

    def highest(self, edges: Ints) -> Floats:
        return np.concatenate([np.ones(len(edges)), self.units.high])

    def solve(self, core: Bools) -> _Relaxed | None:
        """The optimum over the edges of a core, bool (m,); None if there is none."""
        n, edges = len(self.problem.upper), np.flatnonzero(core)
        rows = self.over(edges)
        answer = linprog(  # type: ignore[call-overload]  # takes sparse rows
            self.costs(edges),
            A_ub=rows[n:],
            b_ub=self.above[n:],
            A_eq=rows[:n],
            b_eq=self.above[:n],
            bounds=np.column_stack([self.lowest(np.zeros(len(edges), np.bool_)), self.highest(edges)]),
            method="highs-ds",
        )
        if answer.status == INFEASIBLE:
            return None
        if answer.status != SOLVED:
            raise RuntimeError(f"The linear program ended with: {answer.message}")
        amount = np.zeros(len(core))
        amount[edges] = answer.x[: len(edges)]
        marginals = np.concatenate([answer.eqlin.marginals, answer.ineqlin.marginals])
        return _Relaxed(amount, self.problem.gain + self.rows.T @ marginals, -float(answer.fun))


def heaviest_subgraph(problem: SubgraphProblem, start: Bools, time_limit_s: float) -> Subgraph | None:
    """The best choice of whole edges, None if there is none.

    start: bool (m,), edges with which the bounds can be kept at least in parts. The limit is that of branch and bound,
    which few problems reach; where it strikes, the bound says how far from the best the answer may be.

    Raises:
        Unavailable: branch and bound found no choice within the limit.
    """
    if has_odd_part(problem):
        return None
    relaxation = _Relaxation(problem)
    core = start | _best_of_each(problem, problem.gain, problem.upper + SPARE)
    before = np.inf
    while True:
        relaxed = relaxation.solve(core)
        if relaxed is None:
            if core.all():
                return None
            core[:] = True
        elif ((relaxed.price > TOLERANCE) & ~core).any():
            core |= relaxed.price > -NEAR
        else:
            broken = list(broken_inequalities(problem, relaxed.amount, relaxed.price))
            if not broken or relaxed.gain > before - TOLERANCE:
                return _whole(relaxation, relaxed, time_limit_s)
            relaxation.add(broken)
            before = relaxed.gain


def _best_of_each(problem: SubgraphProblem, worth: Floats, count: Ints) -> Bools:
    """The edges of greatest worth, float64 (m,), of each vertex: `count`, int64 (n,), where it is a, again where b."""
    best = np.zeros(len(problem.a), np.bool_)
    for end in (problem.a, problem.b):
        order = np.lexsort((-worth, end))
        place = np.arange(len(order)) - np.searchsorted(end[order], end[order])
        best[order[place < count[end[order]]]] = True
    return best


def _whole(relaxation: _Relaxation, relaxed: _Relaxed, time_limit_s: float) -> Subgraph | None:
    """The best whole choice, by branch and bound over as many edges as the gap leaves open."""
    fractional = np.minimum(relaxed.amount, 1 - relaxed.amount) > FRACTION
    if not fractional.any():
        return Subgraph(relaxed.amount > 0.5, relaxed.gain)
    problem, distance = relaxation.problem, np.abs(relaxed.price)
    free = fractional | _best_of_each(problem, -distance, np.full_like(problem.upper, FREE))
    while True:
        edges = np.flatnonzero(free | (relaxed.amount > 0.5))
        answer = milp(
            relaxation.costs(edges),
            constraints=LinearConstraint(relaxation.over(edges), relaxation.below, relaxation.above),
            bounds=Bounds(relaxation.lowest(~free[edges]), relaxation.highest(edges)),
            integrality=np.concatenate([np.ones(len(edges)), np.zeros(len(relaxation.units.vertex))]),
            options={"mip_rel_gap": 0.0, "time_limit": time_limit_s},
        )
        if answer.status == INFEASIBLE and free.all():
            return None
        if answer.status == INFEASIBLE:
            free[:] = True
            continue
        if answer.x is None:
            raise Unavailable(
                f"No choice of pairs was found in {time_limit_s:g} s: allow more time, or fewer candidates."
            )
        chosen = np.zeros(len(free), np.bool_)
        chosen[edges[answer.x[: len(edges)] > 0.5]] = True
        if answer.status == STOPPED:
            return Subgraph(chosen, relaxed.gain)
        gap = relaxed.gain + float(answer.fun)
        if not (~free & (distance < gap - TOLERANCE)).any():
            return Subgraph(chosen, -float(answer.fun))
        free |= distance <= gap
