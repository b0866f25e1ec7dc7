"""What is to be drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Plot:
    """Lines by name over one pair of axes, both logarithmic where `log`."""

    title: str
    x: str
    y: str
    lines: Mapping[str, Sequence[Point]]
    log: bool = True
