"""From judged rankings of texts to the rows a mix is learnt from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.evaluation.retrieval_set import RELEVANT, RetrievalSet
from matcher.retrieval.mix import COMPONENTS
from matcher.retrieval.ranking import Collection, TextRanker
from matcher.retrieval.training.objective import Floats, Judged

BEST = 100
"""Candidates of a query that are ranked: those whose components sum highest."""

CHANCE = 10
"""Documents drawn at random for each query, which tell what unrelated texts look like."""

BLOCK = 64
SEED = 0


def judged_rows(judged: RetrievalSet, ranker: TextRanker) -> Judged:
    """The candidates of every judged query of a set, with what their evidence is and what they are like."""
    place = {document: row for row, document in enumerate(judged.documents)}
    collection = ranker.collection([*judged.documents.values()])
    relevant = [
        np.array([place[document] for document, grade in grades.items() if grade >= RELEVANT])
        for grades in judged.qrels.values()
    ]
    parts = [
        part
        for start in range(0, len(relevant), BLOCK)
        for part in _block(collection, judged.asked()[start : start + BLOCK], relevant[start : start + BLOCK], start)
    ]
    evidence, shape, right, chance = zip(*parts, strict=True)
    lengths = [len(one) for one in right]
    return Judged(
        evidence=np.concatenate(evidence),
        shape=np.concatenate(shape),
        relevant=np.concatenate(right),
        chance=np.concatenate(chance),
        start=np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64),
    )


def halves(judged: Judged) -> tuple[Judged, Judged]:
    """The same rows, every second query apart."""
    return _queries(judged, 0), _queries(judged, 1)


def _queries(judged: Judged, first: int) -> Judged:
    lengths = np.diff(judged.start, append=len(judged.relevant))
    taken = np.arange(len(lengths)) % 2 == first
    rows = np.repeat(taken, lengths)
    return Judged(
        evidence=judged.evidence[rows],
        shape=judged.shape[rows],
        relevant=judged.relevant[rows],
        chance=judged.chance[rows],
        start=np.concatenate([[0], np.cumsum(lengths[taken])[:-1]]).astype(np.int64),
    )


def _block(
    collection: Collection, queries: Sequence[str], relevant: Sequence[NDArray[np.int64]], start: int
) -> list[tuple[Floats, Floats, NDArray[np.bool_], NDArray[np.bool_]]]:
    table = collection.queries(queries)
    documents = len(collection.documents)
    components = collection.model.components(table, collection.documents)
    shape = collection.model.shape(table, collection.documents)
    promise = components.sum(axis=0)
    features = [np.broadcast_to(feature, promise.shape) for feature in shape.features]
    rows = []
    for row, right in enumerate(relevant):
        random = np.random.default_rng((SEED, start + row))
        best = np.argpartition(-promise[row], min(BEST, documents) - 1)[:BEST]
        taken = np.union1d(best, right)
        drawn = random.choice(documents, size=min(CHANCE, documents), replace=False)
        drawn = drawn[~np.isin(drawn, right)]
        found = np.concatenate([taken, drawn])
        evidence = np.empty((len(found), len(COMPONENTS) + 1))
        evidence[:, :-1] = components[:, row, found].T
        evidence[:, -1] = collection.distinctness[found]
        like = np.stack([np.ones(len(found)), *(feature[row, found] for feature in features)], axis=1)
        chance = np.repeat([False, True], [len(taken), len(drawn)])
        rows.append((evidence, like, np.isin(found, right), chance))
    return rows
