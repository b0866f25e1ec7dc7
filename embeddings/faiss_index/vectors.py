"""The row vectors: appended once, never moved, read in place."""

from __future__ import annotations

import mmap
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from weakref import finalize

import faiss
import numpy as np

from embeddings.arrays import Ids, Matrix
from embeddings.bitsets import WORD_BITS, Bits

BLAS_QUERIES = 4
"""From this many queries at once, faiss multiplies matrices instead of taking them one by one."""

MIN_CAPACITY = 1_024
BLOCK = 1 << 16
"""Rows handed on at a time where all are read."""

pointer = faiss.swig_ptr


@dataclass(frozen=True, slots=True)
class VectorsView:
    """Rows in two parts: `sealed`, of a file that is only read, and `added` after them, with room beyond `size`."""

    sealed: Matrix
    added: Matrix
    size: int

    def take(self, rows: Ids) -> Matrix:
        """Copies of the rows (n,): float32 (n, dim)."""
        if not len(self.sealed):
            return self.added.take(rows, axis=0)
        older = rows < len(self.sealed)
        if older.all():
            return self.sealed.take(rows, axis=0)
        taken = np.empty((len(rows), self.sealed.shape[1]), dtype=np.float32)
        taken[older] = self.sealed[rows[older]]
        taken[~older] = self.added[rows[~older] - len(self.sealed)]
        return taken

    def inner_products(self, query: Matrix, rows: Ids) -> Matrix:
        """Of a query (dim,) with each of the rows (n,), read where they lie: float32 (n,)."""
        sealed = len(self.sealed)
        if not sealed:
            return _inner_products(query, self.added, rows)
        if self.size == sealed:
            return _inner_products(query, self.sealed, rows)
        # To faiss a negative row is none, and its score -inf.
        older = _inner_products(query, self.sealed, np.where(rows < sealed, rows, -1))
        return np.maximum(older, _inner_products(query, self.added, rows - sealed))

    def nearest(self, queries: Matrix, fetch: int, bits: Bits, *, everything: bool) -> tuple[Matrix, Ids]:
        """Scores and rows (q, fetch) of the best among `bits`, all of it being read; best first, ties in any order."""
        faiss.cvar.distance_compute_blas_threshold = BLAS_QUERIES * queries.shape[1]
        parts = [(first, part) for first, part in self._parts() if len(part)]
        found = []
        for first, part in parts:
            selected = None if everything else _shifted(bits, first)
            scores, rows = _nearest(queries, part, min(fetch, len(part)), selected)
            found.append((scores, np.where(rows < 0, rows, rows + first)))
        scores = np.concatenate([part for part, _ in found], axis=1)
        rows = np.concatenate([part for _, part in found], axis=1)
        order = np.argsort(-scores, axis=1, kind="stable")[:, :fetch]
        return np.take_along_axis(scores, order, axis=1), np.take_along_axis(rows, order, axis=1)

    def blocks(self, first: int, end: int) -> Iterator[Matrix]:
        """The rows from `first` to before `end`, some at a time."""
        for start, part in self._parts():
            low, high = max(first - start, 0), min(end - start, len(part))
            for at in range(low, high, BLOCK):
                yield part[at : min(at + BLOCK, high)]

    def _parts(self) -> tuple[tuple[int, Matrix], ...]:
        older = len(self.sealed)
        return (0, self.sealed), (older, self.added[: self.size - older])


class Vectors:
    """What a writer appends rows to.

    They lie in a file that nobody else sees, in `folder` or, without one, in memory. It grows in place, and is gone
    with its last reader.
    """

    def __init__(self, dim: int, folder: Path | None = None, sealed: Matrix | None = None) -> None:
        self._dim = dim
        self._sealed = np.empty((0, dim), dtype=np.float32) if sealed is None else sealed
        self._added = np.empty((0, dim), dtype=np.float32)
        self._size = len(self._sealed)
        self._file = _nameless_file(folder)
        finalize(self, os.close, self._file)

    def view(self) -> VectorsView:
        """The rows there are now."""
        return VectorsView(self._sealed, self._added, self._size)

    def append(self, vectors: Matrix) -> None:
        """Add rows (n, dim) at the end."""
        first = self._size - len(self._sealed)
        end = first + len(vectors)
        if end > len(self._added):
            self._added = self._mapped(max(end, 2 * first, MIN_CAPACITY))
        self._added[first:end] = vectors
        self._size += len(vectors)

    def _mapped(self, capacity: int) -> Matrix:
        length = capacity * self._dim * 4
        os.ftruncate(self._file, length)
        rows = np.frombuffer(mmap.mmap(self._file, length), dtype=np.float32)
        return rows.reshape(capacity, self._dim)


def _nameless_file(folder: Path | None) -> int:
    """The descriptor of a file that is gone with it and what is mapped of it."""
    if folder is None and hasattr(os, "memfd_create"):
        return os.memfd_create("rows")
    with tempfile.TemporaryFile(dir=folder) as file:
        return os.dup(file.fileno())


def _shifted(bits: Bits, first: int) -> Bits:
    """The set counted from row `first`."""
    words = bits[first // WORD_BITS :]
    shift = np.uint64(first % WORD_BITS)
    if not shift:
        return np.ascontiguousarray(words)
    shifted = words >> shift
    shifted[:-1] |= words[1:] << (np.uint64(WORD_BITS) - shift)
    return shifted


def _inner_products(query: Matrix, vectors: Matrix, rows: Ids) -> Matrix:
    scores = np.empty(len(rows), dtype=np.float32)
    faiss.fvec_inner_products_by_idx(
        pointer(scores), pointer(query), pointer(vectors), pointer(rows), len(query), 1, len(rows)
    )
    return scores


def _nearest(queries: Matrix, vectors: Matrix, fetch: int, bits: Bits | None) -> tuple[Matrix, Ids]:
    scores = np.empty((len(queries), fetch), dtype=np.float32)
    rows = np.empty((len(queries), fetch), dtype=np.int64)
    selector = None if bits is None else faiss.IDSelectorBitmap(bits.nbytes, pointer(bits.view(np.uint8)))
    faiss.knn_inner_product(
        pointer(queries),
        pointer(vectors),
        queries.shape[1],
        len(queries),
        len(vectors),
        fetch,
        pointer(scores),
        pointer(rows),
        selector,
    )
    return scores, rows
