"""Rankings as arrays: the best of many, and what equal scores are worth."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matcher.evaluation.metrics import rank_pessimistically
from matcher.evaluation.rankings import BLOCK, above_zero, best, pessimistic

few_scores = st.sampled_from([0.0, 0.25, 0.5, 1.0])
documents = st.integers(1, 8)
tables = documents.flatmap(
    lambda width: st.lists(st.lists(few_scores, min_size=width, max_size=width), min_size=1, max_size=4)
)


@given(tables, st.integers(1, 10))
def test_the_best_are_those_of_a_plain_sort(table: list[list[float]], k: int) -> None:
    scores, places = best(lambda rows: np.array(table)[rows], len(table), k)
    assert scores.shape == places.shape == (len(table), k)
    for row, found, where in zip(table, scores.tolist(), places.tolist(), strict=True):
        wanted = sorted(range(len(row)), key=lambda place: (-row[place], place))[:k]
        assert [place for place in where if place >= 0] == wanted
        assert found[: len(wanted)] == [row[place] for place in wanted]


def test_queries_beyond_one_block_are_ranked_too() -> None:
    table = np.eye(BLOCK + 3)
    _, places = best(lambda rows: table[rows], len(table), 1)
    assert places[:, 0].tolist() == list(range(BLOCK + 3))


def test_what_shares_nothing_is_not_ranked() -> None:
    scores, places = best(lambda rows: above_zero(np.array([[0.0, 0.5, -0.1]])[rows]), 1, 2)
    assert places.tolist() == [[1, -1]]
    assert scores.tolist() == [[0.5, -np.inf]]


@given(tables, st.data(), st.integers(1, 9))
def test_equal_scores_are_broken_as_by_sorting_everything(
    table: list[list[float]], data: st.DataObject, depth: int
) -> None:
    width = len(table[0])
    judged = data.draw(st.lists(st.integers(0, 3), min_size=width, max_size=width))
    ranked = best(lambda rows: np.array(table)[rows], len(table), min(depth + 1, width))
    places = pessimistic(ranked, np.array(judged)[ranked[1]], depth)
    for row, found in zip(table, places.tolist(), strict=True):
        by_id = {str(place): score for place, score in enumerate(row)}
        worst = rank_pessimistically(by_id, {str(place): grade for place, grade in enumerate(judged)})[:depth]
        grades = [judged[place] if place >= 0 else 0 for place in found]
        fair = [judged[int(place)] for place in worst]
        # Where the cut splits equal scores no relevant one is counted; above them both say the same.
        cut = sorted(row, reverse=True)[depth] if depth < width else -1.0
        above = sum(score > cut for score in row)
        assert grades[:above] == fair[:above]
        assert grades[above:] == ([0] * len(grades[above:]) if depth < width else fair[above:])


def test_a_ranking_that_cannot_tell_documents_apart_finds_nothing() -> None:
    ranked = best(lambda rows: np.ones((1, 5))[rows], 1, 3)
    assert pessimistic(ranked, np.array([[1, 0, 0]]), 2).tolist() == [[1, 2]]
    ranked = best(lambda rows: np.ones((1, 2))[rows], 1, 2)
    assert pessimistic(ranked, np.array([[1, 0]]), 2).tolist() == [[1, 0]]
