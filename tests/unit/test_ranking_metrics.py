"""Metrics on rankings small enough to work out by hand."""

from __future__ import annotations

from collections.abc import Callable
from math import log2

import numpy as np
import pytest

from matcher.errors import InvalidInput
from matcher.evaluation.metrics import (
    average_precision,
    bootstrap,
    mrr,
    ndcg_at_k,
    rank_pessimistically,
    recall_at_k,
    success_at_k,
)

# A tailor is what is sought, a shirt maker would do, a draper could help, a tailoring app only shares the word.
GRADES = {"tailor": 3, "shirts": 2, "draper": 1, "app": 0}


def of(ranking: list[str]) -> tuple[dict[str, list[str]], dict[str, dict[str, int]]]:
    return {"q": ranking}, {"q": GRADES}


def test_ndcg_discounts_the_gain_of_each_grade_by_its_rank() -> None:
    run, qrels = of(["app", "tailor", "unjudged", "shirts"])
    gained = 0 / log2(2) + 7 / log2(3) + 0 / log2(4) + 3 / log2(5)
    ideal = 7 / log2(2) + 3 / log2(3) + 1 / log2(4) + 0 / log2(5)
    assert ndcg_at_k(run, qrels, 10)[0] == pytest.approx(gained / ideal)


def test_ndcg_at_two_compares_with_the_best_two() -> None:
    run, qrels = of(["shirts", "tailor", "draper"])
    assert ndcg_at_k(run, qrels, 2)[0] == pytest.approx((3 + 7 / log2(3)) / (7 + 3 / log2(3)))


def test_recall_counts_the_relevant_only() -> None:
    run, qrels = of(["draper", "shirts", "tailor"])
    assert recall_at_k(run, qrels, 2)[0] == 1 / 2
    assert recall_at_k(run, qrels, 3)[0] == 2 / 2


def test_success_asks_for_one_relevant_answer_in_time() -> None:
    run, qrels = of(["draper", "app", "shirts"])
    assert success_at_k(run, qrels, 2)[0] == 0
    assert success_at_k(run, qrels, 3)[0] == 1


def test_reciprocal_rank_looks_for_the_first_relevant_answer() -> None:
    run, qrels = of(["draper", "app", "shirts", "tailor"])
    assert mrr(run, qrels)[0] == 1 / 3


def test_average_precision_averages_over_the_relevant_found_or_not() -> None:
    run, qrels = of(["tailor", "draper", "shirts"])
    assert average_precision(run, qrels)[0] == pytest.approx((1 / 1 + 2 / 3) / 2)
    run, qrels = of(["draper", "shirts"])
    assert average_precision(run, qrels)[0] == pytest.approx((1 / 2) / 2)


def test_values_come_in_the_order_of_the_judgements_and_unanswered_queries_score_nothing() -> None:
    qrels = {"answered": {"tailor": 3}, "forgotten": {"tailor": 3}}
    run = {"answered": ["tailor"]}
    for values in (
        ndcg_at_k(run, qrels, 5),
        recall_at_k(run, qrels, 5),
        mrr(run, qrels),
        average_precision(run, qrels),
    ):
        assert values.tolist() == [1.0, 0.0]


def test_a_tie_profits_nobody() -> None:
    tied = {"tailor": 0.5, "app": 0.5, "unjudged": 0.5, "draper": 0.9}
    assert rank_pessimistically(tied, GRADES) == ["draper", "app", "unjudged", "tailor"]


@pytest.mark.parametrize("metric", [recall_at_k, success_at_k, ndcg_at_k])
def test_a_cutoff_below_one_is_refused(metric: Callable[..., object]) -> None:
    with pytest.raises(InvalidInput, match="k must be at least 1"):
        metric(*of(["tailor"]), 0)


def test_a_ranking_that_repeats_an_id_is_refused() -> None:
    with pytest.raises(InvalidInput, match="query q repeats an id"):
        ndcg_at_k(*of(["tailor", "tailor"]), 10)


def test_a_query_nobody_answers_is_refused() -> None:
    only_related = {"q": {"draper": 1, "app": 0}}
    assert ndcg_at_k({"q": ["draper"]}, only_related, 10)[0] == 1
    with pytest.raises(InvalidInput, match="no profile of grade 2 or more"):
        mrr({"q": ["draper"]}, only_related)
    with pytest.raises(InvalidInput, match="no profile of grade 1 or more"):
        ndcg_at_k({"q": ["app"]}, {"q": {"app": 0}}, 10)


def test_what_counts_as_relevant_can_be_lowered() -> None:
    run, qrels = of(["app", "draper", "shirts"])
    assert mrr(run, qrels)[0] == 1 / 3
    assert mrr(run, qrels, relevant=1)[0] == 1 / 2
    assert success_at_k(run, qrels, 2, relevant=1)[0] == 1
    assert recall_at_k(run, qrels, 3, relevant=1)[0] == 2 / 3
    assert average_precision(run, qrels, relevant=1)[0] == pytest.approx((1 / 2 + 2 / 3) / 3)
    assert mrr({"q": ["draper"]}, {"q": {"draper": 1}}, relevant=1)[0] == 1


def test_the_interval_surrounds_the_mean_and_is_the_same_for_a_seed() -> None:
    values = np.array([0.0, 0.25, 0.5, 1.0] * 10)
    estimate = bootstrap(values, seed=7)
    assert estimate == bootstrap(values, seed=7)
    assert estimate.mean == (0.0 + 0.25 + 0.5 + 1.0) / 4
    assert 0 < estimate.low < estimate.mean < estimate.high < 1
    assert estimate.queries == 40


def test_equal_values_leave_nothing_open() -> None:
    estimate = bootstrap(np.full(5, 0.5), seed=1)
    assert (estimate.low, estimate.mean, estimate.high) == (0.5, 0.5, 0.5)


def test_an_interval_of_nothing_is_refused() -> None:
    with pytest.raises(InvalidInput, match="at least one value"):
        bootstrap(np.array([], dtype=np.float64), seed=1)
