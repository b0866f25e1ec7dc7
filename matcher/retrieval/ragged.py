"""Rows of different lengths laid end to end: row i has the places from `start[i]` to `start[i + 1]`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Start = NDArray[np.int64]
"""Where each of n rows begins, and where the last one ends: int64 (n + 1,), the first of them 0."""

Places = NDArray[np.int64]


def starts(lengths: Iterable[int]) -> Start:
    """Where rows of these lengths begin."""
    return np.cumsum(np.fromiter((0, *lengths), np.int64))


def taken(start: Start, rows: NDArray[np.int64]) -> tuple[Places, Start]:
    """The places of `rows` (m,), in that order, and where each of them begins among those."""
    first = start[rows]
    lengths = start[rows + 1] - first
    begin = np.concatenate([[0], np.cumsum(lengths)])
    return np.repeat(first - begin[:-1], lengths) + np.arange(begin[-1]), begin


def joined(parts: Sequence[Start]) -> Start:
    """Where the rows of several such arrays begin when one is laid after the other."""
    lengths = [np.diff(part) for part in parts]
    return np.concatenate([[0], np.cumsum(np.concatenate([np.empty(0, np.int64), *lengths]))])


def row_of(start: NDArray[np.integer], places: NDArray[np.integer]) -> Places:
    """The row that each place (m,) belongs to."""
    return np.searchsorted(start, places, side="right") - 1
