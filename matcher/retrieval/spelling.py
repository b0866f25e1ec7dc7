"""Shared spelling: inner products of sparse rows, few against many."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Matrix
from embeddings.compiled import Float32s, Int32s, Int64s, compiled
from matcher.retrieval.items import ItemColumns
from matcher.retrieval.ragged import Start


class SparseRows(NamedTuple):
    """n rows, the places of each within `columns` and `values` (e,) given by `start` (n + 1,), see `ragged`."""

    start: Start
    columns: NDArray[np.int32]
    values: NDArray[np.float32]


def spelling_overlap(queries: ItemColumns, documents: ItemColumns) -> Matrix:
    """Cosine of character n-gram TF-IDF: float32 (q, d), clipped to [0, 1] against rounding."""
    return np.clip(shared_products(_grams(queries), _grams(documents)), 0, 1)


def _grams(items: ItemColumns) -> SparseRows:
    return SparseRows(items.gram_start, items.gram_ids, items.gram_weights)


def shared_products(one: SparseRows, other: SparseRows) -> Matrix:
    """The inner product of each row of one with each of the other: float32 (m, n).

    The entries of the smaller side are hashed by their columns, so that the larger is gone through once and nothing is
    sorted.
    """
    if len(one.columns) > len(other.columns):
        return np.ascontiguousarray(_products(*other, *one).T)
    return _products(*one, *other)


@compiled
def _products(
    start: Int64s, columns: Int32s, values: Float32s, other_start: Int64s, other_columns: Int32s, other_values: Float32s
) -> Matrix:
    """Inner products (m, n) of rows whose entries are chained by the last bits of their columns."""
    slots = 8
    while slots < 16 * len(columns):
        slots *= 2
    first, following = np.full(slots, -1, np.int32), np.empty(len(columns), np.int32)
    row = np.empty(len(columns), np.int32)
    for number in range(len(start) - 1):
        for entry in range(start[number], start[number + 1]):
            slot = columns[entry] & (slots - 1)
            row[entry], following[entry], first[slot] = number, first[slot], entry
    products = np.zeros((len(start) - 1, len(other_start) - 1), np.float32)
    for number in range(len(other_start) - 1):
        for at in range(other_start[number], other_start[number + 1]):
            entry = first[other_columns[at] & (slots - 1)]
            while entry >= 0:
                if columns[entry] == other_columns[at]:
                    products[row[entry], number] += values[entry] * other_values[at]
                entry = following[entry]
    return products
