"""The districts that profiles are counted in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from matcher.domain.profiles import Place
from matcher.lexicon.gazetteer import Gazetteer


class Level(StrEnum):
    """How large a district is; the city is one district without an id."""

    CITY = "city"
    MUNICIPIO = "municipio"
    NIL = "nil"


@dataclass(frozen=True, slots=True, order=True)
class District:
    """A district of the city by level and id; the city's id is 0."""

    level: Level
    id: int


CITY = District(Level.CITY, 0)


def districts(gazetteer: Gazetteer) -> tuple[District, ...]:
    """The city, its Municipi and its NILs, each by ascending id."""
    municipi = [District(Level.MUNICIPIO, one) for one in sorted(gazetteer.municipi)]
    return (CITY, *municipi, *(District(Level.NIL, one) for one in sorted(gazetteer.nils)))


def districts_of(place: Place) -> Iterator[District]:
    """Those that count a place: the city, and the Municipio and the NIL where they are known."""
    yield CITY
    if place.municipio is not None:
        yield District(Level.MUNICIPIO, place.municipio)
    if place.nil is not None:
        yield District(Level.NIL, place.nil)


def name_of(district: District, gazetteer: Gazetteer) -> str | None:
    """The district's name; None for the city, and for an id that the gazetteer does not have."""
    known = gazetteer.municipi if district.level is Level.MUNICIPIO else gazetteer.nils
    found = None if district.level is Level.CITY else known.get(district.id)
    return None if found is None else found.name
