"""What the student learns from: texts with the English text they should mean, and pairs of texts that mean alike."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import NamedTuple

from embeddings.training.holdout import is_held_out
from embeddings.training.inflection import verb_forms
from embeddings.training.sources import Label, Occupation, Sources, Synset

LONGEST_TARGET = 300


class Example(NamedTuple):
    """A text, the English text whose vector it should reach, and the kind of its source."""

    text: str
    target: str
    kind: str


class Pair(NamedTuple):
    """Two texts that mean alike, what they are of, and the kind of their source; pairs of one group are no contrast."""

    first: str
    second: str
    group: str
    kind: str


EXAMPLE_SHARE = {
    "term": 0.2, "synset": 0.5, "gloss": 1, "english": 1, "italian": 1.5, "translation": 1, "form": 0.5,
    "only english": 0.4, "only gloss": 0.5, "only synset": 0.4, "label it": 4, "label en": 1.5, "sentence": 3,
    "description": 3, "class": 4, "sts": 2,
}  # fmt: skip
"""How often an example of each kind is drawn, relative to one of another; chosen on the held-out occupations."""

PAIR_SHARE = {
    "lemma": 0.5, "gloss": 0.5, "across": 3, "italian": 2, "english": 1, "describes": 3, "sentence": 3,
    "description": 2, "rest": 2, "class": 4, "sts": 2,
}  # fmt: skip
"""How often a pair of each kind is drawn."""


class Corpus:
    """Examples and pairs in a fixed order; without what is held out unless `everything`."""

    def __init__(self, sources: Sources, *, everything: bool, seed: int = 0) -> None:
        self._random = random.Random(seed)  # noqa: S311 - chooses wordings, guards nothing
        occupations = sources.occupations()
        taken = [one for one in occupations if everything or not is_held_out(one.id)]
        self.examples: list[Example] = []
        self.pairs: list[Pair] = []
        for number, synset in enumerate(sources.synsets()):
            self._add_synset(synset, f"synset {number}")
        barred = set() if everything else _wordings(one for one in occupations if is_held_out(one.id))
        start = len(self.examples), len(self.pairs)
        for occupation in taken:
            self._add_occupation(occupation)
        for label in sources.groups() + (sources.activities() if everything else []):
            self._add_label(label)
        self._leave_out(barred, *start)
        self._add_sentences(sources)

    def targets(self) -> list[str]:
        """The distinct target texts, sorted."""
        return sorted({example.target for example in self.examples})

    def _add_synset(self, synset: Synset, group: str) -> None:
        meaning = f"{', '.join(synset.english[:4])}: {synset.gloss}"[:LONGEST_TARGET]
        self.examples += [Example(word, word, "term") for word in synset.english]
        if not synset.italian:
            if synset.gloss.isascii():
                self.examples += [
                    Example(synset.gloss, meaning, "only gloss"),
                    Example(meaning, meaning, "only synset"),
                ]
                self.examples += [Example(word, meaning, "only english") for word in synset.english]
            return
        self.examples += [Example(meaning, meaning, "synset"), Example(synset.gloss, meaning, "gloss")]
        self.examples += [Example(word, meaning, "english") for word in synset.english]
        self.examples += [Example(word, meaning, "italian") for word in (", ".join(synset.italian), *synset.italian)]
        self.examples += [Example(word, synset.english[0], "translation") for word in synset.italian[:6]]
        self.examples += [Example(form, meaning, "form") for word in synset.italian for form in verb_forms(word)]
        self.pairs += [Pair(it, en, group, "lemma") for it in synset.italian[:4] for en in synset.english[:2]]
        self.pairs.append(Pair(self._random.choice(synset.italian), synset.gloss, group, "gloss"))

    def _add_occupation(self, one: Occupation) -> None:
        italian = [*dict.fromkeys([*one.titles, *one.italian.others])]
        english = [*dict.fromkeys([one.english.title, *one.english.others])]
        about, described = one.italian.description, one.english.description
        title, target = english[0], f"{english[0]}: {described}"
        self.examples += [Example(text, title, "label it") for text in italian]
        self.examples += [Example(text, title, "label en") for text in english[:7]]
        self.examples += [Example(text, text, "label en") for text in english]
        self.examples += [Example(text, target, "description") for text in (about, described)]
        sentences, translated = _sentences(about), _sentences(described)
        if len(sentences) == len(translated):
            for number, (it, en) in enumerate(zip(sentences, translated, strict=True)):
                self.examples += [Example(it, en, "sentence"), Example(en, en, "sentence")]
                self.pairs.append(Pair(it, en, f"{one.id} {number}", "sentence"))
        pick = self._random.choice
        self.pairs += [Pair(text, pick(english), one.id, "across") for text in italian]
        self.pairs += [Pair(text, title, one.id, "across") for text in italian[:4]]
        self.pairs += [Pair(text, pick(italian), one.id, "italian") for text in italian]
        self.pairs += [Pair(text, title, one.id, "english") for text in english[1:5]]
        self.pairs += [Pair(text, about, one.id, "describes") for text in [*italian[:4], title] if about]
        self.pairs += [Pair(text, pick(sentences), one.id, "describes") for text in italian[:3] if sentences]
        self.pairs.append(Pair(title, described, one.id, "describes"))
        self.pairs.append(Pair(about, described, one.id, "description"))
        if len(sentences) > 1:
            self.pairs.append(Pair(sentences[0], " ".join(sentences[1:]), one.id, "rest"))

    def _add_label(self, label: Label) -> None:
        self.examples += [Example(text, label.english, "class") for text in (label.italian, label.english)]
        self.pairs.append(Pair(label.italian, label.english, label.english, "class"))

    def _add_sentences(self, sources: Sources) -> None:
        aligned = zip(sources.scored_pairs("it", "train"), sources.scored_pairs("en", "train"), strict=True)
        for it, en in aligned:
            for text, target in ((it.first, en.first), (it.second, en.second)):
                self.examples += [Example(text, target, "sts"), Example(target, target, "sts")]
                self.pairs.append(Pair(text, target, target, "sts"))

    def _leave_out(self, barred: set[str], first_example: int, first_pair: int) -> None:
        """Drop empty texts, and what has the very wording of a held-out occupation under another heading."""
        self.examples[first_example:] = [
            one
            for one in self.examples[first_example:]
            if one.text and not {one.text.lower(), one.target.lower()} & barred
        ]
        self.pairs[first_pair:] = [
            one
            for one in self.pairs[first_pair:]
            if one.first and one.second and not {one.first.lower(), one.second.lower()} & barred
        ]


def _wordings(occupations: Iterator[Occupation]) -> set[str]:
    return {
        text.lower()
        for one in occupations
        for text in (*one.titles, *one.italian.others, one.english.title, *one.english.others)
    }


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in re.split(r"(?<=[.!?])\s+", text) if sentence]
