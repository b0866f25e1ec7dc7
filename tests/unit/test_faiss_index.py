"""What the fast index adds to the contract: it frees what is replaced, and leaves threads alone."""

import tracemalloc

import faiss
import numpy as np

from embeddings import Payload
from embeddings.faiss_index import FaissIndex


def test_replacing_and_deleting_frees_memory() -> None:
    vectors = np.zeros((1_000, 1_024), dtype=np.float32)
    vectors[:, 0] = 1
    index, ids = FaissIndex(1_024), np.arange(1_000)
    tracemalloc.start()
    try:
        for round_ in range(20):
            index.upsert(ids, vectors, [Payload({"round": frozenset({str(round_)})})] * 1_000)
        replaced, _ = tracemalloc.get_traced_memory()
        index.delete(ids[10:])
        deleted, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert replaced < 5 * vectors.nbytes  # live rows, as many dead, and room to grow
    assert deleted < vectors.nbytes / 2


def test_a_search_uses_the_threads_it_was_given() -> None:
    query = np.eye(4, dtype=np.float32)[:1]
    faiss.omp_set_num_threads(2)

    FaissIndex(4, threads=1).search(query, 1)

    assert faiss.omp_get_max_threads() == 1
