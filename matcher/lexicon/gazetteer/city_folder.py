"""A city as a folder of data: districts, postcodes, names and outlines, read and checked."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from matcher.domain.profiles import Point
from matcher.errors import InvalidInput
from matcher.lexicon.gazetteer.city_rows import Row
from matcher.lexicon.gazetteer.districts import Cap, Hint, Municipio, Nil, Share
from matcher.lexicon.gazetteer.geometry import Outlines, rings_of
from matcher.lexicon.gazetteer.toponymy import place_words
from matcher.lexicon.normalisation import fold

Folder = Path | Traversable
Spelling = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class City:
    """What a city calls things: `labels` come before a number or a postcode ("zona" 9). Folded; a name is one word.

    `name` is what the city calls itself. `centre` are the ids of the Municipi at its heart; all the rest of the
    city are the peripheries. `endings` close an address as `names` do, yet are too short or too wide to name the
    city inside a sentence. `cap_pattern` is the shape of any city's postcode; `shared_caps` are this city's that
    tell nothing finer. `markers` are words that announce a place here, such as underground lines. `lookalikes` are
    common words a letter or two away from a place's name, never taken for a misspelling of it.
    """

    id: str
    attribution: str
    name: str
    names: frozenset[str]
    centre: frozenset[int]
    endings: frozenset[str]
    municipio_labels: frozenset[Spelling]
    nil_labels: frozenset[Spelling]
    cap_labels: frozenset[Spelling]
    cap_pattern: re.Pattern[str]
    shared_caps: frozenset[str]
    markers: frozenset[str]
    lookalikes: frozenset[str]


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A popular name and its spellings by what else they mean: nothing, a common word, or a place or thing elsewhere.

    It lies in `nils`, the main one first, or in a Municipio. A place in neither is outside the city, listed so that a
    name inside its name is not taken for a district.
    """

    name: str
    plain: tuple[str, ...]
    marked: tuple[str, ...]
    labelled: tuple[str, ...]
    nils: tuple[int, ...]
    municipio: int | None
    point: Point | None


@dataclass(frozen=True, slots=True)
class CityFolder:
    """Everything a city's folder holds."""

    city: City
    nils: Mapping[int, Nil]
    municipi: Mapping[int, Municipio]
    caps: Mapping[str, Cap]
    places: tuple[NamedPlace, ...]
    nil_outlines: Outlines
    municipio_outlines: Outlines


def read_city(folder: Folder) -> CityFolder:
    """Read a city's folder.

    Raises:
        InvalidInput: a file is missing or says what cannot be; the message names file, line and column.
    """
    municipi = {row.integer("id"): _municipio(row) for row in _rows(folder, "municipi.csv")}
    nils = {row.integer("id"): _nil(row, municipi) for row in _rows(folder, "nil.csv")}
    outlines = _outlines(folder)
    return CityFolder(
        city=_city(folder),
        nils=nils,
        municipi=municipi,
        caps={row.text("cap"): _cap(row, nils, municipi) for row in _rows(folder, "caps.csv")},
        places=tuple(_place(row, nils, municipi) for row in _rows(folder, "places.csv")),
        nil_outlines=_checked(outlines, "nil", nils),
        municipio_outlines=_checked(outlines, "municipio", municipi),
    )


def read_text(folder: Folder, name: str) -> str:
    """The text of one file of a city's folder.

    Raises:
        InvalidInput: there is no such file.
    """
    try:
        return folder.joinpath(name).read_text(encoding="utf-8")
    except OSError as error:
        raise InvalidInput(f"The city's folder {folder} has no readable file {name}; add it.", file=name) from error


def _city(folder: Folder) -> City:
    try:
        facts = json.loads(read_text(folder, "city.json"))
        return City(
            id=facts["id"],
            attribution=facts["attribution"],
            name=facts["names"][0],
            names=frozenset(map(fold, facts["names"])),
            centre=frozenset(facts["centre"]),
            endings=frozenset(map(fold, facts["endings"])),
            municipio_labels=_spellings(facts["municipio_labels"]),
            nil_labels=_spellings(facts["nil_labels"]),
            cap_labels=_spellings(facts["cap_labels"]),
            cap_pattern=re.compile(facts["cap_pattern"]),
            shared_caps=frozenset(facts["shared_caps"]),
            markers=frozenset(map(fold, facts["markers"])),
            lookalikes=frozenset(map(fold, facts["lookalikes"])),
        )
    except KeyError as error:
        raise InvalidInput(f"city.json lacks {error}; add it.", file="city.json", field=error.args[0]) from error
    except (ValueError, re.error) as error:
        raise InvalidInput(f"city.json cannot be read: {error}. Mend the file.", file="city.json") from error


def _spellings(texts: list[str]) -> frozenset[Spelling]:
    return frozenset(tuple(word.folded for word in place_words(text)) for text in texts)


def _rows(folder: Folder, name: str) -> Iterator[Row]:
    reader = csv.DictReader(read_text(folder, name).splitlines())
    for cells in reader:
        yield Row(name, reader.line_num, cells)


def _municipio(row: Row) -> Municipio:
    return Municipio(
        row.integer("id"), row.text("name"), row.point(), row.integer("area_m2"), tuple(row.parts("neighbourhoods"))
    )


def _nil(row: Row, municipi: Mapping[int, Municipio]) -> Nil:
    shares = tuple(Share(one, share) for one, share in row.numbers_by_id("municipi", municipi))
    return Nil(row.integer("id"), row.text("name"), row.text("official"), row.point(), row.integer("area_m2"), shares)


def _cap(row: Row, nils: Mapping[int, Nil], municipi: Mapping[int, Municipio]) -> Cap:
    return Cap(
        row.text("cap"),
        row.point(),
        _hints(list(row.numbers_by_id("nils", nils))),
        _hints(list(row.numbers_by_id("municipi", municipi))),
    )


def _hints(counts: list[tuple[int, float]]) -> tuple[Hint, ...]:
    total = sum(count for _, count in counts)
    ranked = sorted(counts, key=lambda pair: (-pair[1], pair[0]))
    return tuple(Hint(one, int(count), count / total) for one, count in ranked)


def _place(row: Row, nils: Mapping[int, Nil], municipi: Mapping[int, Municipio]) -> NamedPlace:
    municipio = row.ids("municipio", municipi)
    return NamedPlace(
        name=row.text("name"),
        plain=tuple(row.parts("plain")),
        marked=tuple(row.parts("marked")),
        labelled=tuple(row.parts("labelled")),
        nils=row.ids("nils", nils),
        municipio=municipio[0] if municipio else None,
        point=row.point() if row.has("lat") else None,
    )


def _outlines(folder: Folder) -> dict[str, Outlines]:
    areas: dict[str, dict[int, Any]] = {"nil": {}, "municipio": {}}
    try:
        for feature in json.loads(read_text(folder, "outlines.json"))["features"]:
            about = feature["properties"]
            areas[about["level"]][about["id"]] = rings_of(feature["geometry"])
    except (KeyError, ValueError) as error:
        raise InvalidInput(
            f"outlines.json is not GeoJSON of polygons with a level (nil, municipio) and an id each: {error}.",
            file="outlines.json",
        ) from error
    return {level: Outlines(rings) for level, rings in areas.items()}


def _checked(outlines: dict[str, Outlines], level: str, known: Mapping[int, object]) -> Outlines:
    drawn = outlines[level]
    odd = sorted(set(drawn.ids.tolist()) ^ set(known))
    if odd:
        raise InvalidInput(
            f"outlines.json and the table of every {level} do not name the same ids; they differ in {odd}.",
            file="outlines.json",
            found=odd,
        )
    return drawn
