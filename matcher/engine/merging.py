"""When segments of a market are laid together."""

from __future__ import annotations

from matcher.engine.market import SEALED, Market

STEP = 8
"""A segment of more should be laid together with the one before it when that one is not so many times as large."""


def due(market: Market) -> slice | None:
    """Segments that should be laid together, or one that should be without its dead; None where all is well."""
    sizes = [len(segment) for segment in market.segments]
    for place in range(len(sizes) - 1, -1, -1):
        here = market.live[market.offsets[place] : market.offsets[place + 1]]
        if sizes[place] >= SEALED and 2 * int(here.sum()) < len(here):
            return slice(place, place + 1)
        if place and sizes[place] >= SEALED and sizes[place - 1] < STEP * sizes[place]:
            return slice(place - 1, place + 1)
    return None
