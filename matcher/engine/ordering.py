"""The order in which matches are listed."""

from __future__ import annotations

import numpy as np

from matcher.domain.matches import Filters, Sort
from matcher.engine.market import Market, Positions
from matcher.scoring.context import Floats, haversine_km

Order = np.ndarray[tuple[int], np.dtype[np.int64]]


def ordered(market: Market, positions: Positions, score: Floats, km: Floats, sort: Sort, page: slice) -> list[int]:
    """A page of n profiles in the order of one criterion, the others deciding between equals: rows into `positions`.

    Scores fall, distances in kilometres rise with the unknown (NaN) last, names go by letter without accents or
    capitals; what is equal in all goes by ascending id.
    """
    falling, far = -np.nan_to_num(score, nan=-1.0), np.nan_to_num(km, nan=np.inf)
    if sort is Sort.NAME:
        names = market.names(positions)
        order = np.array(sorted(range(len(names)), key=names.__getitem__), np.int64)
        keys: tuple[object, ...] = (np.array(names, object),)
    else:
        keys = (falling,) if sort is Sort.SCORE else (far, falling)
        order = np.lexsort(keys[::-1])
    return _settled(market, positions, order, keys, page)


def _settled(market: Market, positions: Positions, order: Order, keys: tuple[object, ...], page: slice) -> list[int]:
    """The page, after runs of equals that reach into it are put in the order of their ids."""
    equal = np.ones(max(len(order) - 1, 0), bool)
    for key in keys:
        in_order = np.asarray(key)[order]
        equal &= in_order[1:] == in_order[:-1]
    bounds = np.concatenate([[0], np.flatnonzero(~equal) + 1, [len(order)]])
    start, stop, _ = page.indices(len(order))
    rows: list[int] = []
    for first, last in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        if last > start and first < stop:
            run = order[first:last].tolist()
            run = sorted(run, key=lambda row: market.id(int(positions[row]))) if last - first > 1 else run
            rows += run[max(start - first, 0) : stop - first]
    return rows


def distances(market: Market, positions: Positions, filters: Filters, km: Floats) -> Floats:
    """Kilometres by which the profiles at `positions` are sorted, float64 (n,), NaN where unknown.

    From the point that the filters ask to be near, if they do; otherwise `km`, those from the asker.
    """
    if filters.near is None:
        return km
    (lat, lon), point = market.points, filters.near.point
    return haversine_km(point.lat, point.lon, lat[positions], lon[positions])
