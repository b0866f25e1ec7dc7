"""The gazetteer of Milan as it ships: complete, consistent, and right on official points.

`milan_points.csv` holds official points of the Comune di Milano (CC BY 4.0), drawn at random, one per NIL at most.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from matcher.domain.profiles import Place, Point
from matcher.lexicon.gazetteer import default_gazetteer
from matcher.lexicon.gazetteer.city_folder import read_city
from matcher.lexicon.gazetteer.geometry import OUTSIDE, Outlines, rings_of

FOLDER = resources.files("matcher.lexicon") / "data" / "milan"
MILAN = default_gazetteer()


def official_points() -> list[dict[str, str]]:
    with (Path(__file__).parent / "milan_points.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_it_has_every_district() -> None:
    assert sorted(MILAN.nils) == list(range(1, 89))
    assert sorted(MILAN.municipi) == list(range(1, 10))
    assert len(MILAN.caps) == 38


def test_official_points_lie_where_their_register_says() -> None:
    points = official_points()
    assert len(points) == 60
    nils, municipi = MILAN.locate_many([float(p["lat"]) for p in points], [float(p["lon"]) for p in points])
    assert nils.tolist() == [int(point["nil"]) for point in points]
    assert municipi.tolist() == [int(point["municipio"]) for point in points]


def test_a_municipio_told_by_a_postcode_alone_is_seldom_wrong() -> None:
    told = [
        (MILAN.complete(Place(cap=one["cap"])).municipio, one["municipio"]) for one in official_points() if one["cap"]
    ]
    filled = [(got, int(wanted)) for got, wanted in told if got is not None]
    assert len(filled) >= 20
    assert sum(got == wanted for got, wanted in filled) / len(filled) >= 0.9


def test_names_read_as_people_write_them() -> None:
    names = {nil.official: nil.name for nil in MILAN.nils.values()}
    assert names["CITTA' STUDI"] == "Città Studi"
    assert names["PTA ROMANA"] == "Porta Romana"
    assert names["CIMIANO - ROTTOLE - Q.RE FELTRE"] == "Cimiano – Rottole – Quartiere Feltre"
    assert names["QT 8"] == "QT8"
    assert not [name for name in names.values() if name.isupper() and name != "QT8"]
    assert all(municipio.neighbourhoods for municipio in MILAN.municipi.values())


def test_every_nil_lies_in_its_municipi_and_around_its_centre() -> None:
    split = [nil.id for nil in MILAN.nils.values() if nil.municipi[0].share < 0.9]
    assert {27, 11, 68} < set(split)
    for nil in MILAN.nils.values():
        shares = [one.share for one in nil.municipi]
        assert shares == sorted(shares, reverse=True)
        assert sum(shares) == pytest.approx(1, abs=0.025)
        assert MILAN.locate(nil.centroid).nil == nil.id


def test_every_named_place_lies_in_one_of_its_nils() -> None:
    for place in read_city(FOLDER).places:
        if place.point is not None:
            located = MILAN.locate(place.point)
            assert located.nil in place.nils or located.municipio == place.municipio, place.name


def test_the_drawing_shows_every_district_without_gaps() -> None:
    features = json.loads(FOLDER.joinpath("drawing.json").read_text(encoding="utf-8"))["features"]
    rings = {(one["properties"]["level"], one["properties"]["id"]): rings_of(one["geometry"]) for one in features}
    assert sorted(rings) == sorted(
        [*(("nil", one) for one in MILAN.nils), *(("municipio", one) for one in MILAN.municipi)]
    )
    nils = {district: shape for (level, district), shape in rings.items() if level == "nil"}
    edges = Counter(
        frozenset([tuple(start), tuple(end)])
        for shape in nils.values()
        for ring in shape
        for start, end in zip(ring[:-1].tolist(), ring[1:].tolist(), strict=True)
    )
    assert set(edges.values()) == {1, 2}
    outer = np.array([sorted(edge) for edge, times in edges.items() if times == 1])
    assert np.count_nonzero(_sides_inside(Outlines(nils), outer) == 2) == 0


def _sides_inside(city: Outlines, edges: np.ndarray) -> np.ndarray:
    """How many sides of each edge (e, 2, 2), a metre from its middle, lie in the city."""
    middle, along = edges.mean(axis=1), edges[:, 1] - edges[:, 0]
    aside = 1e-5 * np.column_stack([-along[:, 1], along[:, 0]]) / np.linalg.norm(along, axis=1)[:, None]
    sides = [city.locate(*(middle + sign * aside).T[::-1]) != OUTSIDE for sign in (1, -1)]
    return sides[0].astype(int) + sides[1]


def test_the_folder_stays_small() -> None:
    sizes = {one.name: len(one.read_bytes()) for one in FOLDER.iterdir()}
    assert sum(sizes.values()) <= 600_000
    assert sizes["drawing.json"] <= 150_000


def test_the_centre_of_the_city_is_the_duomo() -> None:
    duomo = MILAN.resolve("Piazza del Duomo")
    assert duomo is not None
    assert duomo.best.point == Point(45.4641, 9.1903)
