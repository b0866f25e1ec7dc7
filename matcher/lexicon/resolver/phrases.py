"""What the vocabulary can be called: every phrase that names a skill, read into a tree of words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from matcher.lexicon.normalisation import Token, tokenise
from matcher.lexicon.resolver.inflection import Level, inflections
from matcher.lexicon.resolver.phrase_tree import PREPOSITION, Meaning, Meanings, Phrases, PhraseTree, Sense, Source
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


def read_phrases(skills: Iterable[Skill], idioms: Iterable[tuple[str, str]]) -> Phrases:
    """The phrases of a vocabulary; `idioms` are phrases that mean something else than their words, with languages."""
    reader = _Reader()
    for skill in skills:
        for phrase, language, source in _names(skill):
            reader.add(phrase, language, skill.id, source)
    for phrase, language in idioms:
        reader.add_idiom(phrase, language)
    return reader.phrases()


class _Reader:
    def __init__(self) -> None:
        self._tree = PhraseTree()
        self._numbers: dict[tuple[str, str], int] = {}
        self._verbs: set[int] = set()
        self._joined: set[int] = set()

    def phrases(self) -> Phrases:
        meanings = self._meanings()
        correctable = {
            form
            for form, known in meanings.items()
            if any(meaning.level < Level.PHRASE and meaning.word not in self._joined for meaning in known)
        }
        return Phrases(self._tree, Meanings.of(meanings), frozenset(correctable))

    def add(self, phrase: str, language: str, skill: str, source: Source) -> None:
        tokens = tokenise(phrase)
        if not tokens:
            return
        keys = [self._key(token, language, alone=len(tokens) == 1) for token in tokens]
        if source is Source.VERB:
            self._verbs.add(keys[0])
        confidence = EXACT if source <= Source.SYNONYM else INFLECTED
        sense = Sense(skill, language, source, confidence, Level.PHRASE if len(keys) > 1 else _ALONE[source])
        self._tree.insert(keys, (sense,))
        if len(keys) > 1:
            looser = (sense._replace(confidence=min(confidence, REARRANGED)),)
            for pattern in _loose(keys, tokens, language):
                self._tree.insert(pattern, looser)
            self._add_joined(tokens, looser[0]._replace(trust=Level.NUMBER))

    def add_idiom(self, phrase: str, language: str) -> None:
        keys = [self._key(token, language, alone=False) for token in tokenise(phrase)]
        self._tree.insert(keys, (Sense(IDIOM, language, Source.LABEL, EXACT, Level.PHRASE),))

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
            self._tree.insert([self._number(joined, sense.language)], (sense,))

    def _meanings(self) -> dict[str, list[Meaning]]:
        found: defaultdict[str, list[Meaning]] = defaultdict(list)
        for (language, word), number in self._numbers.items():
            if word in function_words(language) or not (word.isalpha() and word.islower()):
                found[word].append(Meaning(number, Level.EXACT))
                continue
            forms = inflections(word, language, verb=number in self._verbs)
            by_level = {level: Meaning(number, level) for level in set(forms.values())}
            for form, level in forms.items():
                found[form].append(by_level[level])
        return found


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
