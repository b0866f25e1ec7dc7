"""How well an offer meets a need: c(s, o) in [0, 1] from skills, vectors, aligned tokens and spelling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Matrix
from embeddings.compiled import Float32s, Int32s, Int64s, Table, compiled
from embeddings.inner_products import inner_products
from embeddings.token_space import TokenSpace
from matcher.domain.matches import Evidence
from matcher.domain.profiles import Item
from matcher.lexicon.skills import Skills
from matcher.retrieval.alignment import alignment
from matcher.retrieval.fitting import Rarity, skill_reach, skill_weights
from matcher.retrieval.items import ItemColumns, ItemTable
from matcher.retrieval.mix import COMPONENTS, Mix, Shape, learnt_mix
from matcher.retrieval.percentiles import CosineCurves
from matcher.retrieval.phrases import phrase_overlap
from matcher.retrieval.spelling import spelling_overlap

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
        texts: Iterable[str],
        offers: Sequence[Sequence[Item]],
        skills: Skills,
        curves: CosineCurves,
        space: TokenSpace,
    ) -> SimilarityModel:
        """Learn what is rare from the texts of a collection and from the items that each of its members offers."""
        linked = float(np.mean([bool(item.skills) for items in offers for item in items] or [False]))
        return cls.of(skill_weights(offers, skills), Rarity.fit(texts, space), linked, skills, curves, space)

    @classmethod
    def of(
        cls,
        weight: NDArray[np.float32],
        rarity: Rarity,
        linked: float,
        skills: Skills,
        curves: CosineCurves,
        space: TokenSpace,
    ) -> SimilarityModel:
        """The similarity in which what was learnt of a collection goes with what ships with the package."""
        return cls(skills.similarity(), weight, skill_reach(skills), curves, rarity, linked, space, learnt_mix())

    def likeness(self, seeks: ItemTable, offers: ItemTable) -> Likeness:
        """How well each offer meets each need, by component."""
        if not len(seeks) or not len(offers):
            return Likeness(np.zeros((len(COMPONENTS), len(seeks), len(offers)), np.float32))
        return Likeness(self.mix.strengths(self.components(seeks, offers), self.shape(seeks, offers)))

    def components(self, seeks: ItemTable, offers: ItemTable) -> NDArray[np.float32]:
        """Each component of tables that are not empty: float32 (6, m, n) in [0, 1], in the order of COMPONENTS."""
        forward, backward = alignment(seeks.items.tokens, offers.items.tokens, self.rarity.tokens, self.space)
        return np.stack(
            [
                self._concept(seeks.items, offers.items),
                self._dense(seeks, offers),
                forward,
                backward,
                spelling_overlap(seeks.items, offers.items),
                phrase_overlap(seeks.items.tokens, offers.items.tokens, self.rarity.phrases),
            ]
        )

    def shape(self, seeks: ItemTable, offers: ItemTable) -> Shape:
        """What the mix needs to know of the tables."""
        fragments = self.space.fragments(seeks.items.tokens)
        return Shape.of(seeks.items, offers.items, fragments, self.rarity.length, self.linked)

    def related(self, seeks: ItemColumns) -> Matrix:
        """How far an offer of each skill alone would meet each need by concept: float32 (m, skills) in [0, 1]."""
        links = self.skills[seeks.link_skill] * self._share(seeks)[:, None]
        return np.add.reduceat(links, seeks.link_start[:-1], axis=0)

    def _concept(self, seeks: ItemColumns, offers: ItemColumns) -> Matrix:
        """Mean, over the skills sought, of the best related skill offered times its link's confidence."""
        return _met(
            seeks.link_start,
            seeks.link_skill,
            self._share(seeks),
            offers.link_start,
            offers.link_skill,
            offers.link_confidence,
            self.skills,
        )

    def _share(self, seeks: ItemColumns) -> NDArray[np.float32]:
        """What each skill sought counts for in its item's concept: float32 (l,).

        Skills weigh by what they say and by their own link's confidence; one that cannot carry a match alone (a
        material) reaches less.
        """
        return _shares(seeks.link_start, seeks.link_skill, seeks.link_confidence, self.weight, self.reach)

    def _dense(self, seeks: ItemTable, offers: ItemTable) -> Matrix:
        """The best pair of views, each cosine read on the scale of its two languages."""
        if len(seeks.vectors) > len(offers.vectors):
            cosines = inner_products(seeks.vectors, offers.vectors)
        else:
            cosines = np.ascontiguousarray(inner_products(offers.vectors, seeks.vectors).T)
        return self.curves.best(cosines, seeks.items, offers.items)


@compiled
def _shares(
    start: Int64s, skill: Int32s, confidence: Float32s, weight: Float32s, reach: Float32s
) -> NDArray[np.float32]:
    """What each link of an item counts for, by what its skill says and how far that reaches."""
    shares = np.zeros(len(skill), np.float32)
    for item in range(len(start) - 1):
        total = 0.0
        for link in range(start[item], start[item + 1]):
            total += weight[skill[link]] * confidence[link]
        if total > 0:
            for link in range(start[item], start[item + 1]):
                shares[link] = weight[skill[link]] * confidence[link] * reach[skill[link]] / total
    return shares


@compiled
def _met(
    sought_start: Int64s,
    sought: Int32s,
    share: Float32s,
    offered_start: Int64s,
    offered: Int32s,
    confidence: Float32s,
    skills: Table,
) -> Matrix:
    """The sum, over the links of each need, of its share times the best link of each offer."""
    met = np.zeros((len(sought_start) - 1, len(offered_start) - 1), np.float32)
    for need in range(met.shape[0]):
        for link in range(sought_start[need], sought_start[need + 1]):
            related = skills[sought[link]]
            for offer in range(met.shape[1]):
                best = np.float32(0)
                for at in range(offered_start[offer], offered_start[offer + 1]):
                    best = max(best, related[offered[at]] * confidence[at])
                met[need, offer] += share[link] * best
    return met
