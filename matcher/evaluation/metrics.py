"""Ranking metrics on graded judgements: one value per query, and an interval for their mean.

`Qrels` maps a query to the grades of its judged profiles or documents, `Run` a query to the ids ranked for it, best
first. What is not judged counts as grade 0. Every metric returns float64 (q,), values in [0, 1], in the order of the
qrels; a query that the run leaves out scores 0. An answer is *relevant* where its grade reaches `relevant`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.errors import InvalidInput

Qrels = Mapping[str, Mapping[str, int]]
Run = Mapping[str, Sequence[str]]
Scores = NDArray[np.float64]

RELEVANT = 2
"""The least grade of a relevant profile of the golden set, where 1 says only that it is related."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over `queries` queries and the bounds of its bootstrap interval."""

    mean: float
    low: float
    high: float
    queries: int


def rank_pessimistically(scores: Mapping[str, float], grades: Mapping[str, int]) -> list[str]:
    """The ids by descending score; among equals the worst grade first, so that no ranking profits from a tie."""
    return sorted(scores, key=lambda profile: (-scores[profile], grades.get(profile, 0), profile))


def ndcg_at_k(run: Run, qrels: Qrels, k: int) -> Scores:
    """Normalised discounted cumulative gain of the first k: gain 2^grade - 1, discount log2(1 + rank).

    Raises:
        InvalidInput: k < 1, a ranking that repeats an id, or a query whose grades are all 0.

    Source: Burges et al., Learning to Rank using Gradient Descent, ICML 2005.
    """
    _require_positive(k)

    def score(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
        ideal = _discounted_gain(sorted(grades.values(), reverse=True)[:k])
        return _discounted_gain([grades.get(profile, 0) for profile in ranking[:k]]) / ideal

    return _per_query(run, qrels, score, least=1)


def recall_at_k(run: Run, qrels: Qrels, k: int, *, relevant: int = RELEVANT) -> Scores:
    """The share of the relevant profiles that the first k hold.

    Raises:
        InvalidInput: k < 1, a ranking that repeats an id, or a query with no relevant profile.
    """
    _require_positive(k)

    def score(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
        return sum(_hits(ranking[:k], grades, relevant)) / _count(grades, relevant)

    return _per_query(run, qrels, score, least=relevant)


def success_at_k(run: Run, qrels: Qrels, k: int, *, relevant: int = RELEVANT) -> Scores:
    """1 where the first k hold a relevant profile, else 0.

    Raises:
        InvalidInput: k < 1, a ranking that repeats an id, or a query with no relevant profile.
    """
    _require_positive(k)

    def score(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
        return float(any(_hits(ranking[:k], grades, relevant)))

    return _per_query(run, qrels, score, least=relevant)


def mrr(run: Run, qrels: Qrels, *, relevant: int = RELEVANT) -> Scores:
    """The reciprocal rank of the first relevant profile, 0 where none is ranked; their mean is the MRR.

    Raises:
        InvalidInput: a ranking that repeats an id, or a query with no relevant profile.
    """

    def score(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
        return next((1 / rank for rank, hit in enumerate(_hits(ranking, grades, relevant), 1) if hit), 0.0)

    return _per_query(run, qrels, score, least=relevant)


def average_precision(run: Run, qrels: Qrels, *, relevant: int = RELEVANT) -> Scores:
    """The mean, over the relevant profiles, of the precision at each one's rank; 0 for those not ranked.

    Raises:
        InvalidInput: a ranking that repeats an id, or a query with no relevant profile.
    """

    def score(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
        hits = np.array(_hits(ranking, grades, relevant), dtype=np.float64)
        precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
        return float(precision @ hits) / _count(grades, relevant)

    return _per_query(run, qrels, score, least=relevant)


def bootstrap(values: Scores, *, seed: int, samples: int = 2000, level: float = 0.95) -> Estimate:
    """The mean of `values`, float64 (q,), with the percentile bootstrap interval at `level`.

    Raises:
        InvalidInput: there are no values, or `level` is not in (0, 1).
    """
    if len(values) == 0 or not 0 < level < 1:
        raise InvalidInput("a bootstrap needs at least one value and a level between 0 and 1", values=len(values))
    draws = np.random.default_rng(seed).integers(len(values), size=(samples, len(values)))
    tail = (1 - level) / 2
    low, high = np.quantile(values[draws].mean(axis=1), [tail, 1 - tail])
    return Estimate(mean=float(values.mean()), low=float(low), high=float(high), queries=len(values))


def _per_query(
    run: Run, qrels: Qrels, score: Callable[[Sequence[str], Mapping[str, int]], float], *, least: int
) -> Scores:
    values = np.zeros(len(qrels), dtype=np.float64)
    for row, (query, grades) in enumerate(qrels.items()):
        ranking = run.get(query, ())
        if len(set(ranking)) != len(ranking):
            raise InvalidInput(f"the ranking of query {query} repeats an id; rank each profile once", query=query)
        if max(grades.values(), default=0) < least:
            raise InvalidInput(f"query {query} has no profile of grade {least} or more; leave it out", query=query)
        values[row] = score(ranking, grades)
    return values


def _discounted_gain(grades: Sequence[int]) -> float:
    gains = np.exp2(np.array(grades, dtype=np.float64)) - 1
    return float(gains @ (1 / np.log2(np.arange(2, len(gains) + 2))))


def _hits(ranking: Sequence[str], grades: Mapping[str, int], relevant: int) -> list[bool]:
    return [grades.get(profile, 0) >= relevant for profile in ranking]


def _count(grades: Mapping[str, int], relevant: int) -> int:
    return sum(grade >= relevant for grade in grades.values())


def _require_positive(k: int) -> None:
    if k < 1:
        raise InvalidInput(f"k must be at least 1, not {k}", field="k", found=k)
