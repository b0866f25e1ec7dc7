"""What holds for every ranking, and plain loops that the metrics must agree with."""

from __future__ import annotations

from math import log2
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.evaluation.metrics import (
    average_precision,
    mrr,
    ndcg_at_k,
    rank_pessimistically,
    recall_at_k,
    success_at_k,
)

PROFILES = [f"p{number}" for number in range(12)]
grades = st.builds(
    lambda judged, right, grade: {**judged, right: grade},
    st.dictionaries(st.sampled_from(PROFILES), st.integers(0, 3)),
    st.sampled_from(PROFILES),
    st.integers(2, 3),
)
rankings = st.permutations(PROFILES).flatmap(lambda p: st.integers(0, len(p)).map(lambda n: p[:n]))
cutoffs = st.integers(1, 15)


def slow_ndcg(ranking: list[str], judged: dict[str, int], k: int) -> float:
    gained = sum((2 ** judged.get(p, 0) - 1) / log2(1 + rank) for rank, p in enumerate(ranking, 1) if rank <= k)
    best = sorted(judged.values(), reverse=True)
    return gained / sum((2**grade - 1) / log2(1 + rank) for rank, grade in enumerate(best, 1) if rank <= k)


def slow_average_precision(ranking: list[str], judged: dict[str, int]) -> float:
    wanted = {p for p, grade in judged.items() if grade >= 2}
    precisions = [len(wanted & set(ranking[:rank])) / rank for rank, p in enumerate(ranking, 1) if p in wanted]
    return sum(precisions) / len(wanted)


@given(rankings, grades, cutoffs)
def test_metrics_agree_with_plain_loops(ranking: list[str], judged: dict[str, int], k: int) -> None:
    run, qrels = {"q": ranking}, {"q": judged}
    wanted = {p for p, grade in judged.items() if grade >= 2}
    ranks = [rank for rank, p in enumerate(ranking, 1) if p in wanted]
    assert ndcg_at_k(run, qrels, k)[0] == pytest.approx(slow_ndcg(ranking, judged, k))
    assert average_precision(run, qrels)[0] == pytest.approx(slow_average_precision(ranking, judged))
    assert recall_at_k(run, qrels, k)[0] == pytest.approx(len(wanted & set(ranking[:k])) / len(wanted))
    assert success_at_k(run, qrels, k)[0] == (1 if ranks and ranks[0] <= k else 0)
    assert mrr(run, qrels)[0] == pytest.approx(1 / ranks[0] if ranks else 0)


@given(rankings, grades, cutoffs)
def test_ndcg_lies_between_nothing_and_perfection(ranking: list[str], judged: dict[str, int], k: int) -> None:
    assert 0 <= ndcg_at_k({"q": ranking}, {"q": judged}, k)[0] <= 1 + 1e-12


@given(grades, cutoffs)
def test_the_ideal_ranking_is_perfect(judged: dict[str, int], k: int) -> None:
    ideal = sorted(judged, key=lambda p: -judged[p])
    assert ndcg_at_k({"q": ideal}, {"q": judged}, k)[0] == pytest.approx(1)
    assert average_precision({"q": ideal}, {"q": judged})[0] == pytest.approx(1)


places = st.lists(st.integers(0, len(PROFILES) - 1), min_size=2, max_size=2, unique=True)


@given(st.permutations(PROFILES), grades, cutoffs, places)
def test_moving_a_better_answer_up_never_harms(
    ranking: list[str], judged: dict[str, int], k: int, places: list[int]
) -> None:
    upper, lower = sorted(places)
    pair = sorted((ranking[upper], ranking[lower]), key=lambda p: judged.get(p, 0))
    worse, better = list(ranking), list(ranking)
    worse[upper], worse[lower] = pair
    better[lower], better[upper] = pair
    qrels = {"q": judged}
    assert ndcg_at_k({"q": better}, qrels, k)[0] >= ndcg_at_k({"q": worse}, qrels, k)[0] - 1e-12
    assert average_precision({"q": better}, qrels)[0] >= average_precision({"q": worse}, qrels)[0] - 1e-12


@given(rankings, grades, cutoffs)
def test_what_stands_beyond_the_cutoff_does_not_matter(ranking: list[str], judged: dict[str, int], k: int) -> None:
    qrels = {"q": judged}
    for metric in (ndcg_at_k, recall_at_k, success_at_k):
        assert metric({"q": ranking}, qrels, k)[0] == metric({"q": ranking[:k]}, qrels, k)[0]


@given(st.dictionaries(st.sampled_from(PROFILES), st.sampled_from([0.0, 0.5, 1.0]), min_size=1), grades, st.randoms())
def test_no_other_order_of_equal_scores_does_worse(
    scores: dict[str, float], judged: dict[str, int], rng: Random
) -> None:
    shuffled = sorted(scores)
    rng.shuffle(shuffled)
    other = sorted(shuffled, key=lambda p: -scores[p])
    worst = rank_pessimistically(scores, judged)
    assert [scores[p] for p in worst] == [scores[p] for p in other]
    assert ndcg_at_k({"q": worst}, {"q": judged}, 10)[0] <= ndcg_at_k({"q": other}, {"q": judged}, 10)[0] + 1e-12
