"""A text read word by word for what surrounds the name of a place."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass

from matcher.lexicon.gazetteer.city_folder import City
from matcher.lexicon.gazetteer.toponymy import (
    CONJUNCTIONS,
    INSIDE_ONLY,
    LABELS,
    LEADING,
    NEARNESS,
    OWNERSHIP,
    PREPOSITIONS,
    STREETS,
    SUFFIX_LABELS,
    Marker,
    place_words,
)

_RUNS_ON = re.compile(r"[\s'’`]*")
_TOWARDS_CITY = re.compile(r"[\s,(]*")
_LIST_COMMA = re.compile(r"\s*,\s*")
_LIST_STROKE = re.compile(r"\s*[/–-]\s*")
_HYPHEN = re.compile("[-‐‑]")
_SENTENCE_END = re.compile(r"[.!?:;•\n]\W*$")
_CITY_LINKS = frozenset({"a", "in", "di"})
_LETTERS_THAT_TELL = 3
_LONGEST_LEAD = 8


@dataclass(frozen=True, slots=True)
class Lead:
    """The phrase before a name: it begins at word `start`, character `offset`, and marks the name so strongly.

    `listed` when the name goes on a list that an earlier name began.
    """

    start: int
    offset: int
    marker: Marker
    listed: bool = False


class Reading:
    """One text, its words, and what stands before and behind a span of them."""

    def __init__(self, text: str, city: City) -> None:
        self.text = text
        self.words = place_words(text)
        self._city = city
        self._leading: Set[str] = LEADING | city.markers
        self._labels: Set[str] = LABELS | city.markers
        self._capitals_tell = text[:1].islower() or any(map(self._is_lower, range(len(self.words))))

    def lead(self, position: int, floor: int) -> Lead:
        """The prepositions, labels and articles that run on into the word at `position`, none before `floor`.

        The city's own name may stand before them: "a Milano in zona Loreto".
        """
        start = self._run_of_leading(position, floor)
        marker = self._marker(start, position)
        if start > floor and self.folded(start - 1) in self._city.names and self.runs_on(start - 1):
            start = self._run_of_leading(start - 1, floor)
            marker = max(marker, Marker.PREPOSITION)
        return Lead(start, self.words[start].start, marker)

    def listed(self, lead: Lead, floor: int, inherited: Marker) -> Lead:
        """The lead when a list goes on to it from a name that ended before word `floor`; otherwise as it is.

        An element takes the comma, stroke or conjunction with it, and is marked as its predecessor was: fully behind a
        stroke ("zona Navigli/Tortona"), else as a preposition would, for a list may go on to something else.
        """
        gap = self._gap(floor - 1)
        stroke = _LIST_STROKE.fullmatch(gap) is not None
        if lead.start == floor and (stroke or _LIST_COMMA.fullmatch(gap)):
            offset = self.words[floor - 1].end + len(gap) - len(gap.lstrip())
        elif lead.start == floor + 1 and self.folded(floor) in CONJUNCTIONS:
            offset = self.words[floor].start
        else:
            return lead
        passed_on = inherited if stroke else min(inherited, Marker.PREPOSITION)
        return Lead(floor, offset, max(lead.marker, passed_on), listed=True)

    def tail(self, end: int) -> tuple[int, Marker]:
        """Where the name that ends before word `end` has its last label or city's name, and how they mark it."""
        marker = Marker.NONE
        if end < len(self.words) and self.folded(end) in SUFFIX_LABELS and self.runs_on(end - 1):
            marker = SUFFIX_LABELS[self.folded(end)]
            end += 1
        for skip in (0, 1):
            city = end + skip
            if city >= len(self.words) or not _TOWARDS_CITY.fullmatch(self._gap(city - 1)):
                break
            if self.folded(city) in self._city.names:
                return city + 1, max(marker, Marker.NEARNESS)
            if self.folded(city) not in _CITY_LINKS:
                break
        return end, marker

    def is_on_street(self, start: int) -> bool:
        """Whether the words before `start` make the name a street's: "via della Bovisa"."""
        position = start - 1
        while position >= 0 and self.folded(position) in OWNERSHIP:
            position -= 1
        return position >= 0 and self.folded(position) in STREETS

    def goes_on(self, end: int) -> bool:
        """Whether the name is part of a longer one: "fiera di Rimini", "centro-orientale"."""
        if end == len(self.words):
            return False
        return _HYPHEN.fullmatch(self._gap(end - 1)) is not None or (
            self.runs_on(end - 1) and self.folded(end) in OWNERSHIP
        )

    def is_capitalised(self, start: int, end: int) -> bool:
        """Whether capitals mark the words as a name, in a text where they are not everywhere and not for a sentence."""
        if not self._capitals_tell and end - start < len(self.words):
            return False
        if self._begins_sentence(start) and end - start < len(self.words):
            return False
        written = (self._written(position) for position in range(start, end))
        return all(word[0].isupper() or word[0].isdigit() for word in written if word not in LEADING)

    def runs_on(self, position: int) -> bool:
        """Whether nothing but space or an apostrophe follows the word at `position` before the next word."""
        return bool(_RUNS_ON.fullmatch(self._gap(position)))

    def closes(self, end: int) -> bool:
        """Whether the words before `end` close the text or are followed by punctuation."""
        return end >= len(self.words) or not self.runs_on(end - 1)

    def counts(self, position: int) -> bool:
        """Whether the number at `position` counts what follows it ("zona 4, 5 sedie")."""
        behind = position + 1
        return not self.closes(behind) and self.folded(behind) not in CONJUNCTIONS | PREPOSITIONS

    def folded(self, position: int) -> str:
        """The folded word at `position`."""
        return self.words[position].folded

    def phrase(self, lead: Lead, end: int) -> str:
        """The exact text from where the lead begins to the word before `end`."""
        return self.text[lead.offset : self.words[end - 1].end]

    def _run_of_leading(self, position: int, floor: int) -> int:
        start = position
        floor = max(floor, position - _LONGEST_LEAD)
        while start > floor and self.folded(start - 1) in self._leading and self.runs_on(start - 1):
            start -= 1
        while start < position and self.folded(start) in INSIDE_ONLY:
            start += 1
        return start

    def _marker(self, start: int, end: int) -> Marker:
        found = {self.folded(position) for position in range(start, end)}
        if found & self._labels:
            return Marker.LABEL
        if found & NEARNESS:
            return Marker.NEARNESS
        return Marker.PREPOSITION if found & PREPOSITIONS else Marker.NONE

    def _gap(self, position: int) -> str:
        end = self.words[position + 1].start if position + 1 < len(self.words) else len(self.text)
        return self.text[self.words[position].end : end]

    def _written(self, position: int) -> str:
        word = self.words[position]
        return self.text[word.start : word.end]

    def _is_lower(self, position: int) -> bool:
        word = self._written(position)
        return len(word) >= _LETTERS_THAT_TELL and word[0].islower() and self.folded(position) not in LEADING

    def _begins_sentence(self, position: int) -> bool:
        before = self.text[: self.words[position].start]
        return not before.strip(" \t'\"«“(") or bool(_SENTENCE_END.search(before))
