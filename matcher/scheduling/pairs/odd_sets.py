"""Odd sets: inequalities that hold for every choice of whole edges, and that a choice of halves breaks.

Take a set W of vertices and edges F that leave it. Half the sum of the bounds of W's degrees and of F's edges bounds a
number of whole edges, so that where the sum is odd it may be rounded down: Edmonds' blossom inequalities, for bounds
from above and from below. One is broken where the slacks of all that was summed add up to less than 1. Sets are looked
for where Grötschel and Holland (Solving matching problems with linear programming, 1985) do, in the connected parts of
the fractional edges, and beyond: along edges of small reduced cost, over which a fraction may move. What sides of
bounds and which F break an inequality most is settled as by Letchford, Reinelt and Theis (Odd minimum cut sets and
b-matchings revisited, 2008).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from matcher.scheduling.pairs.problem import Bools, Floats, Ints
from matcher.scheduling.pairs.subgraph import SubgraphProblem

FRACTION = 1e-6
"""A value further than this from a whole number is fractional."""

REACHES = (-1.0, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, np.inf)
"""Largest reduced costs of the edges along which sets grow; below 0 there are only the fractional edges."""

Inequality = tuple[Floats, float]
"""Coefficients of the edges, float64 (m,), and the bound of their sum from above."""


def has_odd_part(problem: SubgraphProblem) -> bool:
    """Whether in a connected part of the graph every degree is settled, and their sum odd, which whole edges bar."""
    n = len(problem.upper)
    links = coo_array((np.ones(len(problem.a)), (problem.a, problem.b)), (n, n))
    count, part = connected_components(links, directed=False)
    open_ = np.bincount(part, problem.upper > problem.lower, count) > 0
    return bool((~open_ & (np.bincount(part, problem.upper, count) % 2 == 1)).any())


def broken_inequalities(problem: SubgraphProblem, amount: Floats, price: Floats) -> Iterator[Inequality]:
    """Odd-set inequalities that a choice in parts breaks.

    amount: float64 (m,) in [0, 1], how much of each edge is chosen; price: float64 (m,), the edges' reduced costs.
    """
    n = len(problem.upper)
    fractional = np.minimum(amount, 1 - amount) > FRACTION
    degree = (np.bincount(problem.a, amount, n) + np.bincount(problem.b, amount, n)).astype(np.float64)
    tight = np.minimum(problem.upper - degree, degree - problem.lower) < FRACTION
    within = tight[problem.a] & tight[problem.b]
    seen = set()
    for reach in REACHES:
        linked = fractional | (within & (np.abs(price) <= reach))
        links = coo_array((np.ones(linked.sum()), (problem.a[linked], problem.b[linked])), (n, n))
        part = connected_components(links, directed=False)[1]
        for name in np.unique(part[problem.a[fractional]]):
            members = part == name
            if (key := members.tobytes()) not in seen:
                seen.add(key)
                yield from _inequality(problem, amount, degree, members)


def _inequality(problem: SubgraphProblem, amount: Floats, degree: Floats, members: Bools) -> Iterator[Inequality]:
    """The inequality of a set of vertices, bool (n,), that is broken most, if one is."""
    a, b, lower, upper = problem.a, problem.b, problem.lower, problem.upper
    above, below = upper - degree, degree - lower
    sign: Ints = np.where(members, np.where(above <= below, 1, -1), 0)
    leaving = members[a] != members[b]
    rounded = leaving & (amount > 0.5)
    slack = np.minimum(above, below)[members].sum() + np.minimum(amount, 1 - amount)[leaving].sum()
    if _bound(problem, sign, rounded) % 2 == 0:
        edge_costs = np.where(leaving, np.abs(1 - 2 * amount), np.inf)
        side_costs = np.where(members & ((upper - lower) % 2 == 1), np.abs(above - below), np.inf)
        edge, vertex = int(edge_costs.argmin()), int(side_costs.argmin())
        slack += min(edge_costs[edge], side_costs[vertex])
        if edge_costs[edge] <= side_costs[vertex]:
            rounded[edge] = ~rounded[edge]
        else:
            sign[vertex] = -sign[vertex]
    if slack < 1 - FRACTION:
        doubled = sign[a] + sign[b] + np.where(leaving, np.where(rounded, 1, -1), 0)
        yield doubled / 2, (_bound(problem, sign, rounded) - 1) / 2


def _bound(problem: SubgraphProblem, sign: Ints, rounded: Bools) -> int:
    """The sum of the bounds: upper where the sign is 1, lower taken off where it is −1, 1 for each edge of F."""
    return int(problem.upper[sign > 0].sum() - problem.lower[sign < 0].sum() + rounded.sum())
