"""Conditions in SQL: facets as an array of `field=value` texts, distances by the haversine formula."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from psycopg import sql

from embeddings.great_circle import EARTH_RADIUS_KM
from embeddings.index import Clause, Radius, Where

BAND_SLACK = 1e-9
"""Widens the band of latitudes by a share, so that rounding cannot cost a row that lies on the circle."""

SMALLEST = 1e-150
"""Degrees; PostgreSQL reports smaller ones as an underflow once they are squared."""

_HAVERSINE = sql.SQL(
    "point_lat BETWEEN %s AND %s AND 2 * %s * asin(sqrt(least(1, power(sin((radians(point_lat) - radians(%s)) / 2), 2)"
    " + cos(radians(point_lat)) * cos(radians(%s)) * power(sin((radians(point_lon) - radians(%s)) / 2), 2)))) <= %s"
)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on a row, and the values of its placeholders in order."""

    text: sql.Composable
    values: tuple[object, ...]


def condition(where: Where) -> Condition:
    """What passes `where`, exactly."""
    parts = [part for clause in where.clauses for part in _clause(clause)]
    if where.radius is not None:
        parts.append(_radius(where.radius))
    if not parts:
        return Condition(sql.SQL("true"), ())
    return Condition(
        sql.SQL(" AND ").join(part.text for part in parts), tuple(value for part in parts for value in part.values)
    )


def texts_of(facets: Mapping[str, frozenset[str]]) -> list[str]:
    """A row's facets as they are stored."""
    return [text for field in sorted(facets) for text in _texts(field, facets[field])]


def facets_of(texts: Iterable[str]) -> dict[str, frozenset[str]]:
    """A row's facets from what is stored of them."""
    found: dict[str, set[str]] = {}
    for text in texts:
        field, _, value = text.partition("=")
        found.setdefault(field, set()).add(value)
    return {field: frozenset(values) for field, values in found.items()}


def _texts(field: str, values: frozenset[str]) -> list[str]:
    return [f"{field}={value}" for value in sorted(values)]


def _clause(clause: Clause) -> Iterable[Condition]:
    if clause.all:
        yield Condition(sql.SQL("facets @> %s::text[]"), (_texts(clause.field, clause.all),))
    if clause.any:
        yield Condition(sql.SQL("facets && %s::text[]"), (_texts(clause.field, clause.any),))
    if clause.none:
        yield Condition(sql.SQL("NOT facets && %s::text[]"), (_texts(clause.field, clause.none),))


def settled(degrees: float) -> float:
    """The same, or 0 where it is so near to 0 that PostgreSQL would refuse to square it."""
    return degrees if abs(degrees) >= SMALLEST else 0.0


def _radius(radius: Radius) -> Condition:
    if math.isnan(radius.km):
        return Condition(sql.SQL("false"), ())
    lat, lon = settled(radius.lat), settled(radius.lon)
    band = math.degrees(radius.km * (1 + BAND_SLACK) / EARTH_RADIUS_KM)
    return Condition(
        _HAVERSINE,
        (lat - band, lat + band, EARTH_RADIUS_KM, lat, lat, lon, radius.km),
    )
