"""Sets of row numbers as bits: row r is bit r % 64 of word r // 64.

A set is never changed in place, so whoever holds one may go on reading it. It may be shorter than the rows it speaks
of: those beyond its end are not in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Ids

Bits = NDArray[np.uint64]
"""A set of rows, little-endian uint64 (words,)."""

if TYPE_CHECKING:
    from typing_extensions import TypeIs

WORD = np.dtype("<u8")
WORD_BITS = 64
WORD_SHIFT, WORD_MASK = 6, 63
EMPTY: Bits = np.zeros(0, dtype=WORD)

MASK_SHARE = 50
"""From one row in so many, rows are added through a mask of bytes, which costs the same for any number of them."""


def is_bits(rows: Ids | Bits) -> TypeIs[Bits]:
    """Whether a set is given as bits, and not as ascending row numbers."""
    return rows.dtype == WORD


def from_mask(mask: NDArray[np.bool_]) -> Bits:
    """The rows where `mask` (n,) is true."""
    padded = np.zeros(-(-len(mask) // WORD_BITS) * WORD_BITS, dtype=bool)
    padded[: len(mask)] = mask
    return np.packbits(padded, bitorder="little").view(WORD)


def to_mask(bits: Bits, size: int) -> NDArray[np.bool_]:
    """Whether each of the first `size` rows is in the set: bool (size,)."""
    mask = np.zeros(size, dtype=bool)
    unpacked = np.unpackbits(bits.view(np.uint8), bitorder="little")[:size]
    mask[: len(unpacked)] = unpacked
    return mask


def to_rows(bits: Bits) -> Ids:
    """The rows in the set, ascending, int64 (count,); where most words hold none, only the others are unpacked."""
    words = np.flatnonzero(bits)
    if 2 * len(words) > len(bits):
        return _unpacked(bits)
    found = _unpacked(bits[words])
    rows: Ids = words[found >> WORD_SHIFT] * WORD_BITS + (found & WORD_MASK)
    return rows


def count(bits: Bits) -> int:
    """How many rows the set holds."""
    return int(np.bitwise_count(bits).sum())


def with_rows(bits: Bits, rows: Ids) -> Bits:
    """The set with `rows` (n,) added."""
    if not rows.size:
        return bits
    grown = np.zeros(max(len(bits), int(rows.max()) // WORD_BITS + 1), dtype=WORD)
    grown[: len(bits)] = bits
    add(grown, rows)
    return grown


def add(bits: Bits, rows: Ids) -> None:
    """Add `rows` (n,), all of them within its length, to a set that nobody else holds yet."""
    if len(rows) * MASK_SHARE < len(bits) * WORD_BITS:
        np.bitwise_or.at(bits, rows // WORD_BITS, bit(rows))
        return
    mask = np.zeros(len(bits) * WORD_BITS, dtype=bool)
    mask[rows] = True
    bits |= from_mask(mask)


def without_rows(bits: Bits, rows: Ids) -> Bits:
    """The set with `rows` (n,), all of them within its length, taken out."""
    left = bits.copy()
    np.bitwise_and.at(left, rows // WORD_BITS, ~bit(rows))
    return left


def intersection(one: Bits, other: Bits) -> Bits:
    """The rows in both sets."""
    common = min(len(one), len(other))
    return one[:common] & other[:common]


def difference(one: Bits, other: Bits) -> Bits:
    """The rows in the first set and not in the other."""
    left = one.copy()
    common = min(len(one), len(other))
    left[:common] &= ~other[:common]
    return left


def union(sets: Iterable[Bits]) -> Bits:
    """The rows in any of the sets."""
    joined = EMPTY
    for bits in sets:
        longer, shorter = (joined, bits) if len(joined) >= len(bits) else (bits, joined)
        joined = longer.copy()
        joined[: len(shorter)] |= shorter
    return joined


def holds(bits: Bits, rows: Ids) -> NDArray[np.bool_]:
    """Whether each of `rows` (n,) is in the set: bool (n,)."""
    words = rows >> WORD_SHIFT
    if len(rows) and words.max() >= len(bits):
        inside = words < len(bits)
        held = np.zeros(len(rows), dtype=bool)
        held[inside] = holds(bits, rows[inside])
        return held
    found: NDArray[np.bool_] = (bits[words] & bit(rows)) != 0
    return found


def _unpacked(bits: Bits) -> Ids:
    # numpy finds the true among bools several times faster than the non-zero among bytes
    return np.flatnonzero(np.unpackbits(bits.view(np.uint8), bitorder="little").view(np.bool_))


def bit(rows: Ids) -> Bits:
    """The bit of each of `rows` (n,) within its word."""
    return np.left_shift(np.uint64(1), (rows & WORD_MASK).view(np.uint64))
