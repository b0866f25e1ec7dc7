"""Shared spelling: inner products of sparse rows, few against many."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Matrix
from matcher.retrieval.items import ItemColumns
from matcher.retrieval.ragged import row_of

TABLE = 8_192
"""From this many columns on, a table of all of them is looked up faster than places are searched for."""


BLOCK = 512
"""Rows of the larger side gone through at a time: bounds the memory of it."""


class SparseRows(NamedTuple):
    """n rows, the places of each within `columns` and `values` (e,) given by `start` (n + 1,), see `ragged`."""

    start: NDArray[np.integer]
    columns: NDArray[np.integer]
    values: NDArray[np.float32]


def spelling_overlap(queries: ItemColumns, documents: ItemColumns) -> Matrix:
    """Cosine of character n-gram TF-IDF: float32 (q, d), clipped to [0, 1] against rounding."""
    return np.clip(shared_products(_grams(queries), _grams(documents)), 0, 1)


def _grams(items: ItemColumns) -> SparseRows:
    return SparseRows(items.gram_start, items.gram_ids, items.gram_weights)


def shared_products(one: SparseRows, other: SparseRows) -> Matrix:
    """The inner product of each row of one with each of the other: float32 (m, n).

    The smaller side is spread over the columns that it has, so that the larger is gone through once and nothing is
    transposed.
    """
    if len(one.columns) > len(other.columns):
        return shared_products(other, one).T
    columns = np.unique(one.columns)
    spread = np.zeros((len(columns), len(one.start) - 1), np.float32)
    spread[np.searchsorted(columns, one.columns), row_of(one.start, np.arange(len(one.columns)))] = one.values
    shared, place = _found(columns, other.columns)
    products = np.zeros((len(other.start) - 1, len(one.start) - 1), np.float32)
    rows = row_of(other.start, shared)
    begin = np.flatnonzero(np.diff(rows, prepend=-1))
    for part in range(0, len(begin), BLOCK):
        some = begin[part : part + BLOCK]
        end = begin[part + BLOCK] if part + BLOCK < len(begin) else len(rows)
        cells = spread[place[some[0] : end]] * other.values[shared[some[0] : end], None]
        products[rows[some]] = np.add.reduceat(cells, some - some[0], axis=0)
    return products.T


def _found(columns: NDArray[np.integer], wanted: NDArray[np.integer]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which of the columns wanted (e,) are among distinct ascending ones, and where those stand there."""
    if not len(columns):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    if len(wanted) < TABLE:
        place = np.minimum(np.searchsorted(columns, wanted), len(columns) - 1)
        shared = np.flatnonzero(columns[place] == wanted)
        return shared, place[shared]
    # One byte for each column fits a core's cache.
    known = np.zeros(int(max(columns[-1], wanted.max())) + 1, bool)
    known[columns] = True
    shared = np.flatnonzero(known[wanted])
    return shared, np.searchsorted(columns, wanted[shared])
