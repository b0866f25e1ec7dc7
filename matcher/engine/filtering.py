"""Who may be matched at all: the asker's filters and the hard rules, exactly."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from embeddings.great_circle import EARTH_RADIUS_KM
from embeddings.index import Clause, Radius, Where
from matcher.domain.matches import Direction, Filters
from matcher.domain.profiles import Profile
from matcher.engine.columns import Rows
from matcher.engine.hashes import hashed
from matcher.engine.market import Market, Positions
from matcher.engine.segment import Segment
from matcher.retrieval.facets import Mask
from matcher.scoring.context import haversine_km

BAND_SLACK = 1e-9
"""Widens the band of latitudes by a share, so that rounding cannot cost a profile that lies on the circle."""

FACETS = ("kind", "type", "municipio", "nil", "skills", "languages")
"""Facets that can be counted; `skills` are those offered, or, for direction demand, those sought."""


def facet_field(name: str, direction: Direction) -> str:
    """The field of the facet table that a public facet name stands for."""
    return "sought_skills" if name == "skills" and direction is Direction.DEMAND else name


def where_of(filters: Filters, direction: Direction) -> Where:
    """The filters as an index understands them; `exclude` is left to `eligible`."""
    clauses = (
        Clause("kind", any=frozenset(kind.value for kind in filters.kinds)),
        Clause("type", any=frozenset(type_.value for type_ in filters.types)),
        Clause("municipio", any=frozenset(map(str, filters.municipi))),
        Clause("nil", any=frozenset(map(str, filters.nils))),
        Clause("languages", any=filters.languages),
        Clause(
            facet_field("skills", direction), all=filters.skills_all, any=filters.skills_any, none=filters.skills_none
        ),
    )
    near = filters.near
    return Where(
        clauses=tuple(clause for clause in clauses if clause.all or clause.any or clause.none),
        radius=Radius(near.point.lat, near.point.lon, near.km) if near else None,
    )


def eligible(market: Market, asker: Profile, filters: Filters, direction: Direction) -> Mask:
    """Profiles that pass the filters and the hard rules, and have something to match on this side: bool (p,).

    The rules: not the asker, nobody either side blocks, no colleague of the same organisation, nobody excluded.
    """
    mask = allowed(market, asker, filters.exclude, direction)
    where = where_of(filters, direction)
    return mask & passing(market, filters, direction) if where.clauses or where.radius else mask


def passing(market: Market, filters: Filters, direction: Direction) -> Mask:
    """Profiles that pass the filters, but for `exclude`: bool (p,)."""
    where = where_of(filters, direction)
    mask = market.passing(where.clauses)
    return mask if where.radius is None else mask & _within(market, where.radius)


def allowed(market: Market, asker: Profile, exclude: frozenset[str], direction: Direction) -> Mask:
    """Profiles that the hard rules leave, and that have something to match on this side: bool (p,)."""
    mask = market.stating[direction].copy()
    mask[barred(market, asker, exclude)] = False
    return mask


def _within(market: Market, radius: Radius) -> Mask:
    """Who is within a radius; a band of latitudes spares most of the sines."""
    lat, lon = market.points
    mask: Mask = np.abs(lat - radius.lat) <= np.degrees(radius.km / EARTH_RADIUS_KM) * (1 + BAND_SLACK)
    near = np.flatnonzero(mask)
    mask[near] = haversine_km(radius.lat, radius.lon, lat[near], lon[near]) <= radius.km
    return mask


def barred(market: Market, asker: Profile, exclude: Collection[str]) -> Positions:
    """Positions of those that may not be matched with the asker, whoever bars whom."""
    own, body = hashed(asker.id), None if asker.organisation is None else hashed(asker.organisation)
    named = np.fromiter(map(hashed, {*asker.blocks, *exclude}), np.int64)

    def rows_of(segment: Segment) -> Rows:
        colleagues = segment.by_number.find(own) if body is None else segment.colleagues.find(body)
        rows = segment.by_number.places(named)
        return np.concatenate([segment.by_number.find(own), segment.blockers.find(own), colleagues, rows[rows >= 0]])

    return market.gathered(rows_of)
