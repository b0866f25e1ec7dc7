"""How well an offer meets a need: c(s, o) in [0, 1] from shared skills, near vectors and shared spelling."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Matrix
from matcher.domain.matches import Evidence
from matcher.retrieval.items import ItemTable
from matcher.retrieval.percentiles import CosineCurves

EVIDENCE = (Evidence.CONCEPT, Evidence.DENSE, Evidence.LEXICAL)
TRUST = np.array([0.7, 0.6, 0.8], np.float32)
"""How much each kind of evidence can contribute alone, in the order of EVIDENCE; chosen on the development queries."""


@dataclass(frozen=True, slots=True)
class SimilarityModel:
    """What c(s, o) depends on beside the two items.

    skills: float32 (n, n), similarity of skills; weight: float32 (n,), how much a sought skill says (rare skills and
    techniques say more than common ones and materials); reach: float32 (n,) in (0, 1], how far a sought skill alone
    carries; curves: from cosine to similarity.
    """

    skills: Matrix
    weight: NDArray[np.float32]
    reach: NDArray[np.float32]
    curves: CosineCurves

    def components(self, seeks: ItemTable, offers: ItemTable) -> NDArray[np.float32]:
        """Similarity by kind of evidence: float32 (3, m, n) in [0, 1], in the order of EVIDENCE."""
        if not len(seeks) or not len(offers):
            return np.zeros((len(EVIDENCE), len(seeks), len(offers)), np.float32)
        return np.stack([self._concept(seeks, offers), self._dense(seeks, offers), self._lexical(seeks, offers)])

    def symbolic(self, seeks: ItemTable, offers: ItemTable) -> Matrix:
        """The part of the similarity that needs no vectors, cheap over a whole market: float32 (m, n)."""
        return np.maximum(self._concept(seeks, offers), self._lexical(seeks, offers))

    def _concept(self, seeks: ItemTable, offers: ItemTable) -> Matrix:
        """Mean, over the skills sought, of the best related skill offered times its link's confidence.

        Skills weigh by what they say and by their own link's confidence; one that cannot carry a match alone (a
        material) reaches less.
        """
        rows, inverse = np.unique(seeks.link_skill, return_inverse=True)
        met = np.maximum.reduceat(
            self.skills[np.ix_(rows, offers.link_skill)] * offers.link_confidence, offers.link_start, axis=1
        )
        weight = self.weight[seeks.link_skill] * seeks.link_confidence
        total = np.add.reduceat(weight, seeks.link_start)
        reached = met[inverse] * (weight * self.reach[seeks.link_skill])[:, None]
        summed = np.add.reduceat(reached, seeks.link_start, axis=0)
        return np.divide(summed, total[:, None], out=np.zeros_like(summed), where=total[:, None] > 0)

    def _dense(self, seeks: ItemTable, offers: ItemTable) -> Matrix:
        """The best pair of views, each cosine read on the scale of its two languages."""
        mapped = self.curves.similarities(seeks.vectors @ offers.vectors.T, seeks.view_language, offers.view_language)
        return np.maximum.reduceat(np.maximum.reduceat(mapped, seeks.view_start, axis=0), offers.view_start, axis=1)

    def _lexical(self, seeks: ItemTable, offers: ItemTable) -> Matrix:
        """Cosine of character n-gram TF-IDF, clipped to [0, 1] against rounding."""
        small, large = sorted((seeks.ngrams, offers.ngrams), key=lambda ngrams: int(ngrams.nnz))
        # Transposing costs a pass over the rows transposed: always the fewer ones.
        cosines: Matrix = (large @ small.T).toarray()
        return np.clip(cosines if large is seeks.ngrams else cosines.T, 0, 1)


def combined(components: NDArray[np.float32]) -> Matrix:
    """Independent pieces of evidence: 1 - Π (1 - trust · component), float32 (m, n) in [0, 1] (noisy or)."""
    remaining: Matrix = np.prod(1 - TRUST[:, None, None] * components, axis=0)
    return 1 - remaining
