"""The districts of a city and what can be said of a place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from matcher.domain.matches import District
from matcher.domain.profiles import Point


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a NIL's area, in (0, 1], that lies in a Municipio."""

    municipio: int
    share: float


@dataclass(frozen=True, slots=True)
class Nil:
    """A neighbourhood: its readable and its official name, a central point inside it, and the Municipi it lies in.

    `municipi` come largest share first; parts below 2% are left out.
    """

    id: int
    name: str
    official: str
    centroid: Point
    area_m2: int
    municipi: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Municipio:
    """A borough: its name, a central point inside it and the neighbourhoods people know it by."""

    id: int
    name: str
    centroid: Point
    area_m2: int
    neighbourhoods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hint:
    """A district that a CAP points to: how many known points with that CAP lie there, and their share in (0, 1]."""

    id: int
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Cap:
    """A postcode: the middle of its known points, and the districts it points to, likeliest first."""

    cap: str
    centroid: Point
    nils: tuple[Hint, ...]
    municipi: tuple[Hint, ...]


@dataclass(frozen=True, slots=True)
class Located:
    """The districts around a point; None outside the city."""

    nil: int | None
    municipio: int | None


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a text names, and what else it could name, likeliest first."""

    best: District
    alternatives: tuple[District, ...] = ()


def nils_within(nils: Iterable[Nil], municipio: int, min_share: float) -> frozenset[int]:
    """Ids of the NILs of whose area at least `min_share`, in (0, 1], lies in the Municipio."""
    return frozenset(
        nil.id for nil in nils if any(one.municipio == municipio and one.share >= min_share for one in nil.municipi)
    )
