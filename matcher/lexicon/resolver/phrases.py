"""What the vocabulary can be called: every phrase that names a skill, as a tree of words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from matcher.lexicon.normalisation import Token, tokenise
from matcher.lexicon.resolver.inflection import Level, inflections
from matcher.lexicon.skills.csv_files import LANGUAGES, Skill
from matcher.lexicon.words import ACRONYMS_LIKE_WORDS, GAP_WORDS, LINKING_WORDS, function_words

EXACT = 1.0
"""Confidence of a label or synonym word for word."""

INFLECTED = 0.95
"""Confidence of another number, gender or person of the words, and of practitioners and verbs."""

REARRANGED = 0.85
"""Confidence of the same words in another order, with other small words between, shared by a list, or run together."""

LONGEST_TURNED = 4
"""Words of the longest English phrase that is also known turned round: "cutting of wood" for "wood cutting"."""

SHORTEST_JOINED = 7
"""Two words run together make at least this many letters."""


IDIOM = ""
"""Stands for the skill where a phrase means something else than its words: "carta di credito"."""

ROOT = 0
PREPOSITION = 0
WORD_BITS = 24


class Source(IntEnum):
    """Where a phrase comes from; of two skills with the same name the lesser source wins."""

    LABEL = 0
    SYNONYM = 1
    PRACTITIONER = 2
    VERB = 3


class Sense(NamedTuple):
    """What a phrase names: the id of a skill, or `IDIOM`.

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
    `edges`: the node that a word leads to, by `node << WORD_BITS | word`; `senses`: what the words up to a node name;
    `inner`: the nodes from which a phrase goes on.
    """

    def __init__(self) -> None:
        self.edges: dict[int, int] = {}
        self.senses: dict[int, tuple[Sense, ...]] = {}
        self.inner: set[int] = set()

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


class Phrases:
    """The tree of phrases, and the vocabulary words that each written form may stand for."""

    def __init__(self, skills: Iterable[Skill], idioms: Iterable[tuple[str, str]]) -> None:
        self.tree = PhraseTree()
        self._numbers: dict[tuple[str, str], int] = {}
        self._verbs: set[int] = set()
        self._joined: set[int] = set()
        for skill in skills:
            for phrase, language, source in _names(skill):
                self._add(phrase, language, skill.id, source)
        for phrase, language in idioms:
            self._add_idiom(phrase, language)
        self.meanings = self._meanings()

    def correctable(self) -> set[str]:
        """The written forms that a misspelt word may be corrected to."""
        return {
            form
            for form, meanings in self.meanings.items()
            if any(meaning.level < Level.PHRASE and meaning.word not in self._joined for meaning in meanings)
        }

    def _add(self, phrase: str, language: str, skill: str, source: Source) -> None:
        tokens = tokenise(phrase)
        if not tokens:
            return
        keys = [self._key(token, language, alone=len(tokens) == 1) for token in tokens]
        if source is Source.VERB:
            self._verbs.add(keys[0])
        confidence = EXACT if source <= Source.SYNONYM else INFLECTED
        sense = Sense(skill, language, source, confidence, Level.PHRASE if len(keys) > 1 else _ALONE[source])
        self.tree.insert(keys, (sense,))
        if len(keys) > 1:
            looser = (sense._replace(confidence=min(confidence, REARRANGED)),)
            for pattern in _loose(keys, tokens, language):
                self.tree.insert(pattern, looser)
            self._add_joined(tokens, looser[0]._replace(trust=Level.NUMBER))

    def _add_idiom(self, phrase: str, language: str) -> None:
        keys = [self._key(token, language, alone=False) for token in tokenise(phrase)]
        self.tree.insert(keys, (Sense(IDIOM, language, Source.LABEL, EXACT, Level.PHRASE),))

    def _key(self, token: Token, language: str, *, alone: bool) -> int:
        needs_capitals = token.word in (ACRONYMS_LIKE_WORDS if alone else GAP_WORDS)
        acronym = len(token.word) > 1 and token.written.isupper()
        word = capitals(token) if needs_capitals and acronym else token.word
        number = self._number(word, language)
        self._joined.discard(number)
        return number

    def _number(self, word: str, language: str) -> int:
        return self._numbers.setdefault((language, word), len(self._numbers) + 1)

    def _add_joined(self, tokens: Sequence[Token], sense: Sense) -> None:
        joined = "".join(token.word for token in tokens)
        if len(tokens) == 2 and len(joined) >= SHORTEST_JOINED and not any(token.word in GAP_WORDS for token in tokens):
            if (sense.language, joined) not in self._numbers:
                self._joined.add(self._number(joined, sense.language))
            self.tree.insert([self._number(joined, sense.language)], (sense,))

    def _meanings(self) -> dict[str, tuple[Meaning, ...]]:
        found: defaultdict[str, list[Meaning]] = defaultdict(list)
        for (language, word), number in self._numbers.items():
            if word in function_words(language) or not (word.isalpha() and word.islower()):
                found[word].append(Meaning(number, Level.EXACT))
                continue
            forms = inflections(word, language, verb=number in self._verbs)
            by_level = {level: Meaning(number, level) for level in set(forms.values())}
            for form, level in forms.items():
                found[form].append(by_level[level])
        return {form: tuple(meanings) for form, meanings in found.items()}


def capitals(token: Token) -> str:
    """An acronym as it is known where only capitals will do."""
    return token.written.replace(".", "")


_ALONE = {
    Source.LABEL: Level.NUMBER,
    Source.SYNONYM: Level.NUMBER,
    Source.PRACTITIONER: Level.GENDER,
    Source.VERB: Level.VERB,
}


def _names(skill: Skill) -> Iterator[tuple[str, str, Source]]:
    for language in LANGUAGES:
        yield skill.labels[language], language, Source.LABEL
        for phrase in skill.synonyms[language]:
            yield phrase, language, Source.SYNONYM
        for phrase in skill.practitioners[language]:
            yield phrase, language, Source.PRACTITIONER
        for phrase in skill.verbs[language]:
            yield phrase, language, Source.VERB


def _loose(words: Sequence[int], tokens: Sequence[Token], language: str) -> Iterator[list[int]]:
    """Other shapes of a phrase: without its small words and, in English, turned round a preposition or gerund."""
    small = [position for position, token in enumerate(tokens) if token.word in GAP_WORDS]
    linking = [position for position, token in enumerate(tokens) if token.word in LINKING_WORDS]
    bare = [word for position, word in enumerate(words) if position not in small and position not in linking]
    if len(bare) < 2:
        return
    if len(bare) < len(words):
        yield bare
    if language == "it" or linking or len(bare) > LONGEST_TURNED:
        return
    if len(small) == 1:
        yield [*words[small[0] + 1 :], *words[: small[0]]]
    elif not small and not any(token.word.isalpha() and len(token.word) < 3 for token in tokens):
        for turn in range(1, len(bare)):
            yield [*bare[turn:], PREPOSITION, *bare[:turn]]
        if len(bare) == 3:
            first, second, head = bare
            yield [head, PREPOSITION, first, PREPOSITION, second]
            yield [head, PREPOSITION, second, PREPOSITION, first]
        if tokens[-1].word.endswith("ing"):
            yield [bare[-1], *bare[:-1]]
