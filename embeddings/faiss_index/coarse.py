"""Codes by which candidates are found before they are scored exactly.

A code has half a byte for four numbers of what sets a row apart from the centre of its list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import faiss
import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Ids, Matrix
from embeddings.bitsets import Bits
from embeddings.faiss_index.planner import lists_for

SAMPLE_A_LIST = 40
MIN_SAMPLE = 20_000
NUMBERS_A_CODE = 4

pointer = faiss.swig_ptr


@dataclass(frozen=True, slots=True)
class Coarse:
    """The codes of the first `rows` rows, in `lists` lists, learnt when there were `learnt_from`; never changed."""

    index: faiss.IndexIVF
    rows: int
    lists: int
    learnt_from: int

    @classmethod
    def built(cls, sample: Matrix, blocks: Iterable[Matrix], rows: int) -> Coarse:
        """Learn codes from a sample of the rows and encode all of them."""
        dim, lists = sample.shape[1], lists_for(rows)
        index = faiss.index_factory(dim, f"IVF{lists},PQ{_codes(dim)}x4fsr", faiss.METRIC_INNER_PRODUCT)
        index.train(sample)
        for block in blocks:
            index.add(np.ascontiguousarray(block))
        return cls(index, rows, lists, rows)

    @classmethod
    def loaded(cls, data: NDArray[np.uint8], rows: int, lists: int, learnt_from: int) -> Coarse:
        """What `dumped` made, checked by whoever kept it."""
        return cls(faiss.deserialize_index(data), rows, lists, learnt_from)

    def dumped(self) -> NDArray[np.uint8]:
        """All of it as bytes."""
        data: NDArray[np.uint8] = faiss.serialize_index(self.index)
        return data

    def extended(self, blocks: Iterable[Matrix], rows: int) -> Coarse:
        """A copy with more rows after those it has, `rows` in all."""
        index = faiss.clone_index(self.index)
        for block in blocks:
            index.add(np.ascontiguousarray(block))
        return Coarse(index, rows, self.lists, self.learnt_from)

    def candidates(self, queries: Matrix, fetch: int, probes: int, bits: Bits | None) -> list[Ids]:
        """For each query up to `fetch` rows among `bits` (None: all) whose codes are nearest, in one call."""
        scores = np.empty((len(queries), fetch), dtype=np.float32)
        rows = np.empty((len(queries), fetch), dtype=np.int64)
        selector = None if bits is None else faiss.IDSelectorBitmap(bits.nbytes, pointer(bits.view(np.uint8)))
        parameters = faiss.SearchParametersIVF(sel=selector, nprobe=probes)
        self.index.search_c(len(queries), pointer(queries), fetch, pointer(scores), pointer(rows), parameters)
        return [found if found[-1] >= 0 else found[found >= 0] for found in rows]  # none are at the end


def sample_size(rows: int) -> int:
    """How many rows codes are learnt from."""
    return min(rows, max(MIN_SAMPLE, SAMPLE_A_LIST * lists_for(rows)))


def fits(dim: int) -> bool:
    """Whether vectors of so many numbers can be encoded."""
    return dim % NUMBERS_A_CODE == 0 and dim >= 2 * NUMBERS_A_CODE


def _codes(dim: int) -> int:
    return dim // NUMBERS_A_CODE
