"""Which rows pass a condition, exactly, as row numbers or as bits, whichever they come as."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings import bitsets
from embeddings.arrays import Ids
from embeddings.bitsets import Bits
from embeddings.faiss_index.facets import FacetView
from embeddings.faiss_index.grid import Grid, Points, within
from embeddings.index import Clause, Radius, Where

FEW = 4_096
"""Up to so many rows, distances are taken one by one without the grid."""

MASKED_A_ROW = 400
"""Clearing the mask of so many rows takes as long as a search for one."""


@dataclass(frozen=True, slots=True)
class Passing:
    """The rows that pass: ascending row numbers int64 (count,), or bits, or both."""

    count: int
    numbers: Ids | None
    set: Bits | None

    @classmethod
    def of(cls, found: Ids | Bits) -> Passing:
        """Tell by the type which of the two is given."""
        if bitsets.is_bits(found):
            return cls(bitsets.count(found), None, found)
        return cls(len(found), found, None)

    def rows(self) -> Ids:
        """Row numbers, ascending."""
        return bitsets.to_rows(self.bits()) if self.numbers is None else self.numbers

    def bits(self) -> Bits:
        """A set."""
        return bitsets.with_rows(bitsets.EMPTY, self.rows()) if self.set is None else self.set

    def beyond(self, first: int) -> Ids:
        """The rows from `first` on."""
        if self.numbers is not None:
            return self.numbers[np.searchsorted(self.numbers, first) :]
        word = first // bitsets.WORD_BITS
        rows = bitsets.to_rows(self.bits()[word:]) + word * bitsets.WORD_BITS
        return rows[rows >= first]


def passing(where: Where, live: Bits, living: int, facets: FacetView, points: Points, grid: Grid) -> Passing:
    """The live rows that meet every condition; `living` of the rows, which are as many as the points, are live."""
    if not where.clauses and where.radius is None:
        return Passing(living, None, live)
    wanted, barred = _conditions(where.clauses, facets)
    wanted.sort(key=_size)
    # Row numbers of a value are never later than this moment, as bits may be.
    all_live = bool(wanted) and living == len(points) and not bitsets.is_bits(wanted[0])
    found: Ids | Bits = wanted.pop(0) if all_live else live
    for rows in wanted:
        found = _meet(found, rows, len(points))
    for rows in barred:
        found = _leave(found, rows)
    if where.radius is not None:
        found = _near(where.radius, found, points, grid)
    return Passing.of(found)


def _conditions(clauses: Iterable[Clause], facets: FacetView) -> tuple[list[Ids | Bits], list[Ids | Bits]]:
    wanted, barred = [], []
    for clause in clauses:
        wanted += [facets.rows(facets.code(clause.field, value)) for value in clause.all]
        if clause.any:
            wanted.append(_join([facets.rows(facets.code(clause.field, value)) for value in clause.any]))
        barred += [facets.rows(facets.code(clause.field, value)) for value in clause.none]
    return wanted, barred


def _size(rows: Ids | Bits) -> int:
    """Row numbers come before bits, fewer before more, so that the rest is asked of few rows."""
    return len(rows) if not bitsets.is_bits(rows) else np.iinfo(np.int64).max


def _meet(one: Ids | Bits, other: Ids | Bits, size: int) -> Ids | Bits:
    if bitsets.is_bits(one):
        return bitsets.intersection(one, other) if bitsets.is_bits(other) else other[bitsets.holds(one, other)]
    if bitsets.is_bits(other):
        return one[bitsets.holds(other, one)]
    fewer, more = (one, other) if len(one) <= len(other) else (other, one)
    return fewer[_among(fewer, more, size)]


def _among(rows: Ids, more: Ids, size: int) -> NDArray[np.bool_]:
    """Whether each of `rows` (n,) is one of more rows, all of them below `size`: by search or, for many, by a mask."""
    if not len(rows):
        return np.empty(0, dtype=np.bool_)
    if size > MASKED_A_ROW * len(rows):
        places = more.searchsorted(rows)
        places[places == len(more)] = 0
        found: NDArray[np.bool_] = more[places] == rows
        return found
    mask = np.zeros(size, dtype=np.bool_)
    mask[more] = True
    return mask[rows]


def _leave(one: Ids | Bits, other: Ids | Bits) -> Ids | Bits:
    if bitsets.is_bits(other):
        return bitsets.difference(one, other) if bitsets.is_bits(one) else one[~bitsets.holds(other, one)]
    if bitsets.is_bits(one):
        return bitsets.difference(one, bitsets.with_rows(bitsets.EMPTY, other))
    return np.setdiff1d(one, other, assume_unique=True)


def _join(several: list[Ids | Bits]) -> Ids | Bits:
    numbers = [rows for rows in several if not bitsets.is_bits(rows)]
    sets = [rows for rows in several if bitsets.is_bits(rows)]
    if not sets:
        return np.unique(np.concatenate(numbers)) if len(numbers) > 1 else numbers[0]
    joined = bitsets.union(sets)
    return bitsets.with_rows(joined, np.concatenate(numbers)) if numbers else joined


def _near(radius: Radius, found: Ids | Bits, points: Points, grid: Grid) -> Ids | Bits:
    if bitsets.is_bits(found) and bitsets.count(found) <= FEW:
        found = bitsets.to_rows(found)
    if not bitsets.is_bits(found):
        return found[within(radius, points[found])]
    late = np.flatnonzero(within(radius, points[grid.size :])) + grid.size
    rows = np.concatenate([grid.within(radius, points), late])
    return bitsets.intersection(found, bitsets.with_rows(bitsets.EMPTY, rows))
