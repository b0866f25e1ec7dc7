"""Finds the vocabulary's phrases in the words of a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from matcher.lexicon.normalisation import Token
from matcher.lexicon.resolver.inflection import Level
from matcher.lexicon.resolver.phrase_tree import PREPOSITION, ROOT, WORD_BITS, PhraseTree, Sense
from matcher.lexicon.resolver.phrases import EXACT, INFLECTED, REARRANGED
from matcher.lexicon.words import (
    ARTICLES_EN,
    GAP_WORDS,
    LINKING_WORDS,
    MODIFIERS_EN,
    MODIFIERS_IT,
    PREPOSITIONS_EN,
    SMALL_WORDS_IT,
)

MOST_GAP_WORDS = 2
"""Small words that may stand between two words of a phrase."""

MOST_LISTED = 3
"""Elements of a list that a phrase may reach across: "taglio, marcatura e incisione laser"."""

_BOTH = frozenset(["it", "en"])
_NONE: frozenset[str] = frozenset()
_PASSING_IT = SMALL_WORDS_IT | MODIFIERS_IT
_PASSING_EN = ARTICLES_EN | MODIFIERS_EN
_GAP_LANGUAGES = {
    word: frozenset(language for language, passing in (("it", _PASSING_IT), ("en", _PASSING_EN)) if word in passing)
    for word in _PASSING_IT | _PASSING_EN
}
_PASSING = _GAP_LANGUAGES.keys() | PREPOSITIONS_EN
_LIST_PAUSES = frozenset([",", "/"])


class Reading(NamedTuple):
    """A vocabulary word that `width` words of the text stand for."""

    word: int
    level: Level
    confidence: float
    width: int = 1


class Found(NamedTuple):
    """A phrase in a text: the positions of the `words` that spell it, and the positions `first` to `last` it claims.

    `level` is the furthest inflection among the words.
    A phrase that shares a word with another through a list claims only what is its own: in "taglio e incisione laser"
    the phrase "taglio laser" claims "taglio".
    """

    sense: Sense
    confidence: float
    level: Level
    words: tuple[int, ...]
    first: int
    last: int


class _State(NamedTuple):
    node: int
    next: int
    words: tuple[int, ...]
    level: Level = Level.EXACT
    confidence: float = EXACT
    gaps: int = 0
    languages: frozenset[str] = _BOTH
    own_from: int = 0
    own_to: int | None = None

    @property
    def in_list(self) -> bool:
        return self.own_from > 0 or self.own_to is not None


class _Scan:
    """One text being read: `readings[i]` is what the words from position i on may stand for, empty past the end."""

    def __init__(self, tokens: Sequence[Token], readings: Sequence[Sequence[Reading]], tree: PhraseTree) -> None:
        self._tokens = tokens
        self._readings = readings
        self._tree = tree
        listed = any(token.word in LINKING_WORDS or token.pause in _LIST_PAUSES for token in tokens)
        positions = range(len(tokens)) if listed else range(0)
        self._alternatives = [tuple(_past_alternatives(here, tokens)) for here in positions]
        self._siblings = [tuple(_past_siblings(here, tokens)) for here in positions]

    def phrases(self) -> list[Found]:
        found: list[Found] = []
        inner, senses_of = self._tree.inner, self._tree.senses
        for start, readings in enumerate(self._readings):
            states: list[_State] = []
            if readings:
                self._consume(_State(ROOT, start, ()), states)
            while states:
                state = states.pop()
                if senses := senses_of.get(state.node):
                    self._name(state, senses, found)
                if state.node in inner:
                    self._go_on(state, states)
        return found

    def _name(self, state: _State, senses: Sequence[Sense], found: list[Found]) -> None:
        _, after, words, level, sure, _, languages, own_from, own_to = state
        if words[-1] != after - 1:
            return
        first, last = words[0], words[-1]
        if own_from > 0 or own_to is not None:
            own = [position for position in words if own_from <= position < (own_to or after)]
            first, last = own[0], own[-1]
        for sense in senses:
            _, language, _, confidence, trust = sense
            if level <= trust and language in languages:
                found.append(Found(sense, min(sure, confidence), level, words, first, last))

    def _consume(self, state: _State, states: list[_State]) -> None:
        node, here, words, level, confidence, _, languages, own_from, own_to = state
        step, edges = node << WORD_BITS, self._tree.edges
        for word, its_level, its_confidence, width in self._readings[here]:
            there = edges.get(step | word)
            if there is not None:
                sure = min(its_confidence, INFLECTED) if its_level > Level.EXACT else its_confidence
                further = (here,) if width == 1 else tuple(range(here, here + width))
                states.append(
                    _State(
                        there,
                        here + width,
                        words + further,
                        max(its_level, level),
                        min(sure, confidence),
                        0,
                        languages,
                        own_from,
                        own_to,
                    )
                )

    def _go_on(self, state: _State, states: list[_State]) -> None:
        here = state.next
        if here >= len(self._tokens):
            return
        if self._tokens[here].pause in ("", "/"):
            self._consume(state, states)
            if state.gaps < MOST_GAP_WORDS and self._tokens[here].word in _PASSING:
                self._widen(state, self._tokens[here].word, states)
        if self._alternatives and not state.in_list:
            names_nothing = state.node not in self._tree.senses
            for resume, is_comma_alone in self._alternatives[here]:
                if names_nothing or not is_comma_alone:
                    self._consume(_shared(state, resume, own_to=here), states)
            for resume in self._siblings[here]:
                self._after_siblings(_shared(state, resume, own_from=resume), states)

    def _widen(self, state: _State, word: str, states: list[_State]) -> None:
        """Goes on past a small word where the grammar of a language lets it stand inside a phrase."""
        languages = state.languages & _GAP_LANGUAGES.get(word, _NONE)
        turned = self._tree.edges.get(state.node << WORD_BITS | PREPOSITION) if word in PREPOSITIONS_EN else None
        if languages or turned is not None:
            wider = state._replace(
                next=state.next + 1, gaps=state.gaps + 1, confidence=min(state.confidence, REARRANGED)
            )
            if languages:
                states.append(wider._replace(languages=languages))
            if turned is not None:
                states.append(wider._replace(node=turned))

    def _after_siblings(self, state: _State, states: list[_State]) -> None:
        """Goes on after "laser cutting and", past small words: "lavorazione del cuoio e della" pelle."""
        self._consume(state, states)
        for _ in range(MOST_GAP_WORDS):
            if state.next >= len(self._tokens) or self._tokens[state.next].word not in GAP_WORDS:
                return
            state = state._replace(next=state.next + 1)
            self._consume(state, states)


def scan(tokens: Sequence[Token], readings: Sequence[Sequence[Reading]], tree: PhraseTree) -> list[Found]:
    """Every phrase of the tree in the words, overlapping ones included, by the position where it begins.

    `readings[i]` is what the words from position i on may stand for, with an empty entry past the last. The work at
    each position is bounded by the longest phrase, so the whole is linear in the number of words.
    """
    return _Scan(tokens, readings, tree).phrases()


def _shared(state: _State, resume: int, *, own_from: int = 0, own_to: int | None = None) -> _State:
    confidence = min(state.confidence, REARRANGED)
    return state._replace(next=resume, confidence=confidence, gaps=0, own_from=own_from, own_to=own_to)


def _past_alternatives(here: int, tokens: Sequence[Token]) -> Iterator[tuple[int, bool]]:
    """Where a phrase goes on after alternatives to its last word: before "laser" in "taglio e incisione laser".

    With each place, whether only a comma says that there is a list: a phrase that names something already ends there.
    """
    for _ in range(MOST_LISTED):
        if here >= len(tokens):
            return
        conjunction = tokens[here].word in LINKING_WORDS
        pause = tokens[here].pause
        if not conjunction and pause not in _LIST_PAUSES:
            return
        element = here + conjunction
        if not _is_element(element, tokens, pause if not conjunction else ""):
            return
        here = element + 1
        if here < len(tokens) and tokens[here].pause == "" and tokens[here].word not in LINKING_WORDS:
            yield here, pause == "," and not conjunction


def _past_siblings(here: int, tokens: Sequence[Token]) -> Iterator[int]:
    """Where a phrase goes on after siblings of its next word: before "engraving" in "laser cutting and engraving"."""
    pause = ""
    for _ in range(MOST_LISTED):
        if not _is_element(here, tokens, pause) or here + 1 >= len(tokens):
            return
        here += 1
        pause = tokens[here].pause
        if tokens[here].word in LINKING_WORDS and pause in ("", ","):
            yield here + 1
            return
        if pause not in _LIST_PAUSES:
            return
        if pause == "/":
            yield here


def _is_element(position: int, tokens: Sequence[Token], pause: str) -> bool:
    if position >= len(tokens) or tokens[position].pause != pause:
        return False
    return tokens[position].word not in GAP_WORDS and tokens[position].word not in LINKING_WORDS
