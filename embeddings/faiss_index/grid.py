"""Rows within a distance, found through cells of a grid instead of a look at each point."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Ids
from embeddings.great_circle import EARTH_RADIUS_KM, great_circle_km
from embeddings.index import Radius

Points = NDArray[np.float64]
"""Latitude and longitude of each row in radians, float64 (n, 2), NaN where a row has no point."""

CELL = np.radians(0.005)
"""The side of a cell: half a kilometre of latitude."""

ACROSS = 1 << 20
"""More cells than lie around the Earth."""

SLACK = 1e-9
"""Distances are widened by this share, so that rounding cannot cost a row that lies on the circle."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The first `size` rows by cell: cell c has the `rows` from `starts[c]` to `starts[c + 1]`."""

    size: int
    rows: NDArray[np.int32]
    starts: Ids
    lats: Points
    lons: Points

    @classmethod
    def of(cls, points: Points) -> Grid:
        """Sort the rows that have a point into cells, from south to north."""
        rows = np.flatnonzero(~np.isnan(points[:, 0]))
        across = np.floor(points[rows] / CELL).astype(np.int64)
        keys = across[:, 0] * ACROSS + across[:, 1]
        order = np.argsort(keys, kind="stable")
        ordered = keys[order]
        firsts = np.flatnonzero(np.diff(ordered, prepend=ordered[:1] - 1))
        corners = across[order[firsts]]
        return cls(
            size=len(points),
            rows=rows[order].astype(np.int32),
            starts=np.append(firsts, len(rows)),
            lats=(corners[:, 0] + 0.5) * CELL,
            lons=(corners[:, 1] + 0.5) * CELL,
        )

    def within(self, radius: Radius, points: Points) -> Ids:
        """The rows in the circle, in no order: cells wholly inside it are taken whole, those across it row by row."""
        low, high = self._band(radius)
        centres = great_circle_km(
            np.radians(radius.lat), np.radians(radius.lon), self.lats[low:high], self.lons[low:high]
        )
        # From a cell's centre to its farthest point: along the meridian, then along the longest of its parallels.
        longest = np.cos(np.maximum(np.abs(self.lats[low:high]) - CELL / 2, 0))
        reach = EARTH_RADIUS_KM * CELL / 2 * (1 + longest)
        whole = centres + reach <= radius.km * (1 - SLACK)
        partly = ~whole & (centres - reach <= radius.km * (1 + SLACK))
        inside, unsure = (self._rows_of(np.flatnonzero(cells) + low) for cells in (whole, partly))
        return np.concatenate([inside, unsure[within(radius, points[unsure])]])

    def _band(self, radius: Radius) -> tuple[int, int]:
        """The cells, as a range, whose latitudes the circle may touch."""
        reach = abs(radius.km) * (1 + SLACK) / EARTH_RADIUS_KM + CELL
        middle = np.radians(radius.lat)
        low, high = np.searchsorted(self.lats, [middle - reach, middle + reach])
        return int(low), int(high)

    def _rows_of(self, cells: Ids) -> Ids:
        starts, counts = self.starts[cells], self.starts[cells + 1] - self.starts[cells]
        ends = np.cumsum(counts)
        places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - ends + counts, counts)
        rows: Ids = self.rows[places].astype(np.int64)
        return rows


def within(radius: Radius, points: Points) -> NDArray[np.bool_]:
    """Whether each of `points` (n, 2) lies in the circle: bool (n,); a band of latitudes spares most of the sines."""
    inside: NDArray[np.bool_] = np.abs(points[:, 0] - np.radians(radius.lat)) * EARTH_RADIUS_KM <= radius.km * (
        1 + SLACK
    )
    near = points[inside]
    km = great_circle_km(np.radians(radius.lat), np.radians(radius.lon), near[:, 0], near[:, 1])
    inside[inside] = km <= radius.km
    return inside
