"""What the words of a text may stand for: vocabulary words, inflected, run together, in capitals or misspelt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcher.lexicon.normalisation import Token
from matcher.lexicon.resolver.inflection import Level
from matcher.lexicon.resolver.phrase_scan import Reading
from matcher.lexicon.resolver.phrases import EXACT, REARRANGED, SHORTEST_JOINED, Phrases, capitals
from matcher.lexicon.resolver.spelling import LONG, Correction, Spelling
from matcher.lexicon.words import CAPITAL_WORDS, function_words

ONE_EDIT_LONG = 0.9
"""Confidence of a word of at least `spelling.LONG` letters with one letter wrong."""

ONE_EDIT = 0.8
"""Confidence of a shorter word with one letter wrong."""

TWO_EDITS = 0.75
"""Confidence of a word with two letters wrong."""


_SMALL_WORDS = function_words("it") | function_words("en")


class Readings:
    """Reads texts word by word against the vocabulary."""

    def __init__(self, phrases: Phrases) -> None:
        self._meanings = phrases.meanings
        self._spelling = Spelling(phrases.correctable())

    def read(self, tokens: Sequence[Token]) -> list[tuple[Reading, ...]]:
        """For each position the readings that begin there, and one empty entry more for the end of the text."""
        capitals_tell = len(tokens) == 1 or any(token.written != token.written.upper() for token in tokens)
        found = [
            (*self._single(token, capitals_tell), *self._joined(tokens, position))
            for position, token in enumerate(tokens)
        ]
        return [*found, ()]

    def _single(self, token: Token, capitals_tell: bool) -> Iterator[Reading]:
        known = self._meanings.get(token.word, ())
        for meaning in known:
            yield Reading(meaning.word, meaning.level, EXACT)
        if capitals_tell and token.word in CAPITAL_WORDS and token.written.isupper():
            for meaning in self._meanings.get(capitals(token), ()):
                yield Reading(meaning.word, meaning.level, EXACT)
        if not known:
            for correction in self._spelling.corrections(token.word):
                confidence = _confidence(correction)
                for meaning in self._meanings[correction.word]:
                    if meaning.level < Level.PHRASE:
                        yield Reading(meaning.word, meaning.level, confidence)

    def _joined(self, tokens: Sequence[Token], position: int) -> Iterator[Reading]:
        if position + 1 >= len(tokens) or tokens[position + 1].pause:
            return
        parts = tokens[position].word, tokens[position + 1].word
        joined = "".join(parts)
        if len(joined) >= SHORTEST_JOINED and not any(part in _SMALL_WORDS for part in parts):
            for meaning in self._meanings.get(joined, ()):
                if meaning.level <= Level.NUMBER:
                    yield Reading(meaning.word, meaning.level, REARRANGED, width=2)


def _confidence(correction: Correction) -> float:
    if correction.edits > 1:
        return TWO_EDITS
    return ONE_EDIT_LONG if len(correction.word) >= LONG else ONE_EDIT
