"""Vocabulary words that a misspelt word may stand for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from matcher.lexicon.resolver.dictionary import exists

SHORTEST = 5
"""Shorter words are never corrected: their neighbours are other words."""

LONG = 8
"""From this length on a word may be two edits away, below it one."""

_REMEMBERED = 1 << 15


class Correction(NamedTuple):
    """A known word and its distance from what was written: insertions, deletions, changes and swaps of neighbours."""

    word: str
    edits: int


class Spelling:
    """Corrects words that neither language has towards known ones of like length that begin alike."""

    def __init__(self, known: Iterable[str]) -> None:
        groups: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        for word in known:
            if len(word) >= SHORTEST and word.isalpha():
                groups[word[0], len(word)].append(word)
        self._groups = dict(groups)
        self.corrections = lru_cache(maxsize=_REMEMBERED)(self._corrections)

    def _corrections(self, word: str) -> tuple[Correction, ...]:
        """The nearest known words, all at one distance; none for a word that is short, real or far from all."""
        if len(word) < SHORTEST or not word.isalpha() or exists(word):
            return ()
        found: list[Correction] = []
        for length in range(max(len(word) - 2, SHORTEST), len(word) + 3):
            limit = allowed_edits(min(length, len(word)))
            if abs(length - len(word)) <= limit:
                found.extend(self._within(word, length, limit))
        nearest = min((correction.edits for correction in found), default=0)
        return tuple(correction for correction in found if correction.edits == nearest)

    def _within(self, word: str, length: int, limit: int) -> Iterable[Correction]:
        for first in dict.fromkeys(word[:2]):
            group = self._groups.get((first, length), ())
            for known, edits, _ in process.extract(word, group, scorer=OSA.distance, score_cutoff=limit, limit=None):
                if _is_slip(word, known, int(edits)):
                    yield Correction(known, int(edits))


def allowed_edits(length: int) -> int:
    """How far apart two words of at least this many letters may be and still be one word misspelt."""
    if length < SHORTEST:
        return 0
    return 1 if length < LONG else 2


def _is_slip(written: str, known: str, edits: int) -> bool:
    """Whether a pen may slip so: slips spare the first letter, unless they swap it, and, where there are two, the last.

    Short words with one letter for another are mostly names: "Sarpi" is no "sarti".
    """
    if edits > 1 and written[-1] != known[-1]:
        return False
    if len(written) == len(known) == SHORTEST and sorted(written) != sorted(known):
        return False
    return written[0] == known[0] or written[:2] == known[1::-1]
