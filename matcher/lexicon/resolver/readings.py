"""What the words of a text may stand for: vocabulary words, inflected, run together, in capitals or misspelt."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from matcher.lexicon.normalisation import Token
from matcher.lexicon.resolver.inflection import Level
from matcher.lexicon.resolver.phrase_scan import Reading
from matcher.lexicon.resolver.phrase_tree import Phrases
from matcher.lexicon.resolver.phrases import EXACT, REARRANGED, SHORTEST_JOINED, capitals
from matcher.lexicon.resolver.spelling import LONG, Correction, Spelling
from matcher.lexicon.words import CAPITAL_WORDS, function_words

ONE_EDIT_LONG = 0.9
"""Confidence of a word of at least `spelling.LONG` letters with one letter wrong."""

ONE_EDIT = 0.8
"""Confidence of a shorter word with one letter wrong."""

TWO_EDITS = 0.75
"""Confidence of a word with two letters wrong."""


_REMEMBERED = 1 << 15
_SMALL_WORDS = function_words("it") | function_words("en")


class Readings:
    """Reads texts word by word against the vocabulary."""

    def __init__(self, phrases: Phrases) -> None:
        self._meanings = phrases.meanings
        self._spelling = Spelling(phrases.correctable)
        self._of_word = lru_cache(maxsize=_REMEMBERED)(self._read_word)

    def read(self, tokens: Sequence[Token]) -> list[tuple[Reading, ...]]:
        """For each position the readings that begin there, and one empty entry more for the end of the text."""
        capitals_tell = len(tokens) == 1 or any(token.written != token.written.upper() for token in tokens)
        found = [
            self._of_word(token.word)
            + (self._of_capitals(token) if capitals_tell and token.word in CAPITAL_WORDS else ())
            + self._joined(tokens, position)
            for position, token in enumerate(tokens)
        ]
        return [*found, ()]

    def _read_word(self, word: str) -> tuple[Reading, ...]:
        """What a word stands for as it is written, or else as it may be misspelt."""
        known = self._meanings[word]
        if known:
            return tuple(Reading(meaning.word, meaning.level, EXACT) for meaning in known)
        return tuple(
            Reading(meaning.word, meaning.level, _confidence(correction))
            for correction in self._spelling.corrections(word)
            for meaning in self._meanings[correction.word]
            if meaning.level < Level.PHRASE
        )

    def _of_capitals(self, token: Token) -> tuple[Reading, ...]:
        meanings = self._meanings[capitals(token)] if token.written.isupper() else ()
        return tuple(Reading(meaning.word, meaning.level, EXACT) for meaning in meanings)

    def _joined(self, tokens: Sequence[Token], position: int) -> tuple[Reading, ...]:
        if position + 1 >= len(tokens) or tokens[position + 1].pause:
            return ()
        parts = tokens[position].word, tokens[position + 1].word
        meanings = self._meanings["".join(parts)]
        if not meanings or sum(map(len, parts)) < SHORTEST_JOINED or not _SMALL_WORDS.isdisjoint(parts):
            return ()
        return tuple(
            Reading(meaning.word, meaning.level, REARRANGED, width=2)
            for meaning in meanings
            if meaning.level <= Level.NUMBER
        )


def _confidence(correction: Correction) -> float:
    if correction.edits > 1:
        return TWO_EDITS
    return ONE_EDIT_LONG if len(correction.word) >= LONG else ONE_EDIT
