"""What is measured of a ranker on a set for retrieval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.evaluation import metrics
from matcher.evaluation.rankings import Ranker, pessimistic
from matcher.evaluation.report import Section
from matcher.evaluation.retrieval_set import RELEVANT, RetrievalSet

DEPTH = 100
"""Places of a ranking that are looked at: a document beyond them counts as not found."""


def measure(judged: RetrievalSet, ranker: Ranker, *, seed: int = 0) -> Section:
    """The metrics of a ranker over the judged queries of a set, equal scores broken against it.

    Raises:
        InvalidInput: a ranking repeats a document.
    """
    documents = list(judged.documents)
    places = first_documents(ranker, judged.asked(), judged.documents, list(judged.qrels.values()))
    run = {
        query: [documents[place] for place in row if place >= 0]
        for query, row in zip(judged.qrels, places.tolist(), strict=True)
    }
    values = {
        "ndcg@10": metrics.ndcg_at_k(run, judged.qrels, 10),
        f"mrr@{DEPTH}": metrics.mrr(run, judged.qrels, relevant=RELEVANT),
        f"map@{DEPTH}": metrics.average_precision(run, judged.qrels, relevant=RELEVANT),
        "recall@10": metrics.recall_at_k(run, judged.qrels, 10, relevant=RELEVANT),
        "success@1": metrics.success_at_k(run, judged.qrels, 1, relevant=RELEVANT),
    }
    return Section({name: metrics.bootstrap(scores, seed=seed) for name, scores in values.items()})


def first_documents(
    ranker: Ranker, queries: Sequence[str], documents: Mapping[str, str], judgements: Sequence[Mapping[str, int]]
) -> NDArray[np.int64]:
    """The first `DEPTH` of the documents, texts by id, for each query, with the worst first among equal scores.

    `judgements` are the grades of each query by document. Returns places among the documents,
    int64 (q, min(documents, DEPTH)), -1 where there is none.
    """
    ids = list(documents)
    ranked = ranker(queries, list(documents.values()), min(DEPTH + 1, len(ids)))
    grades = np.array(
        [
            [known.get(ids[place], 0) if place >= 0 else 0 for place in row]
            for row, known in zip(ranked[1].tolist(), judgements, strict=True)
        ],
        dtype=np.int64,
    )
    return pessimistic(ranked, grades, DEPTH)
