"""Inner products of many rows with a few, read where they lie: nothing is gathered, as a matrix product would need."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Matrix
from embeddings.compiled import Int32s, Table, compiled_sums


def inner_products(many: Matrix, few: Matrix) -> Matrix:
    """Of each of n rows with each of m: float32 (n, m) for float32 (n, d) and (m, d)."""
    return inner_products_at(many, np.arange(len(many), dtype=np.int32), few)


@compiled_sums
def inner_products_at(rows: Table, places: Int32s, few: Table) -> Matrix:
    """Of the rows at n places with each of m others: float32 (n, m) for float32 (r, d), int32 (n,) and (m, d).

    Four others at a time, so that each row is read once for all of them.
    """
    count, dim = few.shape
    padded = np.zeros(((count + 3) // 4 * 4, dim), np.float32)
    padded[:count] = few
    products = np.empty((len(places), len(padded)), np.float32)
    for at, place in enumerate(places):
        row = rows[place]
        for first in range(0, len(padded), 4):
            one, two, three, four = padded[first], padded[first + 1], padded[first + 2], padded[first + 3]
            a = b = c = d = np.float32(0)
            for axis in range(dim):
                value = row[axis]
                a += value * one[axis]
                b += value * two[axis]
                c += value * three[axis]
                d += value * four[axis]
            products[at, first], products[at, first + 1], products[at, first + 2], products[at, first + 3] = a, b, c, d
    return products[:, :count].copy()


@compiled_sums
def greatest_at(rows: Table, places: Int32s, others: Int32s) -> NDArray[np.float32]:
    """The greatest with any of the rows at m other places, of each of the rows at n: float32 (n,), -inf for none."""
    greatest = np.full(len(places), -np.inf, np.float32)
    for at, place in enumerate(places):
        for other in others:
            product = np.float32(0)
            for axis in range(rows.shape[1]):
                product += rows[place, axis] * rows[other, axis]
            greatest[at] = max(greatest[at], product)
    return greatest
