"""Which rows are live, at any moment that somebody still looks at."""

from __future__ import annotations

import numpy as np

from embeddings import bitsets
from embeddings.arrays import Ids
from embeddings.bitsets import WORD, WORD_BITS, Bits
from embeddings.faiss_index.columns import Column


class Liveness:
    """Rows are born live, in order, and die once: a moment is how many were born and how many had died.

    Writing a death costs no copy: the words of a moment are made when it is first read, from those of the moment read
    before it.
    """

    def __init__(self, born: Bits, size: int) -> None:
        self._start = (_fitted(born, size), size, 0)
        self._read = self._start
        self._deaths = Column.empty(np.int64)
        self._now = self._start[0].copy()

    @property
    def deaths(self) -> int:
        """How many died so far."""
        return self._deaths.size

    def grow(self, size: int) -> None:
        """Let rows be born up to `size`."""
        words = _words(size)
        if words > len(self._now):
            grown = np.full(max(words, 2 * len(self._now)), ~np.uint64(0), dtype=WORD)
            grown[: len(self._now)] = self._now
            self._now = grown

    def are_live(self, rows: Ids) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Whether each of the rows (n,), all of them born, lives now."""
        return bitsets.holds(self._now, rows)

    def kill(self, rows: Ids) -> None:
        """Let live rows (n,) die."""
        if len(rows) == 1:
            row = int(rows[0])
            self._now[row // WORD_BITS] &= ~np.uint64(1 << row % WORD_BITS)
        else:
            np.bitwise_and.at(self._now, rows // WORD_BITS, ~bitsets.bit(rows))
        self._deaths.append(rows)

    def dead_between(self, one: int, other: int) -> Ids:
        """The rows that died after the first `one` deaths, up to the first `other`."""
        rows: Ids = self._deaths.array[one:other].copy()
        return rows

    def at(self, size: int, deaths: int) -> Bits:
        """The rows live when `size` were born and `deaths` had died; any thread may ask."""
        words, born, died = self._read
        if (born, died) == (size, deaths):
            return words
        if born > size or died > deaths:
            words, born, died = self._start
        live = _fitted(words, size)
        _set_range(live, born, size)
        dead = self._deaths.array[died:deaths]
        np.bitwise_and.at(live, dead // WORD_BITS, ~bitsets.bit(dead))
        if self._read[1] <= size and self._read[2] <= deaths:
            self._read = (live, size, deaths)
        return live


def _words(size: int) -> int:
    return -(-size // WORD_BITS)


def _fitted(bits: Bits, size: int) -> Bits:
    """A copy with a word for each 64 of `size` rows, and none of those beyond."""
    fitted = np.zeros(_words(size), dtype=WORD)
    fitted[: len(bits)] = bits[: len(fitted)]
    return fitted


def _set_range(bits: Bits, first: int, end: int) -> None:
    """Add the rows from `first` to before `end`, in place."""
    if first >= end:
        return
    low, high = first // WORD_BITS, (end - 1) // WORD_BITS
    all_ones = ~np.uint64(0)
    from_first = all_ones << np.uint64(first % WORD_BITS)
    to_end = all_ones >> np.uint64(WORD_BITS - 1 - (end - 1) % WORD_BITS)
    if low == high:
        bits[low] |= from_first & to_end
        return
    bits[low] |= from_first
    bits[low + 1 : high] = all_ones
    bits[high] |= to_end
