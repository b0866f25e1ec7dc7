"""What a filtered search costs, and where scanning overtakes gathering: `python -m benchmarks.index [ROWS]`.

Vectors of 384 dimensions, k = 10, the best of several rounds, one thread. `gather` and `scan` force the two ways, to
check `embeddings.faiss_index.GATHER_SHARE`. The peer is a product of matrices in numpy and a mask; it takes every core
unless OPENBLAS_NUM_THREADS=1 is set.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from benchmarks.reporting import Row, Table, publish
from embeddings import Clause, Payload, Where, faiss_index
from embeddings.arrays import Matrix, unit_rows
from embeddings.faiss_index import FaissIndex

DIM = 384
K = 10
SHARES = (1.0, 0.9, 0.7, 0.5, 0.3, 0.1, 0.01, 0.001)
ROUNDS = 15
WAYS = ("count", "search", "gather", "scan", "numpy")


def main() -> None:
    """Fill an index with random rows, a facet for each share, and time a query for each."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    random = np.random.default_rng(0)
    vectors = unit_rows(random.standard_normal((rows, DIM), dtype=np.float32))
    drawn = random.random((rows, len(SHARES))) < SHARES
    names = np.array([str(share) for share in SHARES])
    payloads = [Payload({"share": frozenset(names[of_row].tolist())}) for of_row in drawn]
    index = FaissIndex(DIM)
    started = perf_counter()
    index.upsert(np.arange(rows), vectors, payloads)
    filled_us = 1e6 * (perf_counter() - started) / rows
    found: list[Row] = []
    query = unit_rows(random.standard_normal((1, DIM), dtype=np.float32))
    for place, share in enumerate(SHARES):
        where = Where((Clause("share", all=frozenset({str(share)})),))
        times = [
            _best_ms(partial(index.count, where)),
            _search_ms(index, query, where, faiss_index.GATHER_SHARE),
            _search_ms(index, query, where, gather_share=1.0),
            _search_ms(index, query, where, gather_share=0.0),
            _best_ms(partial(_peer, vectors, query[0], drawn[:, place])),
        ]
        found.append({"passes": f"{share:.1%}"} | dict(zip(WAYS, times, strict=True)))
    note = f"ms a query, the best of {ROUNDS}; an upsert takes {filled_us:.1f} µs a row"
    publish("index", [Table(f"{rows:,} rows", found, note)])


def _search_ms(index: FaissIndex, query: Matrix, where: Where, gather_share: float) -> float:
    usual = faiss_index.GATHER_SHARE
    faiss_index.GATHER_SHARE = gather_share
    try:
        return _best_ms(partial(index.search, query, K, where=where))
    finally:
        faiss_index.GATHER_SHARE = usual


def _peer(vectors: Matrix, query: NDArray[np.float32], passing: NDArray[np.bool_]) -> None:
    np.where(passing, vectors @ query, -2).argpartition(-K)


def _best_ms(run: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        started = perf_counter()
        run()
        times.append(perf_counter() - started)
    return 1000 * min(times)


if __name__ == "__main__":
    main()
