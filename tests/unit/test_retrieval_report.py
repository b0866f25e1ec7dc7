"""What is measured of a ranker, on a set small enough to work out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from math import log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.evaluation.metrics import mrr, rank_pessimistically
from matcher.evaluation.rankings import Ranked, Ranker, best
from matcher.evaluation.retrieval_report import DEPTH, measure
from matcher.evaluation.retrieval_set import RetrievalSet

TRADES = RetrievalSet(
    name="trades",
    queries={"q1": "sarta", "q2": "fornaia", "q3": "notaio"},
    documents={"d1": "tailor", "d2": "baker", "d3": "dress maker"},
    qrels={"q1": {"d1": 1, "d3": 1}, "q2": {"d2": 1}},
)


def ranker_of(scores: Sequence[Sequence[float]]) -> Ranker:
    def rank(queries: Sequence[str], documents: Sequence[str], k: int, /) -> Ranked:
        return best(lambda rows: np.array(scores)[rows], len(queries), k)

    return rank


def means(judged: RetrievalSet, ranker: Ranker) -> dict[str, float]:
    return {name: estimate.mean for name, estimate in measure(judged, ranker).estimates.items()}


def test_metrics_are_means_over_the_judged_queries() -> None:
    # The dress maker comes second and the tailor third for the first query; the baker comes first for the second.
    found = means(TRADES, ranker_of([[0.1, 0.9, 0.5], [0.2, 0.9, 0.5]]))
    first = (1 / log2(3) + 1 / log2(4)) / (1 + 1 / log2(3))
    assert found == {
        "ndcg@10": pytest.approx((first + 1) / 2),
        "mrr@100": (1 / 2 + 1) / 2,
        "map@100": pytest.approx(((1 / 2 + 2 / 3) / 2 + 1) / 2),
        "recall@10": 1,
        "success@1": 1 / 2,
    }


def test_the_ranker_sees_the_judged_queries_and_every_document() -> None:
    seen = []

    def rank(queries: Sequence[str], documents: Sequence[str], k: int, /) -> Ranked:
        seen.append((list(queries), list(documents), k))
        return ranker_of([[1, 2, 3]] * 2)(queries, documents, k)

    measure(TRADES, rank)
    assert seen == [(["sarta", "fornaia"], ["tailor", "baker", "dress maker"], 3)]


def test_a_ranker_that_says_the_same_of_all_gains_nothing_by_it() -> None:
    assert means(TRADES, ranker_of([[1, 1, 1]] * 2))["mrr@100"] == pytest.approx((1 / 2 + 1 / 3) / 2)


def test_what_a_ranker_leaves_out_is_not_found() -> None:
    assert means(TRADES, ranker_of([[-np.inf] * 3] * 2))["recall@10"] == 0


def test_a_document_beyond_the_depth_counts_as_not_found() -> None:
    documents = {f"d{number}": "text" for number in range(DEPTH + 5)}
    falling = -np.arange(len(documents), dtype=float)
    for place, found in ((DEPTH - 1, 1 / DEPTH), (DEPTH, 0)):
        judged = RetrievalSet("many", {"q": "text"}, documents, {"q": {f"d{place}": 1}})
        assert means(judged, ranker_of([falling.tolist()]))["mrr@100"] == found


scores = st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=3, max_size=3)


@given(st.lists(scores, min_size=2, max_size=2))
def test_ties_are_broken_as_the_oracle_does(table: list[list[float]]) -> None:
    run = {
        query: rank_pessimistically(dict(zip(TRADES.documents, row, strict=True)), grades)
        for (query, grades), row in zip(TRADES.qrels.items(), table, strict=True)
    }
    assert means(TRADES, ranker_of(table))["mrr@100"] == pytest.approx(mrr(run, TRADES.qrels, relevant=1).mean())
