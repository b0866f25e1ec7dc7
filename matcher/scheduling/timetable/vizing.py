"""Edge colouring where anyone may meet anyone: fans and alternating paths, one meeting at a time."""

from __future__ import annotations

import random
from collections import deque

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

SHAKES = 1000
"""How often a colouring that is stuck may be shaken; random regular graphs need ten or twenty."""


def colour_edges(a: Ints, b: Ints, n: int, colours: int, seed: int = 0) -> Ints | None:
    """Colours in [0, colours), int64 (m,), so that no two edges at one of n vertices share one; None if none is found.

    Fans as Misra and Gries (1992) turn them; they always succeed in a simple graph with one colour more than its
    largest degree. With fewer, an edge that finds no colour takes one from a neighbour, drawn with `seed`, for a while.
    """
    colouring = _Colouring(a.tolist(), b.tolist(), n, colours)
    waiting = deque(range(len(a)))
    draw = random.Random(seed)  # noqa: S311 -- a search, not a secret
    shakes = SHAKES
    while waiting:
        edge = waiting.popleft()
        if not colouring.insert(edge):
            if not shakes:
                return None
            shakes -= 1
            if (loser := colouring.shake(edge, draw)) != -1:
                waiting.append(loser)
    return np.array(colouring.colour, np.int64)


class _Colouring:
    """A partial proper colouring; `at[vertex][colour]` is the edge that has it there, −1 for none."""

    def __init__(self, a: list[int], b: list[int], n: int, colours: int) -> None:
        self.ends = list(zip(a, b, strict=True))
        self.colour = [-1] * len(a)
        self.at = [[-1] * colours for _ in range(n)]

    def insert(self, edge: int) -> bool:
        """Colour an uncoloured edge, changing others where that helps; False leaves it uncoloured."""
        u, v = self.ends[edge]
        at_u, at_v = self.at[u], self.at[v]
        for colour, (here, there) in enumerate(zip(at_u, at_v, strict=True)):
            if here == there == -1:
                self._paint(edge, colour)
                return True
        return self._turn_fan(u, edge) or self._turn_fan(v, edge)

    def shake(self, edge: int, draw: random.Random) -> int:
        """Exchange colours on a path from one end, colour the edge there, and return the edge that loses its colour."""
        u, v = self.ends[edge] if draw.random() < 0.5 else self.ends[edge][::-1]
        colour = draw.randrange(len(self.at[u]))
        if self.at[u][colour] != -1:
            self._invert(u, colour, self._free(u))
        loser = self.at[v][colour]
        if loser != -1:
            self._clear(loser)
        self._paint(edge, colour)
        return loser

    def _turn_fan(self, hub: int, edge: int) -> bool:
        """Make a colour free at the hub and at a spoke of the fan that starts with the edge, then turn up to there."""
        fan = self._fan(hub, edge)
        free = self._free(hub)
        wanted = self._free(self._other(fan[-1], hub))
        if self.at[hub][wanted] != -1:
            self._invert(hub, wanted, free)
        for length, spoke in enumerate(fan):
            if length and self.at[self._other(fan[length - 1], hub)][self.colour[spoke]] != -1:
                return False
            if self.at[self._other(spoke, hub)][wanted] == -1 and self.at[hub][wanted] == -1:
                self._rotate(fan[: length + 1], wanted)
                return True
        return False

    def _fan(self, hub: int, edge: int) -> list[int]:
        """Edges at the hub, each with a colour free at the far end of the one before; far ends have a free colour."""
        fan, used = [edge], {self._other(edge, hub)}
        growing = True
        while growing:
            growing = False
            last = self.at[self._other(fan[-1], hub)]
            for colour, there in enumerate(last):
                spoke = self.at[hub][colour]
                if there == -1 and spoke != -1 and (end := self._other(spoke, hub)) not in used and -1 in self.at[end]:
                    fan.append(spoke)
                    used.add(end)
                    growing = True
                    break
        return fan

    def _rotate(self, fan: list[int], last: int) -> None:
        """Give each edge the colour of the next one, and the last edge the colour `last`."""
        colours = [*(self.colour[edge] for edge in fan[1:]), last]
        for edge in fan[1:]:
            self._clear(edge)
        for edge, colour in zip(fan, colours, strict=True):
            self._paint(edge, colour)

    def _invert(self, start: int, first: int, second: int) -> None:
        """Exchange two colours on the path from `start`, whose first edge has the colour `first`."""
        path, vertex, colour = [], start, first
        while (edge := self.at[vertex][colour]) != -1:
            path.append(edge)
            vertex, colour = self._other(edge, vertex), first + second - colour
        exchanged = [first + second - self.colour[edge] for edge in path]
        for edge in path:
            self._clear(edge)
        for edge, colour in zip(path, exchanged, strict=True):
            self._paint(edge, colour)

    def _free(self, vertex: int) -> int:
        return self.at[vertex].index(-1)

    def _other(self, edge: int, vertex: int) -> int:
        u, v = self.ends[edge]
        return v if u == vertex else u

    def _paint(self, edge: int, colour: int) -> None:
        u, v = self.ends[edge]
        self.at[u][colour] = self.at[v][colour] = edge
        self.colour[edge] = colour

    def _clear(self, edge: int) -> None:
        u, v = self.ends[edge]
        self.at[u][self.colour[edge]] = self.at[v][self.colour[edge]] = -1
        self.colour[edge] = -1
