"""The baseline of search engines: BM25 over whole words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import bm25s
import numpy as np
from numpy.typing import NDArray

from matcher.errors import InvalidInput
from matcher.evaluation.rankings import Ranked, above_zero, best

K1, B = 1.5, 0.75

_WORD = re.compile(r"\w+")


def rank_by_bm25(queries: Sequence[str], documents: Sequence[str], k: int, /) -> Ranked:
    """Rank documents by BM25 with Lucene's inverse document frequency, over case-folded words of any length.

    Documents that share no word with a query are not ranked.

    Raises:
        InvalidInput: no document has a word.

    Source: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009.
    """
    words = [_words(document) for document in documents]
    if not any(words):
        raise InvalidInput("There is no text to rank: no one has a word.")
    model = bm25s.BM25(method="lucene", k1=K1, b=B)
    model.index(words, show_progress=False)
    asked = [_words(query) for query in queries]

    def score(rows: slice) -> NDArray[np.floating]:
        return above_zero(np.stack([_scores(model, query, len(documents)) for query in asked[rows]]))

    return best(score, len(queries), k)


def _scores(model: bm25s.BM25, query: list[str], documents: int) -> NDArray[np.float32]:
    known = [word for word in query if word in model.vocab_dict]
    if not known:
        return np.zeros(documents, dtype=np.float32)
    scores: NDArray[np.float32] = model.get_scores(known)
    return scores


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
