"""How alike two indexes answer."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from embeddings.arrays import Ids, Matrix
from embeddings.index import Clause, Neighbors, VectorSnapshot, Where
from matcher.domain.profiles import Profile
from matcher.ports import Store
from matcher.usecases.indexes.rows import OFFERS, SEEKS, RowMaker


@dataclass(frozen=True, slots=True)
class Question:
    """One stored item asked of the other side's index."""

    side: str
    vector: Matrix
    where: Where


@dataclass(frozen=True, slots=True)
class Comparison:
    """Of so many `questions`, the mean and the smallest share of the k nearest that both indexes name.

    `score_gap` is the largest difference between the scores of the same place; `counts_differ` is how often they
    disagree on how many rows pass, which exact filters never do.
    """

    questions: int
    overlap: float
    worst: float
    score_gap: float
    counts_differ: int


def sample_questions(store: Store, maker: RowMaker, number: int, seed: int = 0) -> list[Question]:
    """Up to `number` questions of stored profiles, half of them within the asker's Municipio where that is known."""
    with store.unit_of_work() as unit:
        known = [profile_id for profile_id, _ in unit.profiles.names()]
        chosen = random.Random(seed).sample(known, min(number, len(known)))  # noqa: S311 -- a sample, not a secret
        profiles = [stored.profile for stored in unit.profiles.get_many(chosen).values()]
    questions = [one for profile in profiles for one in _questions(profile, maker)]
    return questions[:: max(1, len(questions) // number)][:number] if number else []


def compare(
    one: Mapping[str, VectorSnapshot], other: Mapping[str, VectorSnapshot], questions: Sequence[Question], k: int
) -> Comparison:
    """Ask both the same."""
    overlaps, gaps, differing = [], [0.0], 0
    for question in questions:
        asked = (question.vector, k)
        first, second = (each[question.side].search(*asked, where=question.where) for each in (one, other))
        overlaps.append(overlap(first.ids[0], second.ids[0]))
        gaps.append(_gap(first, second))
        counts = {each[question.side].count(question.where) for each in (one, other)}
        differing += len(counts) > 1
    return Comparison(
        len(questions),
        float(np.mean(overlaps)) if overlaps else 1.0,
        min(overlaps, default=1.0),
        max(gaps),
        differing,
    )


def overlap(one: Ids, other: Ids) -> float:
    """The share of two lists of neighbours that both name, of the longer one; 1 where both are empty."""
    first, second = set(one[one >= 0].tolist()), set(other[other >= 0].tolist())
    return len(first & second) / max(len(first), len(second)) if first or second else 1.0


def _questions(profile: Profile, maker: RowMaker) -> list[Question]:
    rows = maker.rows([profile])
    near = Where()
    if profile.place.municipio is not None:
        near = Where((Clause("municipio", any=frozenset({str(profile.place.municipio)})),))
    vectors = [(OFFERS, vector) for vector in rows[SEEKS].vectors] + [
        (SEEKS, vector) for vector in rows[OFFERS].vectors
    ]
    return [
        Question(side, vector[np.newaxis], near if number % 2 else Where())
        for number, (side, vector) in enumerate(vectors)
    ]


def _gap(one: Neighbors, other: Neighbors) -> float:
    both = np.isfinite(one.scores) & np.isfinite(other.scores)
    return float(np.abs(one.scores[both] - other.scores[both]).max(initial=0.0))
