"""Point in polygon, against the angle a polygon sweeps as seen from the point."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.lexicon.gazetteer import geometry
from matcher.lexicon.gazetteer.geometry import OUTSIDE, Outlines, rings_of

Ring = npt.NDArray[np.float64]


def square(west: float, south: float, east: float, north: float) -> Ring:
    return np.array([[west, south], [east, south], [east, north], [west, north], [west, south]])


def winding(ring: Ring, x: float, y: float) -> float:
    """Turns of the outline around the point: ±1 inside, 0 outside, a half or a quarter on the border."""
    turn = 0.0
    for (x1, y1), (x2, y2) in pairwise(ring):
        ax, ay, bx, by = x1 - x, y1 - y, x2 - x, y2 - y
        turn += math.atan2(ax * by - ay * bx, ax * bx + ay * by)
    return abs(turn) / (2 * math.pi)


def distance_to(ring: Ring, x: float, y: float) -> float:
    def to_edge(x1: float, y1: float, x2: float, y2: float) -> float:
        length = (x2 - x1) ** 2 + (y2 - y1) ** 2
        along = 0.0 if length == 0 else max(0.0, min(1.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length))
        return math.hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1))

    return min(to_edge(*start, *end) for start, end in pairwise(ring))


@st.composite
def stars(draw: st.DrawFn) -> Ring:
    """A polygon around the origin, concave as often as not, that does not cross itself."""
    radii = draw(st.lists(st.floats(0.2, 3.0), min_size=3, max_size=12))
    angles = np.linspace(0, 2 * np.pi, len(radii), endpoint=False)
    ring = np.column_stack([np.cos(angles), np.sin(angles)]) * np.array(radii)[:, None]
    return np.vstack([ring, ring[:1]])


@given(stars(), st.lists(st.tuples(st.floats(-4, 4), st.floats(-4, 4)), min_size=1, max_size=20))
def test_a_point_is_inside_where_the_outline_winds_around_it(ring: Ring, points: list[tuple[float, float]]) -> None:
    clear = [(x, y) for x, y in points if distance_to(ring, x, y) > 1e-9]
    found = Outlines({7: [ring]}).locate(np.array([y for _, y in clear]), np.array([x for x, _ in clear]))
    assert found.tolist() == [7 if winding(ring, x, y) > 0.5 else OUTSIDE for x, y in clear]


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=1, max_size=20))
def test_neighbours_share_every_border_point_out_between_them(corners: list[tuple[int, int]]) -> None:
    tiles = {10 * i + j: [square(i, j, i + 1, j + 1)] for i in range(4) for j in range(4)}
    x, y = np.array(corners, float).T / 2
    owners = np.array([Outlines({tile: rings}).locate(y, x) for tile, rings in tiles.items()])
    inside = (x < 4) & (y < 4)
    assert ((owners != OUTSIDE).sum(axis=0) == inside).all()
    assert Outlines(tiles).locate(y, x).tolist() == owners.max(axis=0).tolist()


def test_a_hole_belongs_to_the_area_that_fills_it() -> None:
    hole = square(1, 1, 2, 2)
    ring_road, island = Outlines({1: [square(0, 0, 3, 3), hole]}), Outlines({1: [square(0, 0, 3, 3), hole], 2: [hole]})
    assert ring_road.locate(np.array([1.5]), np.array([1.5])).tolist() == [OUTSIDE]
    assert island.locate(np.array([1.5, 0.5]), np.array([1.5, 0.5])).tolist() == [2, 1]


def test_an_area_may_be_in_several_pieces() -> None:
    islands = Outlines({5: [square(0, 0, 1, 1), square(3, 0, 4, 1)]})
    assert islands.locate(np.full(3, 0.5), np.array([0.5, 2.0, 3.5])).tolist() == [5, OUTSIDE, 5]


def test_a_point_without_coordinates_is_nowhere() -> None:
    found = Outlines({1: [square(0, 0, 3, 3)]}).locate(np.array([np.nan, 1.0]), np.array([1.0, np.nan]))
    assert found.tolist() == [OUTSIDE, OUTSIDE]


def test_no_points_and_no_areas_are_no_trouble() -> None:
    assert Outlines({1: [square(0, 0, 1, 1)]}).locate(np.empty(0), np.empty(0)).shape == (0,)
    assert Outlines({}).locate(np.array([0.5]), np.array([0.5])).tolist() == [OUTSIDE]


def test_many_points_are_found_as_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    tiles = Outlines({10 * i + j: [square(i, j, i + 1, j + 1)] for i in range(4) for j in range(4)})
    lat, lon = np.random.default_rng(0).uniform(-1, 5, (2, 300))
    alone = [int(tiles.locate(lat[i : i + 1], lon[i : i + 1])[0]) for i in range(300)]
    monkeypatch.setattr(geometry, "_CELLS_AT_ONCE", 64)
    assert tiles.locate(lat, lon).tolist() == alone


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "LineString", "coordinates": [[0, 0], [1, 1]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0, 9], [1, 0, 9], [1, 1, 9], [0, 0, 9]]]},
    ],
    ids=["no area", "open", "too few positions", "three dimensions"],
)
def test_a_geometry_that_bounds_no_area_is_refused(geometry: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"expected|closed"):
        rings_of(geometry)
