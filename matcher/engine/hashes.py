"""Texts and what they stand for as 63-bit numbers, and rows found by such numbers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Ids
from matcher.retrieval.ragged import row_of


def hashed(text: str) -> int:
    """A number >= 0 below 2^63 for a text: two of a million texts share one with a chance of 1 in 10^7."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest()) >> 1


@dataclass(frozen=True, slots=True)
class Lookup:
    """Rows by number: `numbers` int64 (n,) ascending, `rows` int32 (n,)."""

    numbers: Ids
    rows: NDArray[np.int32]

    @classmethod
    def of(cls, numbers: Ids, rows: NDArray[np.integer] | None = None) -> Lookup:
        """Rows by their numbers, each row at its own place where `rows` are not given."""
        order = np.argsort(numbers, kind="stable")
        return cls(numbers[order], (order if rows is None else rows[order]).astype(np.int32))

    def find(self, number: int) -> NDArray[np.int32]:
        """The rows of one number."""
        first, last = np.searchsorted(self.numbers, [number, number + 1])
        return self.rows[first:last]

    def places(self, numbers: Ids) -> NDArray[np.int32]:
        """A row of each number, int32 (m,), -1 where there is none; the numbers of this lookup are distinct."""
        if not len(self.numbers):
            return np.full(len(numbers), -1, np.int32)
        place = row_of(self.numbers, numbers)
        return np.where(self.numbers[place] == numbers, self.rows[place], np.int32(-1))
