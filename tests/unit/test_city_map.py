"""The map of a city: its outlines as SVG paths that keep what the outlines say."""

from __future__ import annotations

import math
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.errors import InvalidInput
from matcher.lexicon.gazetteer import Gazetteer, default_gazetteer
from matcher.lexicon.gazetteer.city_map import CityMap, Shape
from matcher.lexicon.gazetteer.geometry import Outlines

TINY_CITY = Path(__file__).parent / "tiny_city"


def map_of(gazetteer: Gazetteer) -> CityMap:
    assert gazetteer.map is not None
    return gazetteer.map


MILAN = map_of(default_gazetteer())


def drawn(shape: Shape) -> list[np.ndarray]:
    """The rings an SVG renderer draws for a path of moves and relative lines."""
    rings = []
    for move, lines in re.findall(r"M([-\d ]+)l([-\d ]+)z", shape.path):
        start, steps = (np.array(re.findall(r"-?\d+", part), float).reshape(-1, 2) for part in (move, lines))
        rings.append(np.vstack([start, start + np.cumsum(steps, axis=0), start]))
    return rings


def test_a_path_is_the_outline_on_the_grid_with_its_hole() -> None:
    tiny = map_of(Gazetteer.load(TINY_CITY))
    height = round(1000 * 0.02 / 0.04 / math.cos(math.radians(45.01)))
    assert (tiny.width, tiny.height) == (1000, height)
    assert tiny.nils[20].path == f"M500 {height}l500 0 0-{height}-500 0z"
    assert tiny.nils[10].path == f"M0 {height}l500 0 0-{height}-500 0zM125 530l125 0 0-176-125 0z"
    assert tiny.nils[10].box == (0, 0, 500, height)
    assert tiny.nils[30].path == "M125 530l125 0 0-176-125 0z"
    assert tiny.municipi[2].name == "Circoscrizione di Levante"


def test_a_city_without_a_drawing_has_no_map(tmp_path: Path) -> None:
    folder = shutil.copytree(TINY_CITY, tmp_path / "city")
    (folder / "drawing.json").unlink()
    assert Gazetteer.load(folder).map is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"id": 30', '"id": 31', "31"),
        ('"level": "nil", "id": 10', '"level": "ward", "id": 10', "ward"),
        ('"Polygon", "coordinates": [[[10.02', '"Point", "coordinates": [[[10.02', "Point"),
        ('"features"', '"shapes"', "features"),
    ],
)
def test_a_drawing_that_cannot_be_drawn_says_why(tmp_path: Path, old: str, new: str, message: str) -> None:
    folder = shutil.copytree(TINY_CITY, tmp_path / "city")
    text = (folder / "drawing.json").read_text(encoding="utf-8")
    assert old in text
    (folder / "drawing.json").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InvalidInput, match=rf"drawing\.json is not GeoJSON.*{message}"):
        Gazetteer.load(folder)


def test_milan_is_whole_and_light() -> None:
    shapes = [*MILAN.nils.values(), *MILAN.municipi.values()]
    assert len(MILAN.nils) == 88
    assert len(MILAN.municipi) == 9
    assert sum(len(shape.path) for shape in shapes) <= 30_000
    vertices = np.concatenate([ring for shape in shapes for ring in drawn(shape)])
    assert vertices.min(axis=0).tolist() == [0, 0]
    assert vertices.max(axis=0).tolist() == [MILAN.width, MILAN.height]


@pytest.mark.parametrize("shapes", [MILAN.nils, MILAN.municipi], ids=["nil", "municipio"])
def test_each_label_stands_in_its_own_district_alone(shapes: dict[int, Shape]) -> None:
    drawing = Outlines({shape.id: drawn(shape) for shape in shapes.values()})
    labels = np.array([[shape.x, shape.y] for shape in shapes.values()], float)
    assert drawing.locate(labels[:, 1], labels[:, 0]).tolist() == [shape.id for shape in shapes.values()]


@given(x=st.floats(0, 1000), y=st.floats(0, 900))
def test_no_two_neighbourhoods_of_the_map_overlap(x: float, y: float) -> None:
    holding = [
        shape.id
        for shape in MILAN.nils.values()
        if Outlines({shape.id: drawn(shape)}).locate(np.array([y]), np.array([x]))[0] == shape.id
    ]
    assert len(holding) <= 1
