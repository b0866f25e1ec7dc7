"""In which order to hold rounds that are settled: nobody's meetings change, only how long people wait between them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def order_rounds(a: Ints, b: Ints, n: int, colour: Ints) -> Ints:
    """Renumber the rounds of m meetings so that there are few breaks, int64 (m,) from 0 without gaps.

    A person is idle or busy in each round, and twice the blocks of busy rounds are the changes from one to the other
    on a tour that starts and ends idle: fewest breaks are a shortest tour through the rounds and an empty one, which
    2-opt (Croes 1958) approaches.
    """
    used, colour = np.unique(colour, return_inverse=True)
    busy = np.zeros((len(used) + 1, n), np.float32)
    busy[colour + 1, a] = busy[colour + 1, b] = 1
    total = busy.sum(1)
    distance = total[:, None] + total[None, :] - 2 * (busy @ busy.T)
    place = np.empty(len(used) + 1, np.int64)
    place[_two_opt(distance.astype(np.int64))] = np.arange(len(used) + 1)
    return place[colour + 1] - 1


def _two_opt(distance: Ints) -> Ints:
    """The tour from city 0 in the order given, reversed in stretches while that shortens it, int64 (cities,)."""
    cities = len(distance)
    tour = np.arange(cities)
    first, last = np.triu_indices(cities, k=1)
    first, last = first[first > 0], last[first > 0]
    while len(first):
        before, start, end, after = tour[first - 1], tour[first], tour[last], tour[(last + 1) % cities]
        saved = distance[before, start] + distance[end, after] - distance[before, end] - distance[start, after]
        best = int(saved.argmax())
        if saved[best] <= 0:
            break
        stretch = slice(first[best], last[best] + 1)
        tour[stretch] = tour[stretch][::-1].copy()
    return tour
