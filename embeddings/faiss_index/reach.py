"""How far a search must look to find the nearest rows, measured on the collection itself."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from embeddings.arrays import Ids, Matrix

RANKS = (10, 32, 100, 320, 1_000)
"""The numbers of nearest rows for which it is measured; between them it is a power of the number, and so beyond."""

IN_LISTS, BY_CODES = 0.999, 0.998
"""The share of the nearest rows that must be in the lists read, which costs little, and among the codes looked at."""

QUERIES = 100
ALIKE = 0.98
"""Rows that score more are the query told again, which any search finds: they don't count as neighbours."""

Curve = tuple[float, ...]
"""One number for each of RANKS."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The best `lists`, and the best `codes`, among which nearly all of so many nearest rows are, for each of RANKS."""

    lists: Curve
    codes: Curve

    def lists_for(self, neighbours: float) -> float:
        """How many lists hold so many nearest rows."""
        return _at(self.lists, neighbours)

    def codes_for(self, neighbours: float) -> float:
        """How many rows with the best codes hold so many nearest rows."""
        return _at(self.codes, neighbours)


def nearest(queries: Matrix, blocks: Iterable[Matrix]) -> Ids:
    """The rows nearest to each query (q, dim) that are not alike, best first, up to the last of RANKS: int64 (q, n)."""
    most, first = RANKS[-1], 0
    scores, rows = np.empty((len(queries), 0), np.float32), np.empty((len(queries), 0), np.int64)
    for block in blocks:
        products = queries @ block.T
        products[products > ALIKE] = -np.inf
        here = np.argpartition(-products, min(most, len(block) - 1), axis=1)[:, :most]
        scores = np.concatenate([scores, np.take_along_axis(products, here, axis=1)], axis=1)
        rows = np.concatenate([rows, here + first], axis=1)
        best = np.argsort(-scores, axis=1, kind="stable")[:, :most]
        scores, rows = np.take_along_axis(scores, best, axis=1), np.take_along_axis(rows, best, axis=1)
        first += len(block)
    return rows


def curve(places: Ids, share: float) -> Curve:
    """For each of RANKS the smallest number of places that holds a share of so many neighbours.

    places: int64 (q, n), at which place a search that goes on would come upon each neighbour, best neighbour first.
    """
    return tuple(float(np.quantile(places[:, :rank], share, method="inverted_cdf")) + 1 for rank in RANKS)


def places_among(neighbours: Ids, order: Ids) -> Ids:
    """Where each row of one query (n,) stands in an order (m,): int64 (n,), m for those that are not in it."""
    by_row = np.argsort(order, kind="stable")
    found = by_row[np.minimum(order.searchsorted(neighbours, sorter=by_row), len(order) - 1)]
    return np.where(order[found] == neighbours, found, len(order))


def _at(values: Curve, neighbours: float) -> float:
    upper = min(max(bisect_left(RANKS, neighbours), 1), len(RANKS) - 1)
    low, high = values[upper - 1], values[upper]
    slope = math.log(high / low) / math.log(RANKS[upper] / RANKS[upper - 1])
    return float(low * (max(neighbours, 1) / RANKS[upper - 1]) ** slope)
