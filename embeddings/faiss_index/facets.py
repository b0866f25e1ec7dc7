"""The rows of each facet value: sorted row numbers where they are few, bits where they are many.

A row gets its values when it is appended and keeps them, so sets only grow. Pairs of a value and rows are logged first
and sorted into the sets many at a time; a moment is how many rows were sorted in, and how much had been logged since.
Sets may hold later rows as well, which the live rows of the moment leave out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings import bitsets
from embeddings.arrays import Ids
from embeddings.bitsets import WORD_BITS, Bits
from embeddings.faiss_index.columns import Column
from embeddings.index import Payload

FEW_SHARE = 32
"""A value of one row in so many takes as much room as bits as it does as row numbers of 4 bytes."""

MIN_MANY = 256
LOGGED = 1 << 14
"""Pairs logged before they are sorted in; each question looks through them."""

NOT_THERE = -1
NO_ROWS: Ids = np.empty(0, dtype=np.int64)


class _Codes(dict[str, int]):
    """A number for each value of a field, given on first use."""

    def __init__(self, sets: list[ValueRows]) -> None:
        self._sets = sets

    def __missing__(self, value: str) -> int:
        self._sets.append(ValueRows())
        self[value] = code = len(self._sets) - 1
        return code


class ValueRows:
    """The rows that have one value; a reader takes `few` and then `many`, once each."""

    def __init__(self, few: NDArray[np.int32] | None = None) -> None:
        self._few = Column(np.empty(0, dtype=np.int32) if few is None else few)
        self.many: Bits | None = None

    @property
    def few(self) -> NDArray[np.int32]:
        """The rows, ascending, unless they are many."""
        return self._few.values

    def extend(self, rows: Ids, size: int) -> None:
        """Add rows (n,), ascending and later than all before, of an index of `size` rows."""
        if self.many is None:
            self._few.append(rows.astype(np.int32))
            if self._few.size >= MIN_MANY and self._few.size * FEW_SHARE > size:
                self.many = bitsets.with_rows(bitsets.EMPTY, self.few.astype(np.int64))
                self._few = Column.empty(np.int32)
            return
        words = int(rows[-1]) // WORD_BITS + 1
        if words > len(self.many):
            grown = np.zeros(max(words, len(self.many) * 5 // 4), dtype=bitsets.WORD)
            grown[: len(self.many)] = self.many
            self.many = grown
        np.bitwise_or.at(self.many, rows // WORD_BITS, bitsets.bit(rows))

    def between(self, first: int, end: int) -> Ids:
        """The rows from `first` to before `end`, ascending."""
        many = self.many
        if many is None:
            few = self.few
            low, high = few.searchsorted(np.array([first, end], dtype=np.int32))
            return few[low:high].astype(np.int64)
        word = first // WORD_BITS
        rows = bitsets.to_rows(many[word : -(-end // WORD_BITS)]) + word * WORD_BITS
        return rows[(rows >= first) & (rows < end)]


@dataclass(frozen=True, slots=True)
class FacetView:
    """The sets as they were at one moment."""

    codes: Mapping[str, Mapping[str, int]]
    sets: Sequence[ValueRows]
    sorted_rows: int
    log: NDArray[np.int32]
    logged: int

    def code(self, field: str, value: str) -> int:
        """The number of a value, or `NOT_THERE`."""
        return self.codes.get(field, {}).get(value, NOT_THERE)

    def rows(self, code: int) -> Ids | Bits:
        """The rows of a value: int64 row numbers, ascending, or bits; some may be later than this moment."""
        if code == NOT_THERE:
            return NO_ROWS
        value, late = self.sets[code], self._late(code)
        few, many = value.few, value.many  # in this order: few are emptied once they are many
        if many is not None:
            return bitsets.with_rows(many, late) if len(late) else many
        if len(few) and few[-1] >= self.sorted_rows:
            few = few[: few.searchsorted(np.int32(self.sorted_rows))]
        early = few.astype(np.int64)
        return np.concatenate([early, late]) if len(late) else early

    def numbers(self, code: int, size: int) -> Ids:
        """The rows of a value below `size`, as row numbers."""
        rows = self.rows(code)
        numbers = bitsets.to_rows(rows) if bitsets.is_bits(rows) else rows
        return numbers[numbers < size]

    def values(self, field: str) -> list[tuple[str, int]]:
        """The values of a field with their numbers."""
        return list(self.codes.get(field, {}).items())

    def _late(self, code: int) -> Ids:
        if not self.logged:
            return NO_ROWS
        codes, starts, lengths = self.log[:, : self.logged]
        found = np.flatnonzero(codes == code)
        return _expanded(starts[found], lengths[found])


class Facets:
    """What a writer adds payloads to."""

    def __init__(self) -> None:
        self.sets: list[ValueRows] = []
        self.codes: dict[str, dict[str, int]] = {}
        self._sorted_rows = 0
        self._log = np.empty((3, LOGGED), dtype=np.int32)
        self._logged = 0

    @classmethod
    def of(cls, names: Iterable[tuple[str, str]], sets: Iterable[Ids], size: int) -> Facets:
        """The values named, each with its rows (n,), of an index of `size` rows."""
        facets = cls()
        for (field, value), rows in zip(names, sets, strict=True):
            code = facets._codes_of(field)[value]
            if len(rows):
                facets.sets[code].extend(rows, size)
        facets._sorted_rows = size
        return facets

    def view(self) -> FacetView:
        """The sets as they are now."""
        return FacetView(self.codes, self.sets, self._sorted_rows, self._log, self._logged)

    def add(self, payloads: Sequence[Payload], first: int) -> None:
        """Add the values of rows that count up from `first`; one payload for several rows in turn is read once."""
        identities = np.fromiter(map(id, payloads), dtype=np.int64, count=len(payloads))
        starts = np.flatnonzero(np.diff(identities, prepend=-1))
        lengths = np.diff(starts, append=len(payloads))
        codes: list[int] = []
        counts: list[int] = []
        for start in starts.tolist():
            before = len(codes)
            for field, values in payloads[start].facets.items():
                codes.extend(map(self._codes_of(field).__getitem__, values))
            counts.append(len(codes) - before)
        pairs = np.empty((3, len(codes)), dtype=np.int32)
        pairs[0] = codes
        pairs[1] = np.repeat(starts + first, counts)
        pairs[2] = np.repeat(lengths, counts)
        self._note(pairs, first + len(payloads))

    def pairs_between(self, first: int, end: int) -> tuple[Ids, Ids]:
        """Codes and rows (n,) of the values that rows from `first` to before `end` have."""
        found = [value.between(first, end) for value in self.sets]
        logged, starts, lengths = self._log[:, : self._logged]
        codes = np.concatenate(
            [np.repeat(np.arange(len(found)), [len(rows) for rows in found]), np.repeat(logged, lengths)]
        )
        rows = np.concatenate([*found, _expanded(starts, lengths)])
        inside = (rows >= first) & (rows < end)
        return codes[inside], rows[inside]

    def add_pairs(self, names: Sequence[tuple[str, str]], codes: Ids, rows: Ids, size: int) -> None:
        """Add values by their places among `names`, for rows later than all before."""
        mine = np.array([self._codes_of(field)[value] for field, value in names], dtype=np.int32)
        self._note(np.stack([mine[codes], rows, np.ones(len(rows), dtype=np.int64)]).astype(np.int32), size)

    def names(self) -> list[tuple[str, str]]:
        """Field and value of each code."""
        named = [("", "")] * len(self.sets)
        for field, codes in list(self.codes.items()):
            for value, code in list(codes.items()):
                named[code] = (field, value)
        return named

    def _codes_of(self, field: str) -> dict[str, int]:
        codes = self.codes.get(field)
        if codes is None:
            codes = self.codes[field] = _Codes(self.sets)
        return codes

    def _note(self, pairs: NDArray[np.int32], size: int) -> None:
        end = self._logged + pairs.shape[1]
        if end > LOGGED:
            self._sort_in(np.concatenate([self._log[:, : self._logged], pairs], axis=1), size)
            return
        self._log[:, self._logged : end] = pairs
        self._logged = end

    def _sort_in(self, pairs: NDArray[np.int32], size: int) -> None:
        codes, starts, lengths = pairs[:, np.argsort(pairs[0], kind="stable")]
        bounds = np.flatnonzero(np.diff(codes, prepend=-1, append=-1))
        rows = _expanded(starts, lengths)
        row_bounds = np.concatenate([[0], np.cumsum(lengths)])[bounds]
        for code, low, high in zip(codes[bounds[:-1]].tolist(), row_bounds[:-1], row_bounds[1:], strict=True):
            self.sets[code].extend(rows[low:high], size)
        self._log, self._logged, self._sorted_rows = np.empty((3, LOGGED), dtype=np.int32), 0, size


def _expanded(starts: NDArray[np.int32], lengths: NDArray[np.int32]) -> Ids:
    """The rows of runs, each from a start and of a length."""
    if (lengths == 1).all():
        return starts.astype(np.int64)
    ends = np.cumsum(lengths)
    offsets = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - lengths, lengths)
    expanded: Ids = np.repeat(starts.astype(np.int64), lengths) + offsets
    return expanded
