"""Products of sparse rows against dense ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.retrieval import spelling
from matcher.retrieval.ragged import starts
from matcher.retrieval.spelling import SparseRows, shared_products

WIDTH = 6
rows = st.lists(st.dictionaries(st.integers(0, WIDTH - 1), st.integers(1, 4), max_size=4), max_size=5)


def sparse(values: list[dict[int, int]]) -> SparseRows:
    columns = [column for row in values for column in row]
    numbers = [number for row in values for number in row.values()]
    return SparseRows(starts(map(len, values)), np.array(columns, np.int64), np.array(numbers, np.float32))


def dense(values: list[dict[int, int]]) -> np.ndarray:
    table = np.zeros((len(values), WIDTH))
    for row, numbers in enumerate(values):
        for column, number in numbers.items():
            table[row, column] = number
    return table


@pytest.mark.parametrize("table", [0, spelling.TABLE], ids=["columns looked up", "columns searched for"])
@given(one=rows, other=rows)
def test_products_are_those_of_the_rows_written_out(
    table: int, one: list[dict[int, int]], other: list[dict[int, int]]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spelling, "TABLE", table)
        patch.setattr(spelling, "BLOCK", 2)
        products = shared_products(sparse(one), sparse(other))
    assert products.tolist() == (dense(one) @ dense(other).T).tolist()
