"""The baseline that every engine must beat: scikit-learn's character n-gram TF-IDF, which knows no meaning."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from sklearn.feature_extraction.text import TfidfVectorizer

from matcher.domain.matches import Direction
from matcher.domain.profiles import Profile
from matcher.errors import InvalidInput

SHORTEST, LONGEST = 2, 5


def sought_text(profile: Profile, direction: Direction) -> str:
    """What a profile asks with: its seeks when it looks for supply, its offers when it looks for demand."""
    return _joined(profile, seeks=direction is Direction.SUPPLY)


def answering_text(profile: Profile, direction: Direction) -> str:
    """What a profile answers with: its offers when supply is looked for, its seeks when demand is."""
    return _joined(profile, seeks=direction is Direction.DEMAND)


class CharTfidf:
    """Ranks texts by the cosine of their TF-IDF vectors over character n-grams to the query's.

    A weight is count times log((1 + n) / (1 + df)) + 1, n the number of texts; vectors are of unit length. N-grams of a
    query that no text has add nothing.

    Raises:
        InvalidInput: every text is blank.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        if not any(text.strip() for text in texts.values()):
            raise InvalidInput("There is no text to rank: every profile's text is blank.")
        self._ids = sorted(texts)
        self._vectorizer = TfidfVectorizer(
            analyzer="char", ngram_range=(SHORTEST, LONGEST), lowercase=False, preprocessor=_padded
        )
        self._matrix = self._vectorizer.fit_transform([texts[profile] for profile in self._ids])

    def scores(self, query: str) -> dict[str, float]:
        """The cosine of each text to the query, in [0, 1], by id."""
        cosines = (self._matrix @ self._vectorizer.transform([query]).T).toarray()[:, 0]
        return {profile: min(float(cosine), 1.0) for profile, cosine in zip(self._ids, cosines, strict=True)}

    def rank(self, query: str) -> list[str]:
        """The ids of the texts that share anything with the query, best first; ties by ascending id."""
        scores = self.scores(query)
        return sorted((profile for profile in self._ids if scores[profile] > 0), key=lambda p: (-scores[p], p))


def _padded(text: str) -> str:
    """The case-folded text with one blank around and between words."""
    return f" {' '.join(unicodedata.normalize('NFKC', text).casefold().split())} "


def _joined(profile: Profile, *, seeks: bool) -> str:
    return " ".join(item.text for item in (profile.seeks if seeks else profile.offers))
