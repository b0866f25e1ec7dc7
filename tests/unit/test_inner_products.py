"""Inner products of rows where they lie, against those of matrices."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from embeddings.inner_products import greatest_at, inner_products, inner_products_at

ROWS = np.random.default_rng(7).normal(size=(20, 12)).astype(np.float32)
places = st.lists(st.integers(0, len(ROWS) - 1), max_size=9).map(lambda chosen: np.array(chosen, np.int32))
few = st.integers(0, 9).flatmap(
    lambda count: hnp.arrays(np.float32, (count, ROWS.shape[1]), elements=st.floats(-2, 2, width=32))
)


@given(places, few)
def test_products_are_those_of_the_matrices(at: np.ndarray, others: np.ndarray) -> None:
    products = inner_products_at(ROWS, at, others)
    assert products.shape == (len(at), len(others))
    assert products == pytest.approx(ROWS[at] @ others.T, abs=1e-4)
    assert np.array_equal(inner_products(ROWS[at], others), products)


@given(places, places)
def test_the_greatest_is_the_greatest_of_the_products(at: np.ndarray, others: np.ndarray) -> None:
    expected = (ROWS[at] @ ROWS[others].T).max(axis=1, initial=-np.inf)
    assert greatest_at(ROWS, at, others) == pytest.approx(expected, abs=1e-4)


@given(places, st.data())
def test_a_product_is_the_same_to_the_last_bit_whatever_rows_stand_beside(at: np.ndarray, data: st.DataObject) -> None:
    beside = data.draw(st.permutations(range(len(at))))
    products = inner_products_at(ROWS, at, ROWS[:5])
    assert np.array_equal(inner_products_at(ROWS, at[beside], ROWS[:5]), products[beside])
