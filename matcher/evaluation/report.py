"""What an evaluation says: overall, by language, by direction, and across languages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import numpy as np

from matcher.errors import InvalidInput
from matcher.evaluation import metrics
from matcher.evaluation.golden import GoldenQuery, GoldenSet
from matcher.evaluation.metrics import RELEVANT, Estimate, Qrels, Run

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """The metrics of a group of queries, by name; empty where the group is."""

    estimates: Mapping[str, Estimate]

    @property
    def queries(self) -> int:
        """How many queries the group has."""
        return next((estimate.queries for estimate in self.estimates.values()), 0)


@dataclass(frozen=True, slots=True)
class Gap:
    """How much nDCG a language's queries lose when the answers are in the other language.

    `home` and `away` are means over the `queries` queries that have relevant profiles in both languages, so that no
    difference between sets of queries mixes in. `relative` is (home - away) / home: 0.1 is a loss of 10%, negative
    where the other language fares better, None where there are no such queries or home is 0.
    """

    home: float | None
    away: float | None
    relative: float | None
    queries: int


@dataclass(frozen=True, slots=True)
class CrossLingual:
    """Sections by (query language, profile language), and the gap of each query language."""

    pairs: Mapping[Pair, Section]
    gaps: Mapping[str, Gap]


@dataclass(frozen=True, slots=True)
class Report:
    """An evaluation at cut-off k; `synthetic` looks only at the profiles where both languages are equally frequent."""

    k: int
    overall: Section
    by_language: Mapping[str, Section]
    by_direction: Mapping[str, Section]
    by_kind: Mapping[str, Section]
    crossed: CrossLingual
    synthetic: CrossLingual


def evaluate(golden: GoldenSet, run: Run, *, k: int = 10, seed: int = 0) -> Report:
    """Measure a run on every query of a golden set.

    Raises:
        InvalidInput: the set has no queries, or the run breaks a rule of the metrics.
    """
    if not golden.queries:
        raise InvalidInput("the golden set has no queries to evaluate; choose another split or folder")

    def by(key: Callable[[GoldenQuery], str]) -> dict[str, Section]:
        groups = sorted({key(query) for query in golden.queries})
        return {
            group: _section(
                run, {q.query_id: golden.qrels[q.query_id] for q in golden.queries if key(q) == group}, k, seed
            )
            for group in groups
        }

    return Report(
        k=k,
        overall=_section(run, golden.qrels, k, seed),
        by_language=by(lambda query: query.language),
        by_direction=by(lambda query: query.direction),
        by_kind=by(lambda query: query.kind),
        crossed=_crossed(golden, run, golden.languages.keys(), k, seed),
        synthetic=_crossed(golden, run, golden.synthetic, k, seed),
    )


def restrict(run: Run, qrels: Qrels, profiles: Collection[str]) -> tuple[Run, Qrels]:
    """The ranking and the judgements with `profiles` only; queries with no relevant one among them are left out."""
    kept = {
        query: {profile: grade for profile, grade in grades.items() if profile in profiles}
        for query, grades in qrels.items()
    }
    kept = {query: grades for query, grades in kept.items() if max(grades.values(), default=0) >= RELEVANT}
    ranked = {query: [profile for profile in run.get(query, ()) if profile in profiles] for query in kept}
    return ranked, kept


def _crossed(golden: GoldenSet, run: Run, among: Collection[str], k: int, seed: int) -> CrossLingual:
    speaking = {
        language: frozenset(profile for profile in among if golden.languages[profile] == language)
        for language in sorted(set(golden.languages.values()))
    }
    asked = sorted({query.language for query in golden.queries})
    restricted: dict[Pair, tuple[Run, Qrels]] = {}
    for query_language in asked:
        qrels = {q.query_id: golden.qrels[q.query_id] for q in golden.queries if q.language == query_language}
        for language, profiles in speaking.items():
            restricted[query_language, language] = restrict(run, qrels, profiles)
    return CrossLingual(
        pairs={pair: _section(ranked, qrels, k, seed) for pair, (ranked, qrels) in restricted.items()},
        gaps={
            home: _gap(restricted[home, home], restricted[home, away], k)
            for home in asked
            for away in speaking
            if home in speaking and away != home
        },
    )


def _gap(home: tuple[Run, Qrels], away: tuple[Run, Qrels], k: int) -> Gap:
    common = [query for query in home[1] if query in away[1]]
    if not common:
        return Gap(home=None, away=None, relative=None, queries=0)
    means = [
        float(np.mean(metrics.ndcg_at_k(run, {query: qrels[query] for query in common}, k)))
        for run, qrels in (home, away)
    ]
    relative = (means[0] - means[1]) / means[0] if means[0] > 0 else None
    return Gap(home=means[0], away=means[1], relative=relative, queries=len(common))


def _section(run: Run, qrels: Qrels, k: int, seed: int) -> Section:
    if not qrels:
        return Section({})
    values = {
        f"ndcg@{k}": metrics.ndcg_at_k(run, qrels, k),
        f"recall@{k}": metrics.recall_at_k(run, qrels, k),
        f"success@{k}": metrics.success_at_k(run, qrels, k),
        "mrr": metrics.mrr(run, qrels),
        "map": metrics.average_precision(run, qrels),
    }
    return Section({name: metrics.bootstrap(scores, seed=seed) for name, scores in values.items()})
