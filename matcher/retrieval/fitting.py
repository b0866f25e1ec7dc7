"""What the similarity learns from the texts at hand: what is rare among them, and the scale of cosines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from embeddings.char_ngrams import inverse_document_frequency, ngram_counts
from embeddings.encoder import Encoder
from embeddings.token_space import TokenSpace
from matcher.domain.profiles import Item
from matcher.lexicon.skills import Skills
from matcher.retrieval.alignment import TokenWeights, token_weights
from matcher.retrieval.items import LANGUAGES
from matcher.retrieval.percentiles import CosineCurves
from matcher.retrieval.phrases import phrase_rarity

BACKGROUND = 240
"""Skills whose labels, in both languages, are the background sample for the scale of cosines."""
KIND_WEIGHT = {"material": 0.5, "field": 0.4, "product": 0.8}
"""A need's techniques and trades say more of who can serve it than its materials and products do; the rest weigh 1."""

KIND_REACH = {"material": 0.5}
"""Two items that share only a material are half as near as two that share a technique: wood is not yet a toy."""


@dataclass(frozen=True, slots=True)
class Rarity:
    """What the texts of a collection taught.

    ngrams: idf of character n-grams, float32 (DIM,); tokens: how much each token says, float32 (V,); phrases: idf of
    pairs of tokens, float32; length: the mean logarithm of how many tokens a text has.
    """

    ngrams: NDArray[np.float32]
    tokens: TokenWeights
    phrases: NDArray[np.float32]
    length: float

    @classmethod
    def fit(cls, texts: Sequence[str], space: TokenSpace) -> Rarity:
        """Count over the texts; of no texts everything is equally rare."""
        tokens = space.tokens(texts)
        lengths = np.log(np.diff(tokens.start))
        return cls(
            ngrams=inverse_document_frequency(ngram_counts(texts)),
            tokens=token_weights(tokens, space),
            phrases=phrase_rarity(tokens),
            length=float(lengths.mean()) if len(texts) else 0.0,
        )


def skill_weights(offers: Iterable[Sequence[Item]], skills: Skills) -> NDArray[np.float32]:
    """How much each skill says when sought, its rarity among offers times the weight of its kind: float32 (n,).

    `offers` are the items of each profile.
    """
    offered = [{skills.index(link.skill) for item in items for link in item.skills} for items in offers]
    owned = np.array([*chain.from_iterable(offered)], np.int64)
    rarity = skill_rarity(np.bincount(owned, minlength=len(skills)), len(offered))
    kinds = np.array([KIND_WEIGHT.get(skills[skill].kind, 1.0) for skill in skills.ids])
    weight: NDArray[np.float32] = (rarity * kinds).astype(np.float32)
    return weight


def skill_rarity(frequency: NDArray[np.int64], profiles: int) -> NDArray[np.float64]:
    """How rare each skill is, ln(1 + N / (1 + df)) / ln(1 + N): float64 in (0, 1], 1 for a skill nobody has."""
    if not profiles:
        return np.ones(len(frequency))
    rarity: NDArray[np.float64] = np.log1p(profiles / (1 + frequency)) / np.log1p(profiles)
    return rarity


def skill_reach(skills: Skills) -> NDArray[np.float32]:
    """How far each skill alone carries a match: float32 (n,) in (0, 1]."""
    return np.array([KIND_REACH.get(skills[skill].kind, 1.0) for skill in skills.ids], np.float32)


def fit_curves(encoder: Encoder, skills: Skills) -> CosineCurves:
    """The scale of cosines between unrelated labels of the vocabulary, for each pair of languages."""
    sample = _background(skills)
    related = skills.similarity()[np.ix_(sample, sample)] > 0
    return CosineCurves.fit(
        vectors=encoder.encode(background_texts(skills), role="document"),
        languages=np.repeat(np.arange(len(LANGUAGES), dtype=np.int8), len(sample)),
        related=np.tile(related, (len(LANGUAGES), len(LANGUAGES))),
        understood=encoder.languages,
    )


def background_texts(skills: Skills) -> list[str]:
    """The texts of the background sample, those of the first language first."""
    return [skills.label(skills.ids[skill], language) for language in LANGUAGES for skill in _background(skills)]


def _background(skills: Skills) -> NDArray[np.int64]:
    return np.arange(0, len(skills), max(1, len(skills) // BACKGROUND))
