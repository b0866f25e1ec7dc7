"""Indexes outside of this process answer like the plain one."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings import Payload, VectorIndex, Where
from embeddings.exact_index import ExactIndex
from tests.indexes import empty_index
from tests.properties.test_vector_index_congruence import CORNERS, batches, conditions, corners, row_ids
from tests.vectors import ints


@pytest.fixture(scope="module", params=["pgvector", "qdrant-edge"])
def kept(request: pytest.FixtureRequest) -> Iterator[VectorIndex]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        yield stack.enter_context(empty_index(request.param, 4, folder))


@settings(max_examples=40, deadline=None)
@given(
    first=batches,
    gone=st.lists(row_ids, max_size=20),
    second=batches,
    queries=st.lists(corners, min_size=1, max_size=4),
    k=st.integers(1, 50),
    where=conditions,
)
def test_rows_come_change_and_go_alike(
    kept: VectorIndex,
    first: dict[int, tuple[int, Payload]],
    gone: list[int],
    second: dict[int, tuple[int, Payload]],
    queries: list[int],
    k: int,
    where: Where,
) -> None:
    plain = ExactIndex(4)
    kept.delete(np.arange(60))
    for index in (plain, kept):
        for batch in (first, second):
            index.upsert(
                ints(*batch), CORNERS[[corner for corner, _ in batch.values()]], [p for _, p in batch.values()]
            )
            index.delete(ints(*gone))

    asked = CORNERS[queries]
    expected, answered = plain.search(asked, k, where=where), kept.search(asked, k, where=where)
    np.testing.assert_array_equal(answered.ids, expected.ids)
    np.testing.assert_array_equal(answered.scores, expected.scores)
    assert (len(kept), kept.count(where)) == (len(plain), plain.count(where))
    assert kept.facet("skill", where) == plain.facet("skill", where)
    np.testing.assert_array_equal(kept.fetch(np.arange(45)), plain.fetch(np.arange(45)))
