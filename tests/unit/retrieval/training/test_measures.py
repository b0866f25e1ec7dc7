"""How well a mix ranks candidates."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.retrieval.mix import Mix
from matcher.retrieval.training.measures import mean_reciprocal_rank
from matcher.retrieval.training.objective import COLUMNS, ROWS, Judged

MIX = Mix(bias=np.zeros(ROWS, np.float32), slope=np.zeros((ROWS, COLUMNS - 1), np.float32))
"""Trusts everything by half, so that more evidence is a higher place."""

candidates = st.tuples(st.sampled_from([0.0, 0.25, 0.5, 0.75]), st.booleans(), st.booleans())
queries = st.lists(candidates, max_size=5).map(lambda rows: [(0.5, True, False), *rows])


@given(st.lists(queries, min_size=1, max_size=4))
def test_the_first_relevant_candidate_stands_behind_all_that_are_as_good(asked: list[list[tuple]]) -> None:
    rows = [row for query in asked for row in query]
    evidence = np.zeros((len(rows), ROWS))
    evidence[:, 0] = [value for value, _, _ in rows]
    judged = Judged(
        evidence=evidence,
        shape=np.ones((len(rows), COLUMNS)),
        relevant=np.array([relevant for _, relevant, _ in rows]),
        chance=np.array([chance for _, _, chance in rows]),
        start=np.cumsum([0, *map(len, asked[:-1])]),
    )
    reciprocal = []
    for query in asked:
        ranked = [(value, relevant) for value, relevant, chance in query if not chance]
        first = max(value for value, relevant in ranked if relevant)
        reciprocal.append(1 / (1 + sum(value >= first and not relevant for value, relevant in ranked)))
    assert mean_reciprocal_rank(judged, MIX) == pytest.approx(np.mean(reciprocal))
