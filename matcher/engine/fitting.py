"""What the similarity learns from the texts at hand: rarity of spellings and skills, and the scale of cosines."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings.char_ngrams import inverse_document_frequency, ngram_counts
from embeddings.encoder import Encoder
from matcher.domain.profiles import Profile
from matcher.lexicon.skills import Skills
from matcher.retrieval.items import LANGUAGES
from matcher.retrieval.percentiles import CosineCurves
from matcher.scoring.coverage import skill_rarity

BACKGROUND = 240
"""Skills whose labels, in both languages, are the background sample for the scale of cosines."""
KIND_WEIGHT = {"material": 0.5, "field": 0.4, "product": 0.8}
"""A need's techniques and trades say more of who can serve it than its materials and products do; the rest weigh 1."""

KIND_REACH = {"material": 0.5}
"""Two items that share only a material are half as near as two that share a technique: wood is not yet a toy."""


def fit_idf(profiles: Sequence[Profile]) -> NDArray[np.float32]:
    """Idf of character n-grams over every item: float32 (DIM,)."""
    return inverse_document_frequency(
        ngram_counts([item.text for profile in profiles for item in profile.offers + profile.seeks])
    )


def fit_skill_weight(profiles: Sequence[Profile], skills: Skills) -> NDArray[np.float32]:
    """How much each skill says when sought, its rarity among offers times the weight of its kind: float32 (n,)."""
    offered = [{skills.index(link.skill) for item in profile.offers for link in item.skills} for profile in profiles]
    owned = np.array([skill for some in offered for skill in some], np.int64)
    rarity = skill_rarity(np.bincount(owned, minlength=len(skills)), len(profiles))
    kinds = np.array([KIND_WEIGHT.get(skills[skill].kind, 1.0) for skill in skills.ids])
    weight: NDArray[np.float32] = (rarity * kinds).astype(np.float32)
    return weight


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
