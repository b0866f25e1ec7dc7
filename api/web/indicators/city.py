"""The map of the city with as much colour in a neighbourhood as it has profiles."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from matcher.insights.districts import Level
from matcher.insights.presence import Presence
from matcher.lexicon.gazetteer.city_map import CityMap, Shape

SHADES = 4
"""Shades of colour beside none at all."""


@dataclass(frozen=True, slots=True)
class ColouredShape:
    """A neighbourhood with its profiles, and its shade from 0 for none of them."""

    shape: Shape
    profiles: int
    shade: int


@dataclass(frozen=True, slots=True)
class Shade:
    """What a shade stands for: from `least` to `most` profiles."""

    number: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class DistrictMap:
    """A map to be drawn: neighbourhoods in colour, and the outlines of the Municipi."""

    width: int
    height: int
    shapes: tuple[ColouredShape, ...]
    municipi: tuple[Shape, ...]
    shades: tuple[Shade, ...]


def colour_districts(presence: Presence, drawn: CityMap) -> DistrictMap:
    """Colour the map."""
    counts = {one.district.id: one.profiles for one in presence.by_district if one.district.level is Level.NIL}
    shown = {number: counts.get(number, 0) for number in drawn.nils}
    tops = shade_tops(max(shown.values(), default=0))
    return DistrictMap(
        width=drawn.width,
        height=drawn.height,
        shapes=tuple(
            ColouredShape(shape, shown[number], bisect_left(tops, shown[number]))
            for number, shape in sorted(drawn.nils.items())
        ),
        municipi=tuple(shape for _, shape in sorted(drawn.municipi.items())),
        shades=tuple(Shade(place, low, top) for place, (low, top) in enumerate(_ranges(tops))),
    )


def shade_tops(most: int) -> list[int]:
    """The most profiles of each shade, ascending: 0 first, then at most `SHADES` more.

    Each shade reaches as many times further as the one before: a few neighbourhoods have most of the profiles, and
    equal steps would leave all the others alike.
    """
    tops = (math.ceil(most ** (part / SHADES) - 1e-9) for part in range(1, SHADES + 1) if most)
    return [0, *dict.fromkeys(tops)]


def _ranges(tops: Sequence[int]) -> list[tuple[int, int]]:
    return list(zip([0, *(top + 1 for top in tops)], tops, strict=False))
