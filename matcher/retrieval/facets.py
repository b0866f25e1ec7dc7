"""Facets of profiles as codes: exact filters and exact counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from embeddings.index import Clause
from matcher.retrieval.ragged import Places, Start, joined, row_of, starts, taken
from matcher.retrieval.text_column import TextColumn

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class FacetColumn:
    """The values p profiles have of one facet, any number each.

    values: those there are, ascending; start int64 (p + 1,), see `ragged`, and codes int32: places in `values`, by
    profile; by_value int64 (values + 1,) and profiles int32: the same by value, ascending.
    """

    values: TextColumn
    start: Start
    codes: NDArray[np.int32]
    by_value: Start
    profiles: NDArray[np.int32]

    @classmethod
    def of(cls, rows: Iterable[Iterable[str]]) -> FacetColumn:
        """The column whose profiles have these values."""
        kept = [tuple(row) for row in rows]
        code_of = {value: code for code, value in enumerate(sorted({value for row in kept for value in row}))}
        codes = [[code_of[value] for value in row] for row in kept]
        flat = np.fromiter((code for row in codes for code in row), np.int32)
        return cls._of(TextColumn.of(code_of), starts(map(len, codes)), flat)

    @classmethod
    def concatenate(cls, parts: Sequence[FacetColumn]) -> FacetColumn:
        """The profiles of one part after those of the other."""
        tables = [part.values.texts() for part in parts]
        code_of = {value: code for code, value in enumerate(sorted({value for table in tables for value in table}))}
        codes = [
            np.array([code_of[value] for value in table], np.int32)[part.codes]
            for part, table in zip(parts, tables, strict=True)
        ]
        return cls._of(TextColumn.of(code_of), joined([part.start for part in parts]), np.concatenate(codes))

    @classmethod
    def _of(cls, values: TextColumn, start: Start, codes: NDArray[np.int32]) -> FacetColumn:
        order = np.argsort(codes, kind="stable")
        by_value = np.concatenate([[0], np.cumsum(np.bincount(codes, minlength=len(values)))])
        return cls(values, start, codes, by_value, row_of(start, order).astype(np.int32))

    def take(self, rows: Places) -> FacetColumn:
        """The profiles at `rows`, int64 (m,), in that order."""
        places, start = taken(self.start, rows)
        return self._of(self.values, start, self.codes[places])

    def having(self, wanted: Iterable[str]) -> Mask:
        """Which profiles have any of the values: bool (p,)."""
        mask = np.zeros(len(self.start) - 1, bool)
        for value in wanted:
            if (code := self._code_of.get(value)) is not None:
                mask[self.profiles[self.by_value[code] : self.by_value[code + 1]]] = True
        return mask

    @cached_property
    def _code_of(self) -> Mapping[str, int]:
        return {value: code for code, value in enumerate(self.values.texts())}

    def counts(self, mask: Mask) -> dict[str, int]:
        """How many profiles of the mask have each value, values that none has left out."""
        found = np.concatenate([[0], np.cumsum(mask[self.profiles])])
        counts = found[self.by_value[1:]] - found[self.by_value[:-1]]
        return {value: int(count) for value, count in zip(self._code_of, counts, strict=True) if count}


@dataclass(frozen=True, slots=True)
class FacetTable:
    """Categorical facets of `size` profiles, by name."""

    size: int
    columns: Mapping[str, FacetColumn]

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, frozenset[str]]]) -> FacetTable:
        """The facets of profiles, in their order."""
        names = sorted({name for row in rows for name in row})
        columns = {name: FacetColumn.of(sorted(row.get(name, ())) for row in rows) for name in names}
        return cls(len(rows), columns)

    @classmethod
    def concatenate(cls, parts: Sequence[FacetTable]) -> FacetTable:
        """The profiles of one part after those of the other."""
        if len(parts) == 1:
            return parts[0]
        names = sorted({name for part in parts for name in part.columns})
        columns = {name: FacetColumn.concatenate([part.column(name) for part in parts]) for name in names}
        return cls(sum(part.size for part in parts), columns)

    def take(self, rows: Places) -> FacetTable:
        """The profiles at `rows`, int64 (m,), in that order."""
        return FacetTable(len(rows), {name: column.take(rows) for name, column in self.columns.items()})

    def column(self, name: str) -> FacetColumn:
        """One facet; without values where none of the profiles has any."""
        return self.columns.get(name) or FacetColumn.of([()] * self.size)

    def passing(self, clauses: Sequence[Clause]) -> Mask:
        """Which profiles satisfy every clause: bool (p,)."""
        mask = np.ones(self.size, bool)
        for clause in clauses:
            column = self.column(clause.field)
            for value in clause.all:
                mask &= column.having([value])
            if clause.any:
                mask &= column.having(clause.any)
            if clause.none:
                mask &= ~column.having(clause.none)
        return mask

    def counts(self, name: str, mask: Mask) -> dict[str, int]:
        """Profiles of the mask with each value, values that none has left out; most frequent first, then by value."""
        return most_frequent(self.column(name).counts(mask))


def most_frequent(counts: Mapping[str, int]) -> dict[str, int]:
    """Counts with the greatest first, equal ones by value."""
    return dict(sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])))
