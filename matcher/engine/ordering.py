"""The order in which matches are listed."""

from __future__ import annotations

import numpy as np

from matcher.domain.matches import Filters, Sort
from matcher.engine.market import Market, Positions
from matcher.lexicon.normalisation import fold
from matcher.scoring.context import Floats, haversine_km


def ordered(market: Market, positions: Positions, score: Floats, km: Floats, sort: Sort) -> list[int]:
    """The order of n profiles by one criterion, the others deciding between equals: rows into `positions`, (n,).

    Scores fall, distances in kilometres rise with the unknown (NaN) last, names go by letter without accents or
    capitals; what is equal in all goes by ascending id, as positions do.
    """
    falling, far = -np.nan_to_num(score, nan=-1.0), np.nan_to_num(km, nan=np.inf)
    keys = {Sort.SCORE: (positions, falling), Sort.DISTANCE: (positions, falling, far)}
    if sort in keys:
        return [int(row) for row in np.lexsort(keys[sort])]
    names = [fold(market.profiles[position].name) for position in positions]
    return sorted(range(len(positions)), key=lambda row: (names[row], positions[row]))


def distances(market: Market, positions: Positions, filters: Filters, km: Floats) -> Floats:
    """Kilometres by which the profiles at `positions` are sorted, float64 (n,), NaN where unknown.

    From the point that the filters ask to be near, if they do; otherwise `km`, those from the asker.
    """
    if filters.near is None:
        return km
    point, facts = filters.near.point, market.facts
    return haversine_km(point.lat, point.lon, facts.lat[positions], facts.lon[positions])
