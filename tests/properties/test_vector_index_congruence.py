"""The fast index answers like the plain one, whatever was done to both."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from embeddings import Clause, Payload, Radius, Where
from embeddings.exact_index import ExactIndex
from embeddings.faiss_index import FaissIndex
from tests.vectors import BERGAMO, DUOMO, LAMBRATE, ints

CORNERS = np.array([*np.eye(4), *-np.eye(4), *product((0.5, -0.5), repeat=4)], dtype=np.float32)
"""24 unit vectors (the 24-cell) whose inner products are multiples of 1/4, exact in any order of summation."""


row_ids = st.integers(0, 40)
corners = st.integers(0, len(CORNERS) - 1)
values = st.frozensets(st.sampled_from("abc"), max_size=2)
points = st.sampled_from([None, DUOMO, LAMBRATE, BERGAMO, (-45.0, -170.0)])
payloads = st.builds(Payload, st.fixed_dictionaries({"kind": values}, optional={"skill": values}), points)
batches = st.dictionaries(row_ids, st.tuples(corners, payloads), min_size=10, max_size=40)
clauses = st.builds(Clause, st.sampled_from(["kind", "skill"]), values, values, values)
in_milan = st.builds(Radius, st.just(DUOMO[0]), st.just(DUOMO[1]), st.sampled_from([0.0, 1.0, 10.0, 100.0]))
anywhere = st.builds(Radius, st.floats(-90, 90), st.floats(-180, 180), st.floats(0, 20_000))
conditions = st.builds(Where, st.lists(clauses, max_size=2).map(tuple), st.none() | in_milan | anywhere)


class Congruence(RuleBasedStateMachine):
    """Rows come, change and go, and questions are asked in between."""

    def __init__(self) -> None:
        super().__init__()
        self.plain, self.fast = ExactIndex(4), FaissIndex(4)

    @rule(batch=batches)
    def upsert(self, batch: dict[int, tuple[int, Payload]]) -> None:
        for index in (self.plain, self.fast):
            vectors = CORNERS[[corner for corner, _ in batch.values()]]
            index.upsert(ints(*batch), vectors, [payload for _, payload in batch.values()])

    @rule(ids=st.lists(row_ids, min_size=5, max_size=30))
    def delete(self, ids: list[int]) -> None:
        assert self.plain.delete(ints(*ids)) == self.fast.delete(ints(*ids))

    @rule(queries=st.lists(corners, min_size=1, max_size=5), k=st.integers(1, 12), condition=conditions)
    def search(self, queries: list[int], k: int, condition: Where) -> None:
        expected = self.plain.search(CORNERS[queries], k, where=condition)
        answered = self.fast.search(CORNERS[queries], k, where=condition)
        np.testing.assert_array_equal(answered.ids, expected.ids)
        np.testing.assert_allclose(answered.scores, expected.scores, atol=1e-5)

    @rule(condition=conditions)
    def count(self, condition: Where) -> None:
        assert self.plain.count(condition) == self.fast.count(condition)

    @invariant()
    def same_length(self) -> None:
        assert len(self.plain) == len(self.fast)


TestCongruence = Congruence.TestCase
TestCongruence.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    dim=st.sampled_from([3, 17, 64]),
    distinct=st.integers(1, 300),
    queries=st.integers(1, 6),
    k=st.integers(1, 60),
    share=st.sampled_from([0.05, 0.4, 0.9, 1.0]),
    spread=st.sampled_from([1.0, 1e-7]),
)
def test_duplicates_and_vectors_a_rounding_apart_rank_alike(
    seed: int, dim: int, distinct: int, queries: int, k: int, share: float, spread: float
) -> None:
    random = np.random.default_rng(seed)
    pool = random.standard_normal(dim) + spread * random.standard_normal((distinct, dim))
    vectors = (pool / np.linalg.norm(pool, axis=1, keepdims=True)).astype(np.float32)[random.integers(0, distinct, 300)]
    labels = [Payload({"half": frozenset({"kept" if kept else "left"})}) for kept in random.random(300) < share]
    ids = random.permutation(1_000)[:300].astype(np.int64)
    plain, fast = ExactIndex(dim), FaissIndex(dim)
    for index in (plain, fast):
        index.upsert(ids, vectors, labels)

    kept_only = Where((Clause("half", all=frozenset({"kept"})),))
    expected = plain.search(vectors[:queries], k, where=kept_only)
    answered = fast.search(vectors[:queries], k, where=kept_only)

    np.testing.assert_array_equal(answered.ids, expected.ids)
    np.testing.assert_allclose(answered.scores, expected.scores, atol=1e-6)
