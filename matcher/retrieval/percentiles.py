"""Cosines made comparable: where a cosine stands among those of unrelated texts of the same two languages."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Matrix
from embeddings.compiled import Float32s, Int8s, Int64s, Table, Tables, compiled, inlined
from matcher.retrieval.items import LANGUAGES, UNKNOWN, ItemColumns

QUANTILES = (0.5, 0.9, 0.99, 0.999)
SIMILARITIES = (0.0, 0.15, 0.45, 0.7)
"""The similarity given to a cosine that equals each background quantile; the same text (cosine 1) gets 1.

A percentile alone cannot order the few good ones among thousands of unrelated texts: they would all read 1.00.
"""

HEIGHTS = (*SIMILARITIES, 1.0)

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
        return _mapped(cosines, one, other, self.knots, self.reliability)

    def best(self, cosines: Matrix, rows: ItemColumns, columns: ItemColumns) -> Matrix:
        """The best similarity of a view of each of m items with one of n others, by cosines (v, w): float32 (m, n)."""
        return _best(
            cosines,
            rows.view_start,
            rows.view_language,
            columns.view_start,
            columns.view_language,
            self.knots,
            self.reliability,
        )


@inlined
def _height(cosine: float, knots: NDArray[np.float32]) -> float:
    """The similarity at a cosine of a piecewise linear map."""
    if cosine < knots[0]:
        return 0.0
    for piece in range(len(HEIGHTS) - 1):
        if cosine < knots[piece + 1]:
            share = float((cosine - knots[piece]) / (knots[piece + 1] - knots[piece]))
            return HEIGHTS[piece] + share * (HEIGHTS[piece + 1] - HEIGHTS[piece])
    return 1.0


@compiled
def _mapped(cosines: Float32s, one: Int8s, other: Int8s, knots: Tables, reliability: Table) -> NDArray[np.float32]:
    """The similarity for each cosine between two languages."""
    mapped = np.empty(len(cosines), np.float32)
    for at, cosine in enumerate(cosines):
        mapped[at] = _height(cosine, knots[one[at], other[at]]) * reliability[one[at], other[at]]
    return mapped


@compiled
def _best(
    cosines: Table,
    row_start: Int64s,
    row_language: Int8s,
    column_start: Int64s,
    column_language: Int8s,
    knots: Tables,
    reliability: Table,
) -> Matrix:
    """The best similarity for each pair of items."""
    best = np.zeros((len(row_start) - 1, len(column_start) - 1), np.float32)
    for row in range(best.shape[0]):
        for view in range(row_start[row], row_start[row + 1]):
            one = row_language[view]
            for column in range(best.shape[1]):
                for other_view in range(column_start[column], column_start[column + 1]):
                    other = column_language[other_view]
                    height = _height(cosines[view, other_view], knots[one, other]) * reliability[one, other]
                    best[row, column] = max(best[row, column], np.float32(height))
    return best


def _knots(cosines: NDArray[np.float32]) -> NDArray[np.float32]:
    inner = np.quantile(cosines, QUANTILES) if len(cosines) else np.array([0.2, 0.4, 0.6, 0.75])
    return np.maximum.accumulate(np.append(np.minimum(inner, 0.995), 1.0)).astype(np.float32)
