"""How far out neighbours lie: what is measured, beside slow ways to the same."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.arrays import Ids, unit_rows
from embeddings.faiss_index import reach
from embeddings.faiss_index.reach import RANKS, Reach, curve, nearest, places_among
from tests.vectors import ints


def test_the_nearest_rows_are_found_whatever_blocks_they_come_in() -> None:
    random = np.random.default_rng(0)
    rows, queries = (unit_rows(random.standard_normal((count, 8))) for count in (3_000, 5))

    found = nearest(queries, [rows[:100], rows[100:2_500], rows[2_500:]])

    scores = queries @ rows.T
    scores[scores > reach.ALIKE] = -1
    np.testing.assert_array_equal(found, np.argsort(-scores, axis=1)[:, : RANKS[-1]])


def test_a_query_is_no_neighbour_of_itself() -> None:
    rows = unit_rows(np.random.default_rng(1).standard_normal((1_500, 8)))

    found = nearest(rows[:3], [rows])

    assert not (found[:, :100] == np.arange(3)[:, None]).any()


@given(st.lists(st.integers(0, 30), min_size=1, unique=True), st.lists(st.integers(0, 30), min_size=1))
def test_rows_are_placed_where_a_walk_through_the_order_meets_them(order: list[int], sought: list[int]) -> None:
    expected = [order.index(row) if row in order else len(order) for row in sought]

    assert places_among(ints(*sought), ints(*order)).tolist() == expected


def test_a_curve_holds_its_share_of_so_many_neighbours() -> None:
    places: Ids = np.random.default_rng(2).integers(0, 500, (4, RANKS[-1]))

    for rank, size in zip(RANKS, curve(places, 0.9), strict=True):
        assert np.mean(places[:, :rank] < size) >= 0.9
        assert np.mean(places[:, :rank] < size - 1) < 0.9


@pytest.mark.parametrize(("neighbours", "expected"), [(10, 4), (32, 8), (1_000, 64)])
def test_what_was_measured_is_what_is_read(neighbours: float, expected: float) -> None:
    measured = Reach(lists=(4, 8, 16, 32, 64), codes=(1, 1, 1, 1, 1))

    assert measured.lists_for(neighbours) == pytest.approx(expected)


@given(st.floats(1, 1e6), st.floats(1, 1e6))
def test_more_neighbours_never_lie_in_fewer_lists(one: float, other: float) -> None:
    measured = Reach(lists=(2, 3, 3, 9, 20), codes=(100, 200, 300, 700, 1_500))
    few, many = sorted((one, other))

    assert measured.lists_for(few) <= measured.lists_for(many) * (1 + 1e-9)
