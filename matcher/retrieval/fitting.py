"""What the similarity learns from the texts at hand: what is rare among them, and the scale of cosines."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from embeddings.char_ngrams import DIM, ngram_counts, smooth_idf
from embeddings.encoder import Encoder
from embeddings.static_model import Tokens
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
            census.add(ngram_counts(batch).indices, space.tokens(batch))
        return census.rarity()


class TextCensus:
    """Counts over the texts of a collection, a batch at a time."""

    def __init__(self, space: TokenSpace) -> None:
        self._space = space
        self._texts = 0
        self._ngrams = np.zeros(DIM, np.int64)
        self._tokens = np.zeros(space.size, np.int64)
        self._phrases = np.zeros(PHRASES, np.int64)
        self._lengths: Counter[int] = Counter()

    def add(self, ngrams: NDArray[np.int32], tokens: Tokens) -> None:
        """Count some more texts: the n-grams that each has, each once, one text after the other, and their tokens."""
        self._texts += len(tokens.start) - 1
        self._ngrams += np.bincount(ngrams, minlength=DIM)
        self._tokens += token_frequency(tokens, self._space.size)
        self._phrases += phrase_frequency(tokens)
        lengths, texts = np.unique(np.diff(tokens.start), return_counts=True)
        self._lengths.update(dict(zip(lengths.tolist(), texts.tolist(), strict=True)))

    def rarity(self) -> Rarity:
        """What the counts say."""
        return Rarity(
            ngrams=smooth_idf(self._ngrams, self._texts),
            tokens=weights_of(self._tokens, self._texts, self._space),
            phrases=smooth_idf(self._phrases, self._texts),
            length=math.fsum(math.log(length) * texts for length, texts in self._lengths.items()) / max(self._texts, 1),
        )


def skill_weights(offers: Iterable[Sequence[Item]], skills: Skills) -> NDArray[np.float32]:
    """How much each skill says when sought, its rarity among offers times the weight of its kind: float32 (n,).

    `offers` are the items of each profile.
    """
    offered = [{skills.index(link.skill) for item in items for link in item.skills} for items in offers]
    frequency = np.bincount([*chain.from_iterable(offered)], minlength=len(skills)).astype(np.int64)
    return weights_of_skills(frequency, len(offered), skills)


def weights_of_skills(frequency: NDArray[np.int64], profiles: int, skills: Skills) -> NDArray[np.float32]:
    """What `skill_weights` gives for skills that `frequency`, int64 (n,), of so many profiles offer."""
    kinds = np.array([KIND_WEIGHT.get(skills[skill].kind, 1.0) for skill in skills.ids])
    weight: NDArray[np.float32] = (skill_rarity(frequency, profiles) * kinds).astype(np.float32)
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
