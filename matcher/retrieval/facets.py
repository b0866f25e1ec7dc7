"""Facets of profiles as codes: exact filters and exact counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.index import Clause

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Column:
    values: tuple[str, ...]
    owner: NDArray[np.int32]
    code: NDArray[np.int32]


class FacetTable:
    """Categorical facets of p profiles; a profile may have any number of values of each."""

    def __init__(self, rows: Sequence[Mapping[str, frozenset[str]]]) -> None:
        self._profiles = len(rows)
        self._columns = {name: _column(rows, name) for name in sorted({name for row in rows for name in row})}

    def passing(self, clauses: Sequence[Clause]) -> Mask:
        """Which profiles satisfy every clause: bool (p,)."""
        mask = np.ones(self._profiles, bool)
        for clause in clauses:
            for value in sorted(clause.all):
                mask &= self._having(clause.field, frozenset({value}))
            if clause.any:
                mask &= self._having(clause.field, clause.any)
            mask &= ~self._having(clause.field, clause.none)
        return mask

    def counts(self, name: str, mask: Mask) -> dict[str, int]:
        """Profiles of the mask with each value, values that none has left out; most frequent first, then by value."""
        column = self._columns.get(name)
        if column is None:
            return {}
        counts = np.bincount(column.code[mask[column.owner]], minlength=len(column.values))
        found = [(value, int(count)) for value, count in zip(column.values, counts, strict=True) if count]
        return dict(sorted(found, key=lambda entry: (-entry[1], entry[0])))

    def _having(self, name: str, wanted: frozenset[str]) -> Mask:
        mask = np.zeros(self._profiles, bool)
        column = self._columns.get(name)
        if column is not None and wanted:
            codes = [code for code, value in enumerate(column.values) if value in wanted]
            mask[column.owner[np.isin(column.code, codes)]] = True
        return mask


def _column(rows: Sequence[Mapping[str, frozenset[str]]], name: str) -> _Column:
    values = tuple(sorted({value for row in rows for value in row.get(name, ())}))
    code_of = {value: code for code, value in enumerate(values)}
    pairs = [(owner, code_of[value]) for owner, row in enumerate(rows) for value in sorted(row.get(name, ()))]
    table = np.array(pairs, np.int32).reshape(-1, 2)
    return _Column(values, table[:, 0], table[:, 1])
