"""Phrases that name skills as a tree of words, and the vocabulary words that each written form may stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import accumulate
from typing import NamedTuple

from matcher.lexicon.resolver.inflection import Level

ROOT = 0
PREPOSITION = 0
WORD_BITS = 24
_LEVEL_BITS = 3
_LEVELS = tuple(Level)


class Source(IntEnum):
    """Where a phrase comes from; of two skills with the same name the lesser source wins."""

    LABEL = 0
    SYNONYM = 1
    PRACTITIONER = 2
    VERB = 3


class Sense(NamedTuple):
    """What a phrase names: the id of a skill, or `phrases.IDIOM`.

    `trust` is the furthest inflection at which the words still name it.
    """

    skill: str
    language: str
    source: Source
    confidence: float
    trust: Level


class PhraseTree:
    """The phrases as paths of word numbers from `ROOT`; `PREPOSITION` stands for any preposition of English.

    One flat table of integers: a node per object would keep the garbage collector busy for longer than the rest takes.
    `edges`: the node that a word leads to, by `node << WORD_BITS | word`, numbered in their order; `senses`: what the
    words up to a node name; `inner`: the nodes from which a phrase goes on.
    """

    def __init__(self, edges: Iterable[int] = (), senses: Mapping[int, tuple[Sense, ...]] | None = None) -> None:
        self.edges: dict[int, int] = {edge: node for node, edge in enumerate(edges, start=1)}
        self.senses: dict[int, tuple[Sense, ...]] = dict(senses or {})
        self.inner: set[int] = {edge >> WORD_BITS for edge in self.edges}

    def insert(self, pattern: Iterable[int], sense: tuple[Sense]) -> None:
        """Add a path that ends in the sense, given as a tuple of one so that many paths may share it."""
        node = ROOT
        for word in pattern:
            self.inner.add(node)
            node = self.edges.setdefault(node << WORD_BITS | word, len(self.edges) + 1)
        known = self.senses.get(node, ())
        if sense[0] not in known:
            self.senses[node] = known + sense if known else sense


class Meaning(NamedTuple):
    """A vocabulary word, by number, that a written word stands for, and at what level."""

    word: int
    level: Level


class Meanings:
    """The vocabulary words that each written form may stand for.

    Flat lists of integers, for the reason that the tree has: those of form i are `codes[ends[i - 1] : ends[i]]`, each
    the number of a word and a level.
    """

    def __init__(self, forms: Sequence[str], ends: Sequence[int], codes: Sequence[int]) -> None:
        self._places = {form: place for place, form in enumerate(forms)}
        self.ends = ends
        self.codes = codes

    @classmethod
    def of(cls, meanings: Mapping[str, Sequence[Meaning]]) -> Meanings:
        """The meanings by form."""
        codes = [word << _LEVEL_BITS | level for known in meanings.values() for word, level in known]
        return cls([*meanings], [*accumulate(map(len, meanings.values()))], codes)

    @property
    def forms(self) -> tuple[str, ...]:
        """Every form, in their order."""
        return tuple(self._places)

    def __getitem__(self, form: str) -> tuple[Meaning, ...]:
        place = self._places.get(form)
        if place is None:
            return ()
        codes = self.codes[self.ends[place - 1] if place else 0 : self.ends[place]]
        return tuple([Meaning(code >> _LEVEL_BITS, _LEVELS[code & (1 << _LEVEL_BITS) - 1]) for code in codes])


@dataclass(frozen=True, slots=True)
class Phrases:
    """The tree of phrases, what each written form may stand for, and the forms that a misspelt word is corrected to."""

    tree: PhraseTree
    meanings: Meanings
    correctable: frozenset[str]
