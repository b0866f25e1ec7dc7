"""Engines that answer the same filtered query, one thread each: ours, and those one could have taken instead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import faiss
import hnswlib
import numpy as np
from usearch.index import Index as Usearch

from benchmarks.ann.data import Profiles
from benchmarks.ann.filters import Filter
from benchmarks.ann.kept import pgvector, qdrant_edge
from embeddings.arrays import Ids, Matrix
from embeddings.faiss_index import FaissIndex

LINKS, BUILDING_EF = 32, 100
ADDED_AT_A_TIME = 20_000
EFFORTS = (16, 32, 64, 128, 256, 512, 1_024)
"""Nodes that a graph keeps in view while it is walked."""


class Peer(Protocol):
    """An engine that was filled; `efforts` are what it can be tuned to, from fast to thorough."""

    @property
    def efforts(self) -> Sequence[int]: ...

    def search(self, query: Matrix, k: int, condition: Filter, effort: int) -> Ids:
        """Ids of the nearest rows that pass, at most k, of a query (1, dim)."""
        ...


class Ours:
    """`FaissIndex`, which tunes itself; filters are evaluated within each query."""

    efforts = (0,)

    def __init__(self, profiles: Profiles) -> None:
        self.index, payloads = FaissIndex(profiles.vectors.shape[1]), profiles.payloads()
        for first in range(0, len(payloads), ADDED_AT_A_TIME):
            end = min(first + ADDED_AT_A_TIME, len(payloads))
            self.index.upsert(np.arange(first, end), profiles.vectors[first:end], payloads[first:end])
        self.index.settle()

    def search(self, query: Matrix, k: int, condition: Filter, effort: int) -> Ids:
        ids = self.index.search(query, k, where=condition.where).ids[0]
        found: Ids = ids[ids >= 0]
        return found


class FaissFlat:
    """Every row that passes, through a bitmap."""

    efforts = (0,)

    def __init__(self, profiles: Profiles) -> None:
        self._index = faiss.IndexFlatIP(profiles.vectors.shape[1])
        self._index.add(profiles.vectors)

    def search(self, query: Matrix, k: int, condition: Filter, effort: int) -> Ids:
        return _found(self._index, query, k, faiss.SearchParameters(sel=faiss.IDSelectorBitmap(condition.bits)))


class FaissHnsw:
    """A graph whose rejected nodes are walked through."""

    efforts = EFFORTS

    def __init__(self, profiles: Profiles) -> None:
        self._index = faiss.IndexHNSWFlat(profiles.vectors.shape[1], LINKS, faiss.METRIC_INNER_PRODUCT)
        self._index.hnsw.efConstruction = BUILDING_EF
        self._index.add(profiles.vectors)

    def search(self, query: Matrix, k: int, condition: Filter, effort: int) -> Ids:
        selector = faiss.IDSelectorBitmap(condition.bits)
        return _found(self._index, query, k, faiss.SearchParametersHNSW(sel=selector, efSearch=effort))


class Hnswlib:
    """A graph that asks a Python function of each row it meets, unless all pass."""

    efforts = EFFORTS

    def __init__(self, profiles: Profiles) -> None:
        self._index = hnswlib.Index(space="ip", dim=profiles.vectors.shape[1])
        self._index.init_index(max_elements=len(profiles.vectors), ef_construction=BUILDING_EF, M=LINKS)
        self._index.add_items(profiles.vectors, num_threads=1)

    def search(self, query: Matrix, k: int, condition: Filter, effort: int) -> Ids:
        self._index.set_ef(effort)
        mask = condition.mask
        chosen: dict[str, Any] = {} if condition.share == 1 else {"filter": lambda row: mask[row]}
        try:
            ids: Ids = self._index.knn_query(query, k=k, num_threads=1, **chosen)[0][0].astype(np.int64)
        except RuntimeError:  # fewer than k were found
            return np.empty(0, dtype=np.int64)
        return ids


class UsearchGraph:
    """A graph without filters in Python: so many neighbours are fetched that `effort` of them should pass."""

    efforts = EFFORTS

    def __init__(self, profiles: Profiles) -> None:
        self._index = Usearch(
            ndim=profiles.vectors.shape[1],
            metric="ip",
            dtype="f32",
            connectivity=LINKS,
            expansion_add=BUILDING_EF,
            expansion_search=EFFORTS[0],
        )
        self._index.add(np.arange(len(profiles.vectors)), profiles.vectors, threads=1)

    def search(self, query: Matrix, k: int, condition: Filter, effort: int) -> Ids:
        fetched = min(int(effort / max(condition.share, 1e-4)), 20_000)
        ids: Ids = self._index.search(query[0], fetched, threads=1).keys.astype(np.int64)
        return ids[condition.mask[ids]][:k]


PEERS: dict[str, Callable[[Profiles], Peer]] = {
    "ours": Ours,
    "faiss flat": FaissFlat,
    "faiss HNSW": FaissHnsw,
    "hnswlib": Hnswlib,
    "usearch": UsearchGraph,
    "qdrant-edge": qdrant_edge,
    "pgvector": pgvector,
}


def _found(index: faiss.Index, query: Matrix, k: int, parameters: faiss.SearchParameters) -> Ids:
    ids: Ids = index.search(query, k, params=parameters)[1][0]
    return ids[ids >= 0]
