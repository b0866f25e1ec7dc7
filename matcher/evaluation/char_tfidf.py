"""The baseline that every engine must beat: cosine of character n-gram TF-IDF, which knows no meaning."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matcher.domain.matches import Direction
from matcher.domain.profiles import Profile

SHORTEST, LONGEST = 2, 5


def sought_text(profile: Profile, direction: Direction) -> str:
    """What a profile asks with: its seeks when it looks for supply, its offers when it looks for demand."""
    return _joined(profile, seeks=direction is Direction.SUPPLY)


def answering_text(profile: Profile, direction: Direction) -> str:
    """What a profile answers with: its offers when supply is looked for, its seeks when demand is."""
    return _joined(profile, seeks=direction is Direction.DEMAND)


def ngrams(text: str) -> Counter[str]:
    """Counts of the character n-grams, n from 2 to 5, of the case-folded text with single spaces around words."""
    folded = f" {' '.join(unicodedata.normalize('NFKC', text).casefold().split())} "
    return Counter(
        folded[start : start + size] for size in range(SHORTEST, LONGEST + 1) for start in range(len(folded) - size + 1)
    )


class CharTfidf:
    """Ranks texts by the cosine of their TF-IDF vectors to the query's.

    A weight is count times log((1 + n) / (1 + df)) + 1, n the number of texts; vectors are of unit length. N-grams of a
    query that no text has add nothing.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._ids = sorted(texts)
        counts = [ngrams(texts[profile]) for profile in self._ids]
        self._columns = {gram: column for column, gram in enumerate(sorted(set().union(*counts)))}
        frequency = np.zeros(len(self._columns), dtype=np.float64)
        for grams in counts:
            frequency[[self._columns[gram] for gram in grams]] += 1
        self._idf = np.log((1 + len(self._ids)) / (1 + frequency)) + 1
        self._matrix = self._weigh(counts)

    def scores(self, query: str) -> dict[str, float]:
        """The cosine of each text to the query, in [0, 1], by id."""
        cosines = (self._matrix @ self._weigh([ngrams(query)]).T).toarray()[:, 0]
        return dict(zip(self._ids, np.minimum(cosines, 1.0).tolist(), strict=True))

    def rank(self, query: str) -> list[str]:
        """The ids of the texts that share anything with the query, best first; ties by ascending id."""
        scores = self.scores(query)
        return sorted((profile for profile in self._ids if scores[profile] > 0), key=lambda p: (-scores[p], p))

    def _weigh(self, counts: Sequence[Counter[str]]) -> csr_array:
        known = [{self._columns[gram]: n for gram, n in grams.items() if gram in self._columns} for grams in counts]
        starts = np.cumsum([0, *(len(row) for row in known)])
        columns = np.fromiter((column for row in known for column in row), dtype=np.int64)
        weights = np.fromiter((n for row in known for n in row.values()), dtype=np.float64) * self._idf[columns]
        shape = (len(known), len(self._columns))
        return csr_array((_unit_rows(weights, starts), columns, starts), shape=shape)


def _unit_rows(weights: NDArray[np.float64], starts: NDArray[np.int64]) -> NDArray[np.float64]:
    lengths = np.diff(starts)
    rows = np.repeat(np.arange(len(lengths)), lengths)
    norms = np.sqrt(np.bincount(rows, weights=weights**2, minlength=len(lengths)))
    return weights / norms[rows]


def _joined(profile: Profile, *, seeks: bool) -> str:
    return " ".join(item.text for item in (profile.seeks if seeks else profile.offers))
