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
    def steps(self) -> tuple[Ints, Ints, Floats]:
        """Each unit of degree up to the upper bounds: its vertex, its place from 0, its cost; all (Σ upper,)."""
        vertex: Ints = np.repeat(np.arange(len(self.upper)), self.upper)
        place: Ints = np.arange(len(vertex)) - np.repeat(np.cumsum(self.upper) - self.upper, self.upper)
        cost: Floats = self.concavity * (self.held[vertex] + place).astype(np.float64)
        return vertex, place, cost


@dataclass(frozen=True, slots=True, eq=False)
class Subgraph:
    """The edges chosen, bool (m,), and a bound that no choice's gain goes above."""

    chosen: Bools
    bound: float
