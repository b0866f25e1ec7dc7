"""How well an offer meets a need: c(s, o) in [0, 1] from skills, vectors, aligned tokens and spelling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Matrix
from embeddings.token_space import TokenSpace
from matcher.domain.matches import Evidence
from matcher.domain.profiles import Item
from matcher.lexicon.skills import Skills
from matcher.retrieval.alignment import alignment
from matcher.retrieval.fitting import Rarity, skill_reach, skill_weights
from matcher.retrieval.items import ItemTable
from matcher.retrieval.mix import COMPONENTS, Mix, Shape, learnt_mix
from matcher.retrieval.percentiles import CosineCurves
from matcher.retrieval.phrases import phrase_overlap

EVIDENCE = {
    "concept": Evidence.CONCEPT,
    "dense": Evidence.DENSE,
    "forward": Evidence.ALIGNED,
    "backward": Evidence.ALIGNED,
    "ngrams": Evidence.LEXICAL,
    "phrases": Evidence.LEXICAL,
}
"""The kind of evidence that each component is."""

SHARPNESS = 2
"""Vague likenesses must not add up: whoever meets one need of four comes before whoever half resembles all four.

Chosen on the development queries of the golden set.
"""


@dataclass(frozen=True, slots=True)
class Likeness:
    """m sought × n offered items: `strengths` float32 (6, m, n), in the order of COMPONENTS."""

    strengths: NDArray[np.float32]

    @property
    def similarity(self) -> Matrix:
        """Independent pieces of evidence (noisy or), (1 - Π (1 - trust · component))^SHARPNESS: float32 (m, n)."""
        similarity: Matrix = (-np.expm1(-self.strengths.sum(axis=0))) ** SHARPNESS
        return similarity

    def strongest(self, need: int, offer: int) -> Evidence:
        """The kind of evidence that weighs most for one pair."""
        weight: dict[Evidence, float] = {}
        for name, strength in zip(COMPONENTS, self.strengths[:, need, offer], strict=True):
            weight[EVIDENCE[name]] = weight.get(EVIDENCE[name], 0.0) + float(strength)
        return max(weight, key=lambda kind: weight[kind])


@dataclass(frozen=True, slots=True)
class SimilarityModel:
    """What c(s, o) depends on beside the two items.

    skills: float32 (n, n), similarity of skills; weight: float32 (n,), how much a sought skill says (rare skills and
    techniques say more than common ones and materials); reach: float32 (n,) in (0, 1], how far a sought skill alone
    carries; curves: from cosine to similarity; rarity: of words and spellings in the collection; linked: the share of
    offers that name a skill; space: of tokens; mix: how much to trust what.
    """

    skills: Matrix
    weight: NDArray[np.float32]
    reach: NDArray[np.float32]
    curves: CosineCurves
    rarity: Rarity
    linked: float
    space: TokenSpace
    mix: Mix

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        offers: Sequence[Sequence[Item]],
        skills: Skills,
        curves: CosineCurves,
        space: TokenSpace,
    ) -> SimilarityModel:
        """Learn what is rare from the texts of a collection and from the items that each of its members offers."""
        return cls(
            skills=skills.similarity(),
            weight=skill_weights(offers, skills),
            reach=skill_reach(skills),
            curves=curves,
            rarity=Rarity.fit(texts, space),
            linked=float(np.mean([bool(item.skills) for items in offers for item in items] or [False])),
            space=space,
            mix=learnt_mix(),
        )

    def likeness(self, seeks: ItemTable, offers: ItemTable) -> Likeness:
        """How well each offer meets each need, by component."""
        if not len(seeks) or not len(offers):
            return Likeness(np.zeros((len(COMPONENTS), len(seeks), len(offers)), np.float32))
        return Likeness(self.mix.strengths(self.components(seeks, offers), self.shape(seeks, offers)))

    def components(self, seeks: ItemTable, offers: ItemTable) -> NDArray[np.float32]:
        """Each component of tables that are not empty: float32 (6, m, n) in [0, 1], in the order of COMPONENTS."""
        forward, backward = alignment(seeks.tokens, offers.tokens, self.rarity.tokens, self.space)
        return np.stack(
            [
                self._concept(seeks, offers),
                self._dense(seeks, offers),
                forward,
                backward,
                self._lexical(seeks, offers),
                phrase_overlap(seeks.tokens, offers.tokens, self.rarity.phrases),
            ]
        )

    def shape(self, seeks: ItemTable, offers: ItemTable) -> Shape:
        """What the mix needs to know of the tables."""
        return Shape.of(seeks, offers, self.space.fragments(seeks.tokens), self.rarity.length, self.linked)

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
