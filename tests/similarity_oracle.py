"""How well an offer meets a need by its definition: plain loops over skills, views, tokens, pairs and letters.

Slow and obvious. The vocabulary, the encoder, the background curves, the directions of tokens, the correction of
misspelt needs and the numbers of the learnt mix are taken from the program.
"""

from __future__ import annotations

import math
import unicodedata
import zlib
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from embeddings.encoder import Encoder
from embeddings.token_space import TokenSpace
from matcher.domain.profiles import Item
from matcher.lexicon.skills import Skills
from matcher.retrieval.correction import Corrector
from matcher.retrieval.mix import Mix, learnt_mix
from matcher.retrieval.percentiles import CosineCurves
from tests.static_models import tokens

KIND_WEIGHT = {"material": 0.5, "field": 0.4, "product": 0.8}
HEIGHTS = (0.0, 0.15, 0.45, 0.7, 1.0)
Idf = Callable[[Hashable], float]


@dataclass
class SimilarityOracle:
    """c(need, offer) over a collection of `texts`, whose members offer the items `offers`."""

    texts: Sequence[str]
    offers: Sequence[Sequence[Item]]
    encoder: Encoder
    skills: Skills
    curves: CosineCurves
    space: TokenSpace
    mix: Mix = field(default_factory=learnt_mix)

    def __post_init__(self) -> None:
        self.corrector = Corrector.of(self.texts, self.space)
        self.gram_idf = idf_over([grams(text) for text in self.texts])
        self.token_idf = idf_over([self.tokens(text) for text in self.texts])
        self.phrase_idf = idf_over([pairs(self.tokens(text)) for text in self.texts])
        self.offering = Counter(
            skill for items in self.offers for skill in {link.skill for item in items for link in item.skills}
        )

    def similarity(self, need: Item, offer: Item) -> float:
        """A noisy or of the kinds of evidence, each as far as it is trusted, sharpened."""
        return (1 - math.prod(1 - met for met in self.evidence(need, offer))) ** 2

    def evidence(self, need: Item, offer: Item) -> list[float]:
        """The trust in each component times the component."""
        asked, given = self.asked(need), self.tokens(offer.text)
        components = (
            self.concept(need, offer),
            self.dense(need, offer),
            self.said_in(asked, given),
            self.said_in(given, asked),
            self.spelling(need.text, offer.text),
            self.phrases(asked, given),
        )
        return [min(0.9999, self.trust(row, need, offer) * value) for row, value in enumerate(components)]

    def trust(self, row: int, need: Item, offer: Item) -> float:
        """The logistic function of what the two texts and the collection are like."""
        odds = float(self.mix.bias[row]) + float(self.mix.slope[row] @ np.array(self.shape(need, offer)))
        return 1 / (1 + math.exp(-odds))

    def shape(self, need: Item, offer: Item) -> tuple[float, ...]:
        """Lengths as logarithms, whether languages differ, what the vocabulary names, and how much is in pieces."""
        mean = sum(math.log(len(self.tokens(text))) for text in self.texts) / len(self.texts) if self.texts else 0.0
        offered = [bool(item.skills) for items in self.offers for item in items]
        languages = {need.language, offer.language}
        return (
            bounded(math.log(len(self.asked(need))) - 1.4),
            bounded((mean - 2.0) / 1.5),
            bounded(math.log(len(self.tokens(offer.text))) - mean),
            0 if languages - {"it", "en"} else 2 * len(languages) - 3,
            2 * sum(offered) / len(offered) - 1 if offered else -1,
            self.space.fragments(tokens(self.asked(need))).item(),
        )

    def asked(self, need: Item) -> list[int]:
        """The tokens of a need, with slips of the pen corrected."""
        return self.tokens(self.corrector.corrected(need.text))

    def tokens(self, text: str) -> list[int]:
        """The numbers of the text's tokens, in order."""
        return self.space.tokens([text]).ids.tolist()

    def concept(self, need: Item, offer: Item) -> float:
        """Mean over the needed skills of the best related skill offered, weighted."""
        near = self.skills.similarity()
        summed = total = 0.0
        for sought in need.skills:
            weight = self.skill_weight(sought.skill) * sought.confidence
            reach = 0.5 if self.skills[sought.skill].kind == "material" else 1.0
            best = max(
                (
                    float(near[self.skills.index(sought.skill), self.skills.index(given.skill)]) * given.confidence
                    for given in offer.skills
                ),
                default=0.0,
            )
            summed += weight * reach * best
            total += weight
        return summed / total if total else 0.0

    def skill_weight(self, skill: str) -> float:
        """Rarity among those who offer, times the weight of the kind."""
        members = len(self.offers)
        rarity = math.log1p(members / (1 + self.offering[skill])) / math.log1p(members) if members else 1.0
        return rarity * KIND_WEIGHT.get(self.skills[skill].kind, 1.0)

    def dense(self, need: Item, offer: Item) -> float:
        """The best pair of views, each on the scale of its languages."""
        return max(
            float(self.curves.reliability[la, lb] * np.interp(np.float32(a @ b), self.curves.knots[la, lb], HEIGHTS))
            for a, la in self.views(need, "query")
            for b, lb in self.views(offer, "document")
        )

    def views(self, item: Item, role: str) -> list[tuple[np.ndarray[tuple[int], np.dtype[np.float32]], int]]:
        """The item's own text, and the English labels of its skills where the encoder does not speak its language."""
        texts = [(item.text, {"it": 0, "en": 1}.get(item.language or "", 2))]
        if item.skills and item.language not in self.encoder.languages:
            texts.append((", ".join(self.skills.label(link.skill, "en") for link in item.skills), 1))
        return [(self.encoder.encode([text], role=role)[0], code) for text, code in texts]  # type: ignore[arg-type]

    def said_in(self, text: Sequence[int], other: Sequence[int]) -> float:
        """How far one text is said in another: the weighted mean of each token's best cosine with a token there."""
        weights = [self.token_idf(token) * float(self.space.importance[token]) for token in text]
        best = [max(max(0.0, self.cosine(token, one)) for one in other) for token in text]
        return sum(w * c for w, c in zip(weights, best, strict=True)) / sum(weights) if sum(weights) else 0.0

    def cosine(self, token: int, other: int) -> float:
        """Of the directions of two tokens."""
        first, second = self.space.directions(np.array([token, other], np.int32))
        return float(first @ second)

    def phrases(self, text: Sequence[int], other: Sequence[int]) -> float:
        """The share of one text's pairs of neighbours, by rarity, that the other has."""
        asked, given = sorted(pairs(text)), pairs(other)
        total = sum(self.phrase_idf(pair) for pair in asked)
        return sum(self.phrase_idf(pair) for pair in asked if pair in given) / total if total else 0.0

    def spelling(self, first: str, second: str) -> float:
        """Cosine of TF-IDF over character n-grams."""
        a, b = self.weighted(first), self.weighted(second)
        dot = sum(value * b[gram] for gram, value in a.items() if gram in b)
        norms = math.sqrt(sum(v * v for v in a.values())) * math.sqrt(sum(v * v for v in b.values()))
        return min(1.0, dot / norms) if norms else 0.0

    def weighted(self, text: str) -> dict[int, float]:
        """(1 + ln tf) idf."""
        return {gram: (1 + math.log(count)) * self.gram_idf(gram) for gram, count in Counter(grams(text)).items()}


def idf_over(texts: Sequence[Iterable[Hashable]]) -> Idf:
    """ln((1 + n) / (1 + df)) + 1 of anything that texts are made of."""
    frequency = Counter(part for text in texts for part in set(text))
    return lambda part: math.log((1 + len(texts)) / (1 + frequency[part])) + 1


def pairs(tokens: Sequence[int]) -> set[tuple[int, int]]:
    """Pairs of neighbouring tokens."""
    return set(pairwise(tokens))


def bounded(length: float) -> float:
    """Within what trusts were learnt for."""
    return min(2.5, max(-2.5, length))


def grams(text: str) -> list[int]:
    """Character 2- to 5-grams of each padded word, hashed as the engine's vectors are."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    words = "".join(letter if letter.isalnum() or letter == "_" else " " for letter in plain).split()
    pieces = [f" {word} "[i : i + n] for word in words for n in (2, 3, 4, 5) for i in range(len(word) + 3 - n)]
    return [zlib.crc32(piece.encode()) % 2**18 for piece in pieces]
