"""Distances on the Earth."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

EARTH_RADIUS_KM = 6371.0088
"""The mean radius of the Earth (IUGG)."""

Floats = NDArray[np.float64]


def great_circle_km(lat: float, lon: float, lats: Floats, lons: Floats) -> Floats:
    """Kilometres from one point to n points, all in radians: float64 (n,), NaN where a coordinate is.

    The haversine formula (Sinnott, Sky & Telescope 68, 1984).
    """
    across = np.sin((lats - lat) / 2) ** 2
    along = np.sin((lons - lon) / 2) ** 2
    haversine = across + np.cos(lat) * np.cos(lats) * along
    distances: Floats = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(haversine, 1)))
    return distances
