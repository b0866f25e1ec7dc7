"""Conditions as Qdrant's filters, facets under their own keys and places as points of the Earth."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from embeddings.great_circle import EARTH_RADIUS_KM
from embeddings.index import Clause, Payload, Radius, Where
from embeddings.qdrant.collection import Filter

POINT = "point"
FACETS = "facets"
RIM_M = 1e-6
"""Qdrant leaves out what lies on the circle itself: a micrometre takes it in, with a share for far away."""
RIM_SHARE = 1e-10


def key_of(field: str) -> str:
    """The key of a facet's values."""
    return f"{FACETS}.{field}" if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*", field) else f'{FACETS}."{field}"'


def payload_of(payload: Payload) -> dict[str, Any]:
    """A row's payload as it is stored."""
    stored: dict[str, Any] = {FACETS: {field: sorted(values) for field, values in payload.facets.items()}}
    if payload.point is not None:
        stored[POINT] = {"lat": payload.point[0], "lon": payload.point[1]}
    return stored


def read_payload(stored: Mapping[str, Any]) -> Payload:
    """A row's payload from what is stored of it."""
    point = stored.get(POINT)
    return Payload(
        {field: frozenset(values) for field, values in stored.get(FACETS, {}).items()},
        (point["lat"], point["lon"]) if point else None,
    )


def filter_of(where: Where) -> Filter | None:
    """What passes `where`; None where nothing can."""
    must: list[Filter] = []
    must_not: list[Filter] = []
    for clause in where.clauses:
        _add(clause, must, must_not)
    if where.radius is not None:
        if not where.radius.km >= 0:
            return None
        if where.radius.km >= math.pi * EARTH_RADIUS_KM:
            must_not.append({"is_empty": {"key": POINT}})
        else:
            must.append(_circle(where.radius))
    return {"must": must, "must_not": must_not}


def _add(clause: Clause, must: list[Filter], must_not: list[Filter]) -> None:
    key = key_of(clause.field)
    must.extend({"key": key, "match": {"value": value}} for value in sorted(clause.all))
    if clause.any:
        must.append({"key": key, "match": {"any": sorted(clause.any)}})
    if clause.none:
        must_not.append({"key": key, "match": {"any": sorted(clause.none)}})


def _circle(radius: Radius) -> Filter:
    metres = radius.km * 1_000 * (1 + RIM_SHARE) + RIM_M
    return {"key": POINT, "geo_radius": {"center": {"lat": radius.lat, "lon": radius.lon}, "radius": metres}}
