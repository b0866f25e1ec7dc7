"""Which rows pass a condition, exactly: sets of rows per facet value, and great-circle distances."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from embeddings.bitsets import EMPTY, Bits, difference, intersection, to_rows, union, with_rows
from embeddings.great_circle import EARTH_RADIUS_KM, great_circle_km
from embeddings.index import Clause, Radius, Where

FacetRows = Mapping[tuple[str, str], Bits]
"""The rows that have a value of a facet, by (field, value)."""

Points = NDArray[np.float64]
"""Latitude and longitude of each row in radians, float64 (n, 2), NaN where a row has no point."""

BAND_SLACK = 1e-9
"""Widens the band of latitudes by a share, so that rounding cannot cost a row that lies on the circle."""


def passing(where: Where, live: Bits, facets: FacetRows, points: Points) -> Bits:
    """The live rows that meet every condition."""
    bits = live
    for clause in where.clauses:
        bits = _holding(clause, bits, facets)
    if where.radius is not None:
        rows = to_rows(bits)
        bits = with_rows(EMPTY, rows[_within(where.radius, points[rows])])
    return bits


def _holding(clause: Clause, bits: Bits, facets: FacetRows) -> Bits:
    for value in clause.all:
        bits = intersection(bits, facets.get((clause.field, value), EMPTY))
    if clause.any:
        bits = intersection(bits, union(facets.get((clause.field, value), EMPTY) for value in clause.any))
    for value in clause.none:
        bits = difference(bits, facets.get((clause.field, value), EMPTY))
    return bits


def _within(radius: Radius, points: Points) -> NDArray[np.bool_]:
    """Whether each of `points` (n, 2) lies in the circle: bool (n,); a band of latitudes spares most of the sines."""
    inside: NDArray[np.bool_] = np.abs(points[:, 0] - np.radians(radius.lat)) * EARTH_RADIUS_KM <= radius.km * (
        1 + BAND_SLACK
    )
    near = points[inside]
    km = great_circle_km(np.radians(radius.lat), np.radians(radius.lon), near[:, 0], near[:, 1])
    inside[inside] = km <= radius.km
    return inside
