"""A city is a folder of data: a second, invented one works without a line of code, and a broken one says where."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from matcher.domain.profiles import Place, Point
from matcher.errors import InvalidInput, NotFound
from matcher.lexicon.gazetteer import Gazetteer, default_gazetteer
from matcher.lexicon.gazetteer.districts import Located, Share

TINY_CITY = Path(__file__).parent / "tiny_city"
"""Bellariva: Porto in the west, with the Rocca as an island in it, and Mulinetto – San Biagio in the east.

The border of its two boroughs runs a quarter of the way into Mulinetto.
"""
BELLARIVA = Gazetteer.load(TINY_CITY)


def spotted(text: str) -> list[tuple[str, str, str]]:
    return [(one.level, one.id, one.words) for one in BELLARIVA.spot(text)]


def test_the_city_speaks_for_itself() -> None:
    assert BELLARIVA.city == "bellariva"
    assert BELLARIVA.attribution == "Invented for tests"
    assert sorted(BELLARIVA.nils) == [10, 20, 30]
    assert BELLARIVA.municipi[2].name == "Circoscrizione di Levante"


@pytest.mark.parametrize(
    ("lat", "lon", "located"),
    [
        (45.015, 10.015, Located(nil=10, municipio=1)),
        (45.007, 10.007, Located(nil=30, municipio=1)),
        (45.010, 10.022, Located(nil=20, municipio=1)),
        (45.010, 10.030, Located(nil=20, municipio=2)),
        (45.010, 10.050, Located(nil=None, municipio=None)),
    ],
)
def test_points_fall_in_its_districts(lat: float, lon: float, located: Located) -> None:
    assert BELLARIVA.locate(Point(lat, lon)) == located


def test_many_points_are_located_at_once() -> None:
    nils, municipi = BELLARIVA.locate_many([45.007, 45.010, 46.0], [10.007, 10.030, 10.0])
    assert nils.tolist() == [30, 20, -1]
    assert municipi.tolist() == [1, 2, -1]


def test_latitudes_and_longitudes_go_in_pairs() -> None:
    with pytest.raises(InvalidInput, match="one length"):
        BELLARIVA.locate_many([45.0, 45.1], [10.0])


def test_its_own_words_name_its_districts() -> None:
    assert spotted("un sarto nella circoscrizione 2") == [("municipio", "2", "nella circoscrizione 2")]
    assert spotted("a tailor in ward 1, Fairshore") == [("municipio", "1", "in ward 1, Fairshore")]
    assert spotted("contrada 30") == [("nil", "30", "contrada 30")]
    assert spotted("vaporetto Lugano") == [("nil", "20", "vaporetto Lugano")]
    assert spotted("codice postale 9002") == [("cap", "9002", "codice postale 9002")]
    assert spotted("vicino a S. Biagio") == [("nil", "20", "vicino a S. Biagio")]
    assert spotted("vicino al Mulinnetto") == [("nil", "20", "vicino al Mulinnetto")]


def test_the_words_of_another_city_do_not() -> None:
    assert spotted("in zona 2") == []
    assert spotted("Municipio 1") == []
    assert spotted("a Lambrate") == []
    assert spotted("a Porto Ercole") == []
    assert spotted("un porto di mare, una rocca di filo") == []
    assert spotted("vicino al mulinello") == []


def test_its_addresses_are_resolved_and_completed() -> None:
    address = BELLARIVA.resolve("Calle Lunga 3, 9001 Bellariva (BR)")
    assert address is not None
    assert (address.best.level, address.best.id) == ("cap", "9001")
    assert [one.id for one in address.alternatives] == ["10", "30"]
    assert BELLARIVA.resolve("Calle Lunga 3, 8000 Altrove") is None
    assert BELLARIVA.resolve("9000 Bellariva") is None
    assert BELLARIVA.complete(Place(cap="9001")).nil == 10
    upper_town = BELLARIVA.resolve("upper town")
    assert upper_town is not None
    assert (upper_town.best.level, upper_town.best.id, upper_town.best.nils) == ("municipio", "1", frozenset({10, 30}))


def test_a_split_district_lies_in_both_boroughs() -> None:
    assert BELLARIVA.municipi_of(20) == (Share(2, 0.75), Share(1, 0.25))
    assert BELLARIVA.nils_of(1) == {10, 30}
    assert BELLARIVA.nils_of(1, min_share=0.2) == {10, 20, 30}
    assert BELLARIVA.municipi_of(99) == ()


def test_a_city_that_does_not_ship_is_named_with_those_that_do() -> None:
    with pytest.raises(NotFound, match=r"'atlantis'.*milan"):
        default_gazetteer("atlantis")


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("nil.csv", "45.015", "north", r"nil\.csv, line 2, column lat: found 'north', expected a number"),
        ("nil.csv", "1:1.000", "9:1.000", r"nil\.csv, line 2, column municipi: .*its own table"),
        ("nil.csv", "2:0.750|1:0.250", "2:most", r"nil\.csv, line 3, column municipi: .*id:number"),
        ("municipi.csv", "Circoscrizione di Ponente", "", r"municipi\.csv, line 2, column name: found '', expected"),
        ("places.csv", ",30,,", ",31,,", r"places\.csv, line 2, column nils: found '31'"),
        ("places.csv", "città alta", "darsena vecchia", r"both 'Darsena' and 'Città alta' as 'darsena vecchia'"),
        ("outlines.json", '"id": 30', '"id": 31', r"do not name the same ids; they differ in \[30, 31\]"),
        ("outlines.json", "Polygon", "Point", r"outlines\.json is not GeoJSON of polygons.*Point"),
        ("city.json", '"markers"', '"signs"', r"city\.json lacks 'markers'"),
        ("city.json", "{", "", r"city\.json cannot be read"),
    ],
)
def test_a_broken_folder_says_where(tmp_path: Path, file: str, old: str, new: str, message: str) -> None:
    folder = shutil.copytree(TINY_CITY, tmp_path / "city")
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InvalidInput, match=message):
        Gazetteer.load(folder)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    folder = shutil.copytree(TINY_CITY, tmp_path / "city")
    (folder / "caps.csv").unlink()
    with pytest.raises(InvalidInput, match=r"no readable file caps\.csv"):
        Gazetteer.load(folder)
