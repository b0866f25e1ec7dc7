"""What the similarity learns from the texts at hand: what is rare among them, and the scale of cosines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from embeddings.char_ngrams import DIM, document_frequency, ngram_counts, smooth_idf
from embeddings.encoder import Encoder
from embeddings.token_space import TokenSpace
from matcher.domain.profiles import Item
from matcher.lexicon.skills import Skills
from matcher.retrieval.alignment import TokenWeights, token_frequency, weights_of
from matcher.retrieval.items import LANGUAGES
from matcher.retrieval.percentiles import CosineCurves
from matcher.retrieval.phrases import DIM as PHRASES
from matcher.retrieval.phrases import phrase_frequency

BACKGROUND = 240
"""Skills whose labels, in both languages, are the background sample for the scale of cosines."""
BATCH = 8_192
"""Texts counted at a time: bounds the memory of it."""
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
    def fit(cls, texts: Iterable[str], space: TokenSpace) -> Rarity:
        """Count over the texts; of no texts everything is equally rare."""
        census = TextCensus(space)
        left = iter(texts)
        while batch := list(islice(left, BATCH)):
            census.add(batch)
        return census.rarity()


class TextCensus:
    """Counts over the texts of a collection, a batch at a time."""

    def __init__(self, space: TokenSpace) -> None:
        self._space = space
        self._texts = 0
        self._ngrams = np.zeros(DIM, np.int64)
        self._tokens = np.zeros(space.size, np.int64)
        self._phrases = np.zeros(PHRASES, np.int64)
        self._length = 0.0

    def add(self, texts: Sequence[str]) -> None:
        """Count some more."""
        tokens = self._space.tokens(texts)
        self._texts += len(texts)
        self._ngrams += document_frequency(ngram_counts(texts))
        self._tokens += token_frequency(tokens, self._space.size)
        self._phrases += phrase_frequency(tokens)
        self._length += float(np.log(np.diff(tokens.start)).sum())

    def rarity(self) -> Rarity:
        """What the counts say."""
        return Rarity(
            ngrams=smooth_idf(self._ngrams, self._texts),
            tokens=weights_of(self._tokens, self._texts, self._space),
            phrases=smooth_idf(self._phrases, self._texts),
            length=self._length / max(self._texts, 1),
        )


def skill_weights(offers: Iterable[Sequence[Item]], skills: Skills) -> NDArray[np.float32]:
    """How much each skill says when sought, its rarity among offers times the weight of its kind: float32 (n,).

    `offers` are the items of each profile.
    """
    census = OfferCensus(skills)
    for items in offers:
        census.add(items)
    return census.weights()


class OfferCensus:
    """Counts over what the members of a collection offer, one at a time."""

    def __init__(self, skills: Skills) -> None:
        self._skills = skills
        self._frequency = np.zeros(len(skills), np.int64)
        self._members = self._items = self._linked = 0

    def add(self, items: Sequence[Item]) -> None:
        """Count the items of one more."""
        self._members += 1
        self._items += len(items)
        self._linked += sum(bool(item.skills) for item in items)
        self._frequency[[*{self._skills.index(link.skill) for item in items for link in item.skills}]] += 1

    def weights(self) -> NDArray[np.float32]:
        """How much each skill says when sought: float32 (n,)."""
        rarity = skill_rarity(self._frequency, self._members)
        kinds = np.array([KIND_WEIGHT.get(self._skills[skill].kind, 1.0) for skill in self._skills.ids])
        weights: NDArray[np.float32] = (rarity * kinds).astype(np.float32)
        return weights

    @property
    def linked(self) -> float:
        """The share of items that name a skill, 0 where there are none."""
        return self._linked / max(self._items, 1)


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
