"""The baseline that every engine must beat: scikit-learn's character n-gram TF-IDF, which knows no meaning."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from sklearn.feature_extraction.text import TfidfVectorizer

from matcher.errors import InvalidInput
from matcher.evaluation.rankings import Ranked, above_zero, best

SHORTEST, LONGEST = 2, 5


def rank_by_char_tfidf(queries: Sequence[str], documents: Sequence[str], k: int, /) -> Ranked:
    """Rank documents by the cosine of their TF-IDF vectors over character n-grams to each query's.

    A weight is count times log((1 + n) / (1 + df)) + 1, n the number of documents; vectors are of unit length. N-grams
    of a query that no document has add nothing; documents that share nothing with it are not ranked.

    Raises:
        InvalidInput: every document is blank.
    """
    if not any(text.strip() for text in documents):
        raise InvalidInput("There is no text to rank: every one is blank.")
    vectorizer = TfidfVectorizer(
        analyzer="char", ngram_range=(SHORTEST, LONGEST), lowercase=False, preprocessor=_padded
    )
    ranked = vectorizer.fit_transform(documents).T.tocsr()
    asked = vectorizer.transform(queries)
    return best(lambda rows: above_zero((asked[rows] @ ranked).toarray()), len(queries), k)


def _padded(text: str) -> str:
    """The case-folded text with one blank around and between words."""
    return f" {' '.join(unicodedata.normalize('NFKC', text).casefold().split())} "
