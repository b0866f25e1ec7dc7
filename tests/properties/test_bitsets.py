"""Sets of rows as bits behave like Python's sets, and are never changed in place."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from embeddings import Ids, bitsets
from embeddings.bitsets import Bits

row_sets = st.frozensets(st.integers(0, 300), max_size=40)


def ints(rows: frozenset[int]) -> Ids:
    return np.array(sorted(rows), dtype=np.int64)


def bits_of(rows: frozenset[int]) -> Bits:
    return bitsets.with_rows(bitsets.EMPTY, ints(rows))


@given(row_sets)
def test_rows_come_back_in_order_and_are_counted(rows: frozenset[int]) -> None:
    assert bitsets.to_rows(bits_of(rows)).tolist() == sorted(rows)
    assert bitsets.count(bits_of(rows)) == len(rows)


@given(row_sets, row_sets)
def test_the_algebra_of_sets(one: frozenset[int], other: frozenset[int]) -> None:
    left, right = bits_of(one), bits_of(other)

    assert bitsets.to_rows(bitsets.intersection(left, right)).tolist() == sorted(one & other)
    assert bitsets.to_rows(bitsets.difference(left, right)).tolist() == sorted(one - other)
    assert bitsets.to_rows(bitsets.union([left, right])).tolist() == sorted(one | other)
    assert (bitsets.to_rows(left).tolist(), bitsets.to_rows(right).tolist()) == (sorted(one), sorted(other))


@given(row_sets, row_sets)
def test_rows_are_added_and_taken_out(one: frozenset[int], other: frozenset[int]) -> None:
    before = bits_of(one)
    added = bitsets.with_rows(before, ints(other))
    left = bitsets.without_rows(added, ints(other))

    assert bitsets.to_rows(left).tolist() == sorted(one - other)
    assert bitsets.to_rows(added).tolist() == sorted(one | other)
    assert bitsets.to_rows(before).tolist() == sorted(one)


@given(row_sets, st.integers(0, 400))
def test_masks(rows: frozenset[int], size: int) -> None:
    mask = bitsets.to_mask(bits_of(rows), size)

    assert np.flatnonzero(mask).tolist() == sorted(row for row in rows if row < size)
    assert len(mask) == size
    assert bitsets.to_rows(bitsets.from_mask(mask)).tolist() == np.flatnonzero(mask).tolist()


def test_a_bit_lies_where_a_bitmap_of_bytes_has_it() -> None:
    bits = bitsets.with_rows(bitsets.EMPTY, np.array([0, 9, 64]))

    assert bits.view(np.uint8).tolist() == [0b1, 0b10, 0, 0, 0, 0, 0, 0, 0b1, 0, 0, 0, 0, 0, 0, 0]
