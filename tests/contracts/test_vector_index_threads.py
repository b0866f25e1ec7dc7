"""An index may be called from several threads."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import numpy as np
import pytest

from embeddings import Clause, Payload, VectorIndex, Where

EAST = np.array([[1, 0, 0]], dtype=np.float32)
ROWS = 60
SHOW_BATCHES_WHOLE = ("exact", "faiss", "pgvector", "qdrant-edge")
"""Kinds of index but a Qdrant cluster, which shows a batch shard by shard."""


@pytest.fixture(autouse=True)
def impatient_threads() -> Iterator[None]:
    """Threads take turns so often that a step without its lock is bound to be interrupted."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


def batch(number: int) -> list[Payload]:
    return [Payload({"batch": frozenset({str(number)})})] * ROWS


@pytest.mark.parametrize("index", SHOW_BATCHES_WHOLE, indirect=True)
def test_readers_see_each_batch_whole_while_it_is_replaced(index: VectorIndex) -> None:
    ids, vectors = np.arange(ROWS, dtype=np.int64), np.repeat(EAST, ROWS, axis=0)
    index.upsert(ids, vectors, batch(0))
    ready, done = Barrier(4), Event()

    def write() -> None:
        ready.wait()
        for number in range(1, 100):
            index.upsert(ids, vectors, batch(number))
        done.set()

    def read() -> None:
        ready.wait()
        while not done.is_set():
            assert index.search(EAST, ROWS).ids.tolist() == [ids.tolist()]
            assert index.count(Where()) == len(index) == ROWS

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        pool.submit(write).result()
        for reader in readers:
            reader.result()
    assert index.count(Where((Clause("batch", all=frozenset({"99"})),))) == ROWS


def test_writers_of_different_rows_lose_none(index: VectorIndex) -> None:
    starts = (0, 100, 200, 300)

    def write(first: int) -> None:
        for row_id in range(first, first + 50):
            index.upsert(np.array([row_id]), EAST, [Payload()])
        index.delete(np.arange(first, first + 25))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, starts))

    kept = [row_id for first in starts for row_id in range(first + 25, first + 50)]
    assert index.search(EAST, len(kept) + 1).ids.tolist() == [[*kept, -1]]
