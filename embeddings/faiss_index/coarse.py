"""Codes by which candidates are found before they are scored exactly.

A code has half a byte for some numbers of what sets a row apart from the centre of its list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import faiss
import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Ids, Matrix
from embeddings.bitsets import Bits
from embeddings.faiss_index import reach
from embeddings.faiss_index.planner import FEW_LISTS, lists_for
from embeddings.faiss_index.reach import Reach
from embeddings.faiss_index.vectors import VectorsView

SAMPLE_A_LIST = 40
MIN_SAMPLE = 20_000
NUMBERS_A_CODE, FINER = 4, 2
"""Numbers that share half a byte of a code, in lists and where there are none."""

SCOUTING_LISTS = 64

FETCHED = 8
"""So many codes for each row sought are looked through when it is measured how far out that row's code lies."""

pointer = faiss.swig_ptr


@dataclass(frozen=True, slots=True)
class Coarse:
    """The codes of the first `rows` rows, whose `reach` was measured when there were `learnt_from`; never changed."""

    index: faiss.IndexIVF
    rows: int
    learnt_from: int
    reach: Reach

    @classmethod
    def built(cls, vectors: VectorsView, rows: int) -> Coarse:
        """Learn codes from a sample of the first `rows` rows, encode all of them, and measure how far to look."""
        random = np.random.default_rng(0)
        sample = vectors.take(random.choice(rows, _sample_size(rows), replace=False))
        queries = sample[random.choice(len(sample), min(reach.QUERIES, len(sample)), replace=False)]
        neighbours = reach.nearest(queries, vectors.blocks(0, rows))
        index, lists = _learnt(sample, queries, neighbours, vectors, lists_for(rows))
        for block in vectors.blocks(0, rows):
            index.add(np.ascontiguousarray(block))
        found = _candidates(index, queries, min(rows, FETCHED * neighbours.shape[1]), index.nlist, None)
        places = [
            reach.places_among(near, order[vectors.inner_products(query, order) <= reach.ALIKE])
            for query, near, order in zip(queries, neighbours, found, strict=True)
        ]
        return cls(index, rows, rows, Reach(lists, reach.curve(np.stack(places), reach.BY_CODES)))

    @classmethod
    def loaded(cls, data: NDArray[np.uint8], rows: int, learnt_from: int, reach: Reach) -> Coarse:
        """What `dumped` made, checked by whoever kept it."""
        return cls(faiss.deserialize_index(data), rows, learnt_from, reach)

    def dumped(self) -> NDArray[np.uint8]:
        """All of it as bytes."""
        data: NDArray[np.uint8] = faiss.serialize_index(self.index)
        return data

    def extended(self, blocks: Iterable[Matrix], rows: int) -> Coarse:
        """A copy with more rows after those it has, `rows` in all."""
        index = faiss.clone_index(self.index)
        for block in blocks:
            index.add(np.ascontiguousarray(block))
        return Coarse(index, rows, self.learnt_from, self.reach)

    @property
    def lists(self) -> int:
        """How many lists the codes are in."""
        return int(self.index.nlist)

    def candidates(self, queries: Matrix, fetch: int, probes: int, bits: Bits | None) -> list[Ids]:
        """For each query up to `fetch` rows among `bits` (None: all) whose codes are nearest, in one call."""
        return _candidates(self.index, queries, fetch, probes, bits)


def fits(dim: int) -> bool:
    """Whether vectors of so many numbers can be encoded."""
    return dim % NUMBERS_A_CODE == 0 and dim >= 2 * NUMBERS_A_CODE


def _candidates(index: faiss.IndexIVF, queries: Matrix, fetch: int, probes: int, bits: Bits | None) -> list[Ids]:
    scores = np.empty((len(queries), fetch), dtype=np.float32)
    rows = np.empty((len(queries), fetch), dtype=np.int64)
    selector = None if bits is None else faiss.IDSelectorBitmap(bits.nbytes, pointer(bits.view(np.uint8)))
    parameters = faiss.SearchParametersIVF(sel=selector, nprobe=probes)
    index.search_c(len(queries), pointer(queries), fetch, pointer(scores), pointer(rows), parameters)
    return [found if found[-1] >= 0 else found[found >= 0] for found in rows]  # none are at the end


def _sample_size(rows: int) -> int:
    return min(rows, max(MIN_SAMPLE, SAMPLE_A_LIST * lists_for(rows)))


def _learnt(
    sample: Matrix, queries: Matrix, neighbours: Ids, vectors: VectorsView, lists: int
) -> tuple[faiss.IndexIVF, reach.Curve]:
    """Codes without rows, and how many lists hold the neighbours of a query.

    Where neighbours are scattered over the lists, as those of short texts are, all codes are in one list: these are
    read in half the time, and finer ones pay. A few lists of a part of the sample tell.
    """
    scouts, few = sample[: MIN_SAMPLE // 4], min(SCOUTING_LISTS, lists)
    _, curve = _in_lists(scouts, few, queries, neighbours, vectors)
    if curve[-1] > FEW_LISTS * few:
        index, curve = _untrained(sample.shape[1], 1, FINER), (1.0,) * len(curve)
    else:
        index, curve = _in_lists(sample, lists, queries, neighbours, vectors)
    index.train(sample)
    return index, curve


def _in_lists(
    sample: Matrix, lists: int, queries: Matrix, neighbours: Ids, vectors: VectorsView
) -> tuple[faiss.IndexIVF, reach.Curve]:
    """Codes to be learnt in lists that were, and how many of these hold the neighbours of a query."""
    index = _untrained(sample.shape[1], lists, NUMBERS_A_CODE)
    index.train_q1(len(sample), pointer(sample), False, faiss.METRIC_INNER_PRODUCT)
    _, order = index.quantizer.search(queries, lists)
    homes = [index.quantizer.search(vectors.take(near), 1)[1][:, 0] for near in neighbours]
    places = np.stack([np.argsort(ranks)[home] for ranks, home in zip(order, homes, strict=True)])
    return index, reach.curve(places, reach.IN_LISTS)


def _untrained(dim: int, lists: int, numbers_a_code: int) -> faiss.IndexIVF:
    return faiss.index_factory(dim, f"IVF{lists},PQ{dim // numbers_a_code}x4fsr", faiss.METRIC_INNER_PRODUCT)
