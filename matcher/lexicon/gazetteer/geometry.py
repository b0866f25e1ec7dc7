"""Point in polygon over many points and areas at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

OUTSIDE = -1
_CELLS_AT_ONCE = 1 << 21


class Outlines:
    """Areas on the map by id, each made of rings; a hole is a ring inside another.

    A ring is float64 (v, 2), longitude and latitude in degrees, its last vertex equal to its first. Areas that share a
    border share its vertices, so that a point near it falls in exactly one of them.
    """

    def __init__(self, areas: Mapping[int, Sequence[Floats]]) -> None:
        self.ids = np.fromiter(areas, np.int64, len(areas))
        self._edges = [_edges(rings) for rings in areas.values()]
        self._boxes = np.array([_box(rings) for rings in areas.values()]).reshape(-1, 4)

    def __len__(self) -> int:
        return len(self.ids)

    def locate(self, lat: Floats, lon: Floats) -> Ids:
        """The id of the area around each point, int64 (n,); OUTSIDE where there is none or a coordinate is NaN.

        `lat` and `lon` are float64 (n,), degrees. A point on a border belongs to one side of it.
        """
        found = np.full(len(lat), OUTSIDE, np.int64)
        west, south, east, north = self._boxes.T[:, :, None]
        rows = max(1, _CELLS_AT_ONCE // max(1, len(self)))
        for start in range(0, len(lat), rows):
            part = slice(start, start + rows)
            x, y = lon[part], lat[part]
            near = (west <= x) & (x <= east) & (south <= y) & (y <= north)
            for area in np.flatnonzero(near.any(axis=1)):
                candidates = np.flatnonzero(near[area])
                inside = _inside(self._edges[area], x[candidates], y[candidates])
                found[start + candidates[inside]] = self.ids[area]
        return found


def rings_of(geometry: Mapping[str, Any]) -> list[Floats]:
    """The rings of a GeoJSON Polygon or MultiPolygon.

    Raises:
        ValueError: the geometry is of another type, or a ring is no closed list of positions.
    """
    if geometry["type"] not in {"Polygon", "MultiPolygon"}:
        raise ValueError(f"a geometry of type {geometry['type']}, where Polygon or MultiPolygon is expected")
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    rings = [np.array(ring, np.float64) for polygon in polygons for ring in polygon]
    for ring in rings:
        if ring.ndim != 2 or ring.shape[1] != 2 or len(ring) < 4 or not np.array_equal(ring[0], ring[-1]):
            raise ValueError("a ring that is not closed; repeat its first position at its end")
    return rings


def _edges(rings: Sequence[Floats]) -> Floats:
    """Edges (e, 4) as x1, y1, x2, y2 with y1 < y2: two areas compute a shared border alike, to the last bit."""
    edges: Floats = np.concatenate([np.hstack([ring[:-1], ring[1:]]) for ring in rings])
    edges = edges[edges[:, 1] != edges[:, 3]]
    downward = edges[:, 1] > edges[:, 3]
    edges[downward] = edges[downward][:, [2, 3, 0, 1]]
    return edges


def _box(rings: Sequence[Floats]) -> Floats:
    vertices = np.concatenate(rings)
    return np.concatenate([vertices.min(axis=0), vertices.max(axis=0)])


def _inside(edges: Floats, x: Floats, y: Floats) -> Bools:
    """Whether a ray eastward from each point crosses the outline an odd number of times."""
    inside = np.empty(len(x), np.bool_)
    x1, y1, x2, y2 = edges.T
    slope = (x2 - x1) / (y2 - y1)
    rows = max(1, _CELLS_AT_ONCE // len(edges))
    for start in range(0, len(x), rows):
        px, py = x[start : start + rows, None], y[start : start + rows, None]
        crossed = (y1 <= py) & (py < y2) & (px < x1 + (py - y1) * slope)
        inside[start : start + rows] = crossed.sum(axis=1) % 2 == 1
    return inside
