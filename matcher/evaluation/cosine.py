"""The baseline of sentence encoders: the cosine of two texts' vectors and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from embeddings.encoder import Encoder
from matcher.evaluation.rankings import Ranked, Ranker, best

DECIMALS = 6
"""What is kept of a cosine: the same text has not the same last bits wherever it stands among others."""


def ranker_by_cosine(encoder: Encoder) -> Ranker:
    """A ranker of documents by the cosine of their vectors to each query's."""

    def rank(queries: Sequence[str], documents: Sequence[str], k: int, /) -> Ranked:
        asked = encoder.encode(queries, role="query")
        answers = encoder.encode(documents, role="document").T
        return best(lambda rows: np.round(asked[rows] @ answers, DECIMALS), len(queries), k)

    return rank
