"""Who may be matched at all: the asker's filters and the hard rules, exactly."""

from __future__ import annotations

import numpy as np

from embeddings.index import Clause, Radius, Where
from matcher.domain.matches import Direction, Filters
from matcher.domain.profiles import Profile
from matcher.engine.market import Market
from matcher.retrieval.facets import Mask
from matcher.scoring.context import haversine_km

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
    return passing(market, filters, direction) & allowed(market, asker, filters.exclude, direction)


def passing(market: Market, filters: Filters, direction: Direction) -> Mask:
    """Profiles that pass the filters, but for `exclude`: bool (p,)."""
    where = where_of(filters, direction)
    mask = market.facets.passing(where.clauses)
    if where.radius is not None:
        km = haversine_km(where.radius.lat, where.radius.lon, market.facts.lat, market.facts.lon)
        mask &= km <= where.radius.km
    return mask


def allowed(market: Market, asker: Profile, exclude: frozenset[str], direction: Direction) -> Mask:
    """Profiles that the hard rules leave, and that have something to match on this side: bool (p,)."""
    offers, seeks = np.diff(market.offers.start) > 0, np.diff(market.seeks.start) > 0
    mask = {Direction.SUPPLY: offers, Direction.DEMAND: seeks, Direction.MUTUAL: offers | seeks}[direction]
    barred = exclude | asker.blocks | {asker.id} | market.blocked_by.get(asker.id, frozenset())
    if asker.organisation:
        barred |= market.colleagues.get(asker.organisation, frozenset())
    mask[[market.position[profile_id] for profile_id in barred if profile_id in market.position]] = False
    return mask
