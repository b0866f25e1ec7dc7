"""Rows of different lengths laid end to end: row i has the places from `start[i]` to `start[i + 1]`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings.compiled import Int64s, Values, compiled

Start = NDArray[np.int64]
"""Where each of n rows begins, and where the last one ends: int64 (n + 1,), the first of them 0."""

Places = NDArray[np.int64]


def starts(lengths: Iterable[int]) -> Start:
    """Where rows of these lengths begin."""
    return np.cumsum(np.fromiter((0, *lengths), np.int64))


@compiled
def begins(start: Int64s, rows: Int64s) -> Start:
    """Where each of `rows` (m,) begins when they are laid end to end in that order, and where the last one ends."""
    begin = np.zeros(len(rows) + 1, np.int64)
    for number, row in enumerate(rows):
        begin[number + 1] = begin[number] + start[row + 1] - start[row]
    return begin


@compiled
def taken(start: Int64s, rows: Int64s) -> tuple[Places, Start]:
    """The places of `rows` (m,), in that order, and where each of them begins among those."""
    begin = begins(start, rows)
    places = np.empty(begin[-1], np.int64)
    for number, row in enumerate(rows):
        for at in range(begin[number], begin[number + 1]):
            places[at] = start[row] + at - begin[number]
    return places, begin


def joined(parts: Sequence[Start]) -> Start:
    """Where the rows of several such arrays begin when one is laid after the other."""
    lengths = [np.diff(part) for part in parts]
    return np.concatenate([[0], np.cumsum(np.concatenate([np.empty(0, np.int64), *lengths]))])


@compiled
def gathered(values: Values, start: Int64s, rows: Int64s, begin: Int64s) -> Values:
    """The values of `rows` (m,) laid end to end, of which each begins at its place in `begin`, int64 (m + 1,)."""
    laid = np.empty(begin[-1], values.dtype)
    for number, row in enumerate(rows):
        laid[begin[number] : begin[number + 1]] = values[start[row] : start[row + 1]]
    return laid


@compiled
def row_of(start: Int64s, places: Int64s) -> Places:
    """The row that each place (m,) belongs to: the last that begins there or before, -1 where none does.

    Looked for from where it would be were all rows equally long.
    """
    rows = np.empty(len(places), np.int64)
    last = len(start) - 1
    for number, place in enumerate(places):
        if last < 0 or place < start[0]:
            rows[number] = -1
            continue
        if place >= start[last]:
            rows[number] = last
            continue
        row = min(int((float(place) - start[0]) / (float(start[last]) - start[0]) * last), last - 1)
        step, low, high = 1, row, row + 1
        while start[low] > place:
            low, high, step = max(low - step, 0), low, 2 * step
        while start[high] <= place:
            low, high, step = high, min(high + step, last), 2 * step
        while high - low > 1:
            middle = (low + high) // 2
            if start[middle] <= place:
                low = middle
            else:
                high = middle
        rows[number] = low
    return rows
