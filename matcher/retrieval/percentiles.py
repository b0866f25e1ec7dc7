"""Cosines made comparable: where a cosine stands among those of unrelated texts of the same two languages."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Matrix
from matcher.retrieval.items import LANGUAGES, UNKNOWN

QUANTILES = (0.5, 0.9, 0.99, 0.999)
SIMILARITIES = (0.0, 0.15, 0.45, 0.7)
"""The similarity given to a cosine that equals each background quantile; the same text (cosine 1) gets 1.

A percentile alone cannot order the few good ones among thousands of unrelated texts: they would all read 1.00.
"""

FOREIGN = 0.3
"""What the similarity of a view is worth in a language the encoder does not understand: spelling more than meaning."""


@dataclass(frozen=True, slots=True)
class CosineCurves:
    """Piecewise linear maps from cosine to similarity in [0, 1], one for each pair of view languages.

    knots: float32 (3, 3, 5), the cosines at which the similarity is 0, 0.15, 0.45, 0.7 and 1; the axes are the
    languages of the two views (it, en, unknown). reliability: float32 (3, 3), what a similarity is multiplied by.
    """

    knots: NDArray[np.float32]
    reliability: NDArray[np.float32]

    @classmethod
    def fit(
        cls,
        vectors: Matrix,
        languages: NDArray[np.int8],
        related: NDArray[np.bool_],
        understood: frozenset[str] = frozenset(LANGUAGES),
    ) -> CosineCurves:
        """Fit to a background sample: vectors float32 (n, d), languages int8 (n,), related bool (n, n) to leave out.

        A pair of languages with fewer than 100 sampled pairs uses the quantiles of all, as does an unknown language.
        `understood` are the languages the encoder knows.
        """
        cosines = vectors @ vectors.T
        fair = ~related & ~np.eye(len(vectors), dtype=bool)
        knots = np.empty((UNKNOWN + 1, UNKNOWN + 1, len(QUANTILES) + 1), np.float32)
        knots[:] = _knots(cosines[fair])
        for first in range(len(LANGUAGES)):
            for second in range(len(LANGUAGES)):
                pairs = fair & (languages == first)[:, None] & (languages == second)[None, :]
                if pairs.sum() >= 100:
                    knots[first, second] = _knots(cosines[pairs])
        known = np.array([*(1.0 if language in understood else FOREIGN for language in LANGUAGES), 1.0], np.float32)
        return cls(knots, np.minimum(known[:, None], known[None, :]))

    def similarity(
        self, cosines: NDArray[np.float32], one: NDArray[np.int8], other: NDArray[np.int8]
    ) -> NDArray[np.float32]:
        """Map cosines float32 (n,) to [0, 1], float32 (n,), between views of the languages int8 (n,) of either side."""
        mapped = np.empty_like(cosines)
        pair = one.astype(np.int64) * (UNKNOWN + 1) + other
        for number in np.flatnonzero(np.bincount(pair)).tolist():
            same = pair == number
            first, second = divmod(number, UNKNOWN + 1)
            similarity = np.interp(cosines[same], self.knots[first, second], (*SIMILARITIES, 1.0))
            mapped[same] = self.reliability[first, second] * similarity
        return mapped

    def similarities(self, cosines: Matrix, rows: NDArray[np.int8], columns: NDArray[np.int8]) -> Matrix:
        """Map cosines float32 (m, n) to [0, 1], float32 (m, n); rows int8 (m,), columns int8 (n,) are languages."""
        mapped = np.empty_like(cosines)
        heights = (*SIMILARITIES, 1.0)
        for first in np.unique(rows):
            for second in np.unique(columns):
                block = np.ix_(rows == first, columns == second)
                similarity = np.interp(cosines[block], self.knots[first, second], heights)
                mapped[block] = self.reliability[first, second] * similarity
        return mapped


def _knots(cosines: NDArray[np.float32]) -> NDArray[np.float32]:
    inner = np.quantile(cosines, QUANTILES) if len(cosines) else np.array([0.2, 0.4, 0.6, 0.75])
    return np.maximum.accumulate(np.append(np.minimum(inner, 0.995), 1.0)).astype(np.float32)
