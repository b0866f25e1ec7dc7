"""Subgraphs as circulations with lower bounds: exact where there are two sides, a bound where there are not.

Without sides every vertex is doubled and every edge {a, b} becomes a → b' and b → a': the mean of the two is a best
half-integral choice, the optimum of the linear relaxation (Balinski, 1965). A circulation with lower bounds becomes a
flow of supplies and demands (Ahuja, Magnanti and Orlin, Network Flows, 1993, section 6.7).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ortools.graph.python.max_flow import SimpleMaxFlow
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from matcher.scheduling.pairs.problem import Floats, Ints
from matcher.scheduling.pairs.subgraph import SubgraphProblem

SCALE = 10**9
"""Gains are rounded to integers after this factor; costs stay in the solver's range with 200,000 participants."""


@dataclass(frozen=True, slots=True, eq=False)
class _Network:
    """Arcs, edges first, each with `low` to `high` units of flow; supply: what the lower bounds leave at each node."""

    tail: Ints
    head: Ints
    low: Ints
    high: Ints
    cost: Floats

    @property
    def supply(self) -> Ints:
        nodes = int(self.tail.max()) + 1
        supply: Ints = np.zeros(nodes, np.int64)
        np.add.at(supply, self.head, self.low)
        np.subtract.at(supply, self.tail, self.low)
        return supply


def is_feasible(problem: SubgraphProblem) -> bool:
    """Whether the bounds of degrees and size can be kept, by halves of edges where there are no sides."""
    network = _network(problem)
    supply = network.supply
    source, sink = len(supply), len(supply) + 1
    gives, takes = np.flatnonzero(supply > 0), np.flatnonzero(supply < 0)
    flow = SimpleMaxFlow()
    flow.add_arcs_with_capacity(network.tail, network.head, network.high - network.low)
    flow.add_arcs_with_capacity(np.full(len(gives), source), gives, supply[gives])
    flow.add_arcs_with_capacity(takes, np.full(len(takes), sink), -supply[takes])
    if not len(gives):
        return True
    status = flow.solve(source, sink)
    if status != flow.OPTIMAL:
        raise RuntimeError(f"The maximum flow ended with {status}.")
    return bool(flow.optimal_flow() == supply[gives].sum())


def heaviest_flow(problem: SubgraphProblem) -> Floats | None:
    """How much of each edge to choose, float64 (m,), whole with sides and in halves without; None if there is none.

    Gains count to 1 / SCALE.
    """
    network = _network(problem)
    flow = SimpleMinCostFlow()
    cost = np.rint(network.cost * SCALE).astype(np.int64)
    flow.add_arcs_with_capacity_and_unit_cost(network.tail, network.head, network.high - network.low, cost)
    supply = network.supply
    flow.set_nodes_supplies(np.arange(len(supply)), supply)
    status = flow.solve()
    if status == flow.INFEASIBLE:
        return None
    if status != flow.OPTIMAL:
        raise RuntimeError(f"The flow of least cost ended with {status}.")
    times = 2 if problem.host is None else 1
    units: Ints = flow.flows(np.arange(times * len(problem.a)))
    amounts: Floats = units.reshape(times, len(problem.a)).sum(axis=0) / times
    return amounts


def _network(problem: SubgraphProblem) -> _Network:
    """Source → a vertex → its edges' other ends → sink → source, which carries as much as the whole choice."""
    n, m = len(problem.upper), len(problem.a)
    source, sink = 2 * n, 2 * n + 1
    units = problem.units
    if problem.host is None:
        tail, head, times = np.concatenate([problem.a, problem.b]), np.concatenate([problem.b, problem.a]), 2
        giving = taking = np.ones(len(units.vertex), np.bool_)
    else:
        tail, head, times = problem.a, problem.b, 1
        giving = problem.host[units.vertex]
        taking = ~giving
    whole = np.ones(times * m, np.int64)
    return _Network(
        tail=np.concatenate([tail, np.full(giving.sum(), source), n + units.vertex[taking], [sink]]),
        head=np.concatenate([n + head, units.vertex[giving], np.full(taking.sum(), sink), [source]]),
        low=np.concatenate([0 * whole, units.low[giving], units.low[taking], [0]]),
        high=np.concatenate([whole, units.high[giving], units.high[taking], [times * problem.capacity]]),
        cost=np.concatenate([np.tile(-problem.gain, times), units.cost[giving], units.cost[taking], [0.0]]),
    )
