"""How well a mix ranks candidates, on rankings that can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.retrieval.mix import COMPONENTS, SHAPE, Mix
from matcher.retrieval.training.measures import mean_reciprocal_rank
from matcher.retrieval.training.objective import Judged

KINDS = len(COMPONENTS) + 1
EVEN = Mix(np.zeros(KINDS, np.float32), np.zeros((KINDS, len(SHAPE)), np.float32))
"""Trusts all evidence by half, so that more evidence of the first kind ranks higher."""

Row = tuple[float, bool, bool]
"""Evidence of the first kind, whether relevant, whether drawn by chance."""


def judged(*queries: list[Row]) -> Judged:
    rows = [row for query in queries for row in query]
    evidence = np.zeros((len(rows), KINDS))
    evidence[:, 0] = [strength for strength, _, _ in rows]
    return Judged(
        evidence=evidence,
        shape=np.hstack([np.ones((len(rows), 1)), np.zeros((len(rows), len(SHAPE)))]),
        relevant=np.array([relevant for _, relevant, _ in rows]),
        chance=np.array([chance for _, _, chance in rows]),
        start=np.cumsum([0, *map(len, queries)])[:-1],
    )


def test_the_first_relevant_candidate_counts() -> None:
    first = [(0.9, True, False), (0.5, False, False), (0.1, True, False)]
    third = [(0.9, False, False), (0.2, True, False), (0.4, False, False), (0.1, True, False)]
    assert mean_reciprocal_rank(judged(first, third), EVEN) == pytest.approx((1 + 1 / 3) / 2)


def test_equal_scores_count_against_it() -> None:
    assert mean_reciprocal_rank(judged([(0.5, False, False), (0.5, True, False)]), EVEN) == pytest.approx(1 / 2)


def test_what_was_drawn_by_chance_is_not_ranked() -> None:
    query = [(0.5, True, False), (0.9, False, True), (0.5, False, True), (0.95, True, True)]
    assert mean_reciprocal_rank(judged(query), EVEN) == 1


def test_a_mix_that_trusts_what_is_relevant_ranks_better() -> None:
    rows = judged([(0.9, False, False), (0.1, True, False)])
    rows.evidence[:, 1] = [0.1, 0.8]
    bias = EVEN.bias.copy()
    bias[0], bias[1] = -5, 5
    assert mean_reciprocal_rank(rows, EVEN) == pytest.approx(1 / 2)
    assert mean_reciprocal_rank(rows, Mix(bias, EVEN.slope)) == 1


strengths = st.integers(0, 4).map(lambda quarter: quarter / 4)
asked = st.lists(st.tuples(strengths, st.booleans(), st.booleans()), max_size=6).map(
    lambda rows: [(0.5, True, False), *rows]
)


@given(st.lists(asked, min_size=1, max_size=4))
def test_it_is_what_a_plain_loop_finds(queries: list[list[Row]]) -> None:
    found = []
    for query in queries:
        ranked = [(strength, relevant) for strength, relevant, chance in query if not chance]
        best = max(strength for strength, relevant in ranked if relevant)
        found.append(1 / (1 + sum(strength >= best and not relevant for strength, relevant in ranked)))
    assert mean_reciprocal_rank(judged(*queries), EVEN) == pytest.approx(np.mean(found))
