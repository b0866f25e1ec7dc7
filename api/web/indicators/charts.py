"""Sizes of charts, worked out before they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 1000
"""Units across a chart that is one bar or one line."""
HEIGHT = 100
"""Units from 0 to 1 on a line."""
FEWEST = 3
"""Events below which there is no line to speak of."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar of `WIDTH` units: where it starts and how wide it is, with its share in [0, 1] of the whole."""

    label: str
    value: int
    share: float
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Evolution:
    """Shares in time as the points of a line in a box of `WIDTH` by `HEIGHT`, the first and the last told too."""

    points: str
    first: float
    last: float


def in_parts(counts: Sequence[tuple[str, int]]) -> tuple[Segment, ...]:
    """Labelled counts as the parts of one bar, in their order; nothing where all of them are 0."""
    total = sum(count for _, count in counts)
    if total == 0:
        return ()
    made: list[Segment] = []
    before = 0
    for label, count in counts:
        ends = [round(WIDTH * place / total, 1) for place in (before, before + count)]
        made.append(Segment(label, count, count / total, ends[0], round(ends[1] - ends[0], 1)))
        before += count
    return tuple(made)


def evolution(shares: Sequence[float]) -> Evolution | None:
    """Shares in [0, 1] in the order of time as a line; None for too few."""
    if len(shares) < FEWEST:
        return None
    step = WIDTH / (len(shares) - 1)
    points = " ".join(f"{place * step:.1f},{HEIGHT * (1 - one):.1f}" for place, one in enumerate(shares))
    return Evolution(points, shares[0], shares[-1])
