"""The districts drawn flat: outlines as SVG paths on one grid."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.errors import InvalidInput
from matcher.lexicon.gazetteer.districts import Municipio, Nil
from matcher.lexicon.gazetteer.geometry import Floats, rings_of

DRAWING = "drawing.json"
WIDTH = 1000
"""Units across the city: on Milan's 19 km a unit is 19 m, less than the outlines themselves are off."""

Grid = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Shape:
    """A district on the map: its SVG path, to be filled by the even-odd rule, and a point inside it for a label.

    `box` holds it: left, top, width and height.
    """

    id: int
    name: str
    path: str
    x: int
    y: int
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class CityMap:
    """Every district as a shape in a box of `width` by `height` units, x to the east and y to the south.

    Distances are true in all directions. Districts that share a border share the units on it, so no gap opens.
    """

    width: int
    height: int
    nils: Mapping[int, Shape]
    municipi: Mapping[int, Shape]


@dataclass(frozen=True, slots=True)
class _Projection:
    """Degrees to units: a cylinder that touches the Earth along the city's middle latitude."""

    west: float
    north: float
    scale: tuple[float, float]

    @classmethod
    def over(cls, degrees: Floats) -> _Projection:
        (west, south), (east, north) = degrees.min(axis=0), degrees.max(axis=0)
        across = WIDTH / (east - west)
        return cls(west, north, (across, across / np.cos(np.radians((south + north) / 2))))

    def grid(self, degrees: Floats) -> Grid:
        offset = (degrees - (self.west, self.north)) * self.scale
        return np.rint(offset * (1, -1)).astype(np.int64)


def draw_map(drawing: str, nils: Mapping[int, Nil], municipi: Mapping[int, Municipio]) -> CityMap:
    """Project a GeoJSON FeatureCollection whose features have `level` and `id` as properties.

    Raises:
        InvalidInput: it is not such a collection, or draws a district that the tables do not list.
    """
    known: dict[str, Mapping[int, Nil | Municipio]] = {"nil": nils, "municipio": municipi}
    try:
        features = [
            (feature["properties"]["level"], feature["properties"]["id"], rings_of(feature["geometry"]))
            for feature in json.loads(drawing)["features"]
        ]
        named = [(level, known[level][district], rings) for level, district, rings in features]
        projection = _Projection.over(np.concatenate([ring for _, _, rings in named for ring in rings]))
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInput(
            f"{DRAWING} is not GeoJSON of polygons with a level (nil, municipio) and an id that its table lists each: "
            f"{error}. Mend the file, or leave it out: there is no map then.",
            file=DRAWING,
        ) from error
    shapes: dict[str, dict[int, Shape]] = {"nil": {}, "municipio": {}}
    height = 0
    for level, district, rings in named:
        units = [projection.grid(ring) for ring in rings]
        height = max(height, *(int(ring[:, 1].max()) for ring in units))
        shapes[level][district.id] = _shape(district, units, projection)
    return CityMap(WIDTH, height, shapes["nil"], shapes["municipio"])


def _shape(district: Nil | Municipio, rings: Sequence[Grid], projection: _Projection) -> Shape:
    x, y = projection.grid(np.array([[district.centroid.lon, district.centroid.lat]]))[0].tolist()
    corners = np.concatenate(rings)
    left, top = corners.min(axis=0).tolist()
    width, height = np.ptp(corners, axis=0).tolist()
    return Shape(district.id, district.name, "".join(map(_ring_path, rings)), x, y, (left, top, width, height))


def _ring_path(ring: Grid) -> str:
    """A closed ring as a move and relative lines; nothing of a ring that is too small to have an area."""
    corners = _corners(ring[:-1])
    if len(corners) < 3:
        return ""
    return f"M{_numbers(corners[0])}l{_numbers(np.diff(corners, axis=0).ravel())}z"


def _corners(ring: Grid) -> Grid:
    """The vertices where the ring turns: a repeated one, or one on the line between its neighbours, draws nothing."""
    while len(ring) > 2:
        ring = ring[(ring != np.roll(ring, 1, axis=0)).any(axis=1)]
        before, after = ring - np.roll(ring, 1, axis=0), np.roll(ring, -1, axis=0) - ring
        turns = before[:, 0] * after[:, 1] != before[:, 1] * after[:, 0]
        if turns.all():
            break
        ring = ring[turns]
    return ring


def _numbers(units: Grid) -> str:
    """Numbers as SVG reads them: a minus parts two as well as a space does, and is needed anyway."""
    return " ".join(map(str, units.tolist())).replace(" -", "-")
