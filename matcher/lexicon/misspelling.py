"""The word of either language that a misspelt one stands for."""

from __future__ import annotations

from functools import cache

from rapidfuzz.distance import JaroWinkler

from matcher.lexicon.resolver.spelling import Spelling
from matcher.lexicon.words import words


def nearest_word(word: str) -> str | None:
    """The listed word nearest to a folded one that no list has, the most alike of several; None where none is near.

    Which slips count says `matcher.lexicon.resolver.spelling`.
    """
    near = [correction.word for correction in _spelling().corrections(word)]
    return max(near, key=lambda known: (JaroWinkler.similarity(word, known), known), default=None)


@cache
def _spelling() -> Spelling:
    return Spelling(words("it") | words("en"))
