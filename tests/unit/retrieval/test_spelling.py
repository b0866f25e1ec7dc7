"""Products of sparse rows against dense ones."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matcher.retrieval.ragged import starts
from matcher.retrieval.spelling import SparseRows, shared_products

COLUMNS = (0, 1, 7, 8, 9, 64, 1_024, 1_025, 2**18 - 1)
"""Several with the same last bits, which are told apart."""

rows = st.lists(st.dictionaries(st.sampled_from(COLUMNS), st.integers(1, 4), max_size=4), max_size=5)


def sparse(values: list[dict[int, int]]) -> SparseRows:
    columns = [column for row in values for column in row]
    numbers = [number for row in values for number in row.values()]
    return SparseRows(starts(map(len, values)), np.array(columns, np.int32), np.array(numbers, np.float32))


def dense(values: list[dict[int, int]]) -> np.ndarray:
    table = np.zeros((len(values), len(COLUMNS)))
    for row, numbers in enumerate(values):
        for column, number in numbers.items():
            table[row, COLUMNS.index(column)] = number
    return table


@given(one=rows, other=rows)
def test_products_are_those_of_the_rows_written_out(one: list[dict[int, int]], other: list[dict[int, int]]) -> None:
    products = shared_products(sparse(one), sparse(other))
    assert products.dtype == np.float32
    assert products.tolist() == (dense(one) @ dense(other).T).tolist()
