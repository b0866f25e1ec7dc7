"""Italian or English: a guess from few words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources

from matcher.lexicon.normalisation import Token, tokenise
from matcher.lexicon.words import function_words, words

SURE = 2.0
"""The least log-odds for an answer: about seven to one."""

_FUNCTION_WORD = 2.5
_LISTED_WORD = 3.0
_LISTED_SHAPE = 0.3
_MOST_A_TRIGRAM = 1.5
_MOST_A_WORD = 3.0
_REMEMBERED = 1 << 16
_VOWELS = frozenset("aeiou")
_LONGEST_WORD = 30
_WORDS_READ = 400


def detect(text: str) -> str | None:
    """`it`, `en`, or None where the words could be either or neither, such as "CNC" or "laser".

    A naive Bayes over words: those that only one language lists, and the trigrams of the others. Reads at most the
    first 400 words.
    """
    return language_of(tokenise(text))


def language_of(tokens: Sequence[Token]) -> str | None:
    """What `detect` says of the text that these words make up."""
    odds = sum([_odds(token.word) for token in tokens[:_WORDS_READ]])
    if abs(odds) < SURE:
        return None
    return "it" if odds > 0 else "en"


def trigrams(word: str) -> list[str]:
    """The three-letter pieces of a folded word, `^` and `$` marking its ends."""
    bounded = f"^{word}$"
    return [bounded[start : start + 3] for start in range(len(bounded) - 2)]


@lru_cache(maxsize=_REMEMBERED)
def _odds(word: str) -> float:
    """Log-odds of Italian against English for one word; 0 for acronyms, numbers and words of both languages."""
    italian, english = word in function_words("it"), word in function_words("en")
    if italian != english:
        return _FUNCTION_WORD if italian else -_FUNCTION_WORD
    if italian or not word.isalpha() or len(word) > _LONGEST_WORD or not _VOWELS & set(word):
        return 0.0
    shape = sum(max(-_MOST_A_TRIGRAM, min(_MOST_A_TRIGRAM, _model().get(piece, 0.0))) for piece in trigrams(word))
    italian, english = word in words("it"), word in words("en")
    if italian or english:
        return _LISTED_WORD * (italian - english) + _LISTED_SHAPE * shape
    return max(-_MOST_A_WORD, min(_MOST_A_WORD, shape))


@cache
def _model() -> dict[str, float]:
    """Log-odds of Italian against English by trigram."""
    file = resources.files("matcher.lexicon") / "data" / "words" / "trigrams.txt"
    lines = (line.split(" ") for line in file.read_text("utf-8").splitlines())
    return {trigram: float(odds) for trigram, odds in lines}
