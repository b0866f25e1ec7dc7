"""The problem behind a choice of pairs: the heaviest subgraph whose degrees and size keep within bounds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.scheduling.pairs.problem import Bools, Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class SubgraphProblem:
    """Choose among m edges of a graph of n vertices, each at most once, so that their gain is the greatest.

    a, b: int64 (m,), the ends of each edge; gain: float64 (m,). lower, upper: int64 (n,), bounds of the degrees;
    capacity: the most edges. The j-th edge of a vertex, counted from 1 after the `held` edges it has already, int64
    (n,), costs concavity · (held + j − 1). host: bool (n,) where every edge leads from a host to a guest, else None.
    """

    a: Ints
    b: Ints
    gain: Floats
    lower: Ints
    upper: Ints
    held: Ints
    capacity: int
    concavity: float
    host: Bools | None

    @property
    def units(self) -> Units:
        """What makes up the degrees: where further edges cost something one by one, else all of a vertex together."""
        if not self.concavity:
            vertex = np.arange(len(self.upper))
            return Units(vertex, self.lower, self.upper, np.zeros(len(vertex)))
        vertex = np.repeat(np.arange(len(self.upper)), self.upper)
        place = np.arange(len(vertex)) - np.repeat(np.cumsum(self.upper) - self.upper, self.upper)
        low: Ints = (place < self.lower[vertex]).astype(np.int64)
        cost: Floats = self.concavity * (self.held[vertex] + place).astype(np.float64)
        return Units(vertex, low, np.ones_like(low), cost)


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """Parts of degrees: `low` to `high` edges of `vertex`, each at a cost; int64, the cost float64, all (s,)."""

    vertex: Ints
    low: Ints
    high: Ints
    cost: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Subgraph:
    """The edges chosen, bool (m,), and a bound that no choice's gain goes above."""

    chosen: Bools
    bound: float
