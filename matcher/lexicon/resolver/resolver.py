"""Free text to skills: which concepts of the vocabulary a text names, where, and how surely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.domain.profiles import SkillLink
from matcher.lexicon.language import language_of
from matcher.lexicon.normalisation import Token, tokenise
from matcher.lexicon.resolver.idioms import idioms
from matcher.lexicon.resolver.phrase_scan import Found, scan
from matcher.lexicon.resolver.phrase_tree import Phrases
from matcher.lexicon.resolver.phrases import read_phrases
from matcher.lexicon.resolver.purpose import PURPOSE_SHARE, purposes
from matcher.lexicon.resolver.readings import Readings
from matcher.lexicon.resolver.selection import select
from matcher.lexicon.skills.csv_files import LANGUAGES
from matcher.lexicon.skills.vocabulary import Skills
from matcher.lexicon.words import words

LINK_THRESHOLD = 0.7
"""The least confidence, in (0, 1], of a link worth keeping."""

_VOWELS = ("a", "e", "i", "o", "u")


@dataclass(frozen=True, slots=True)
class Mention:
    """A skill named in a text at `text[start:end]`, with the words that name it and a confidence in (0, 1]."""

    skill: str
    confidence: float
    start: int
    end: int
    words: str


class SkillResolver:
    """Finds the skills that a text names, in Italian and English. Immutable; may be used from several threads.

    `phrases` are those of the vocabulary, where they are known already.
    """

    def __init__(self, skills: Skills, phrases: Phrases | None = None) -> None:
        self._phrases = phrases or read_phrases(skills, idioms())
        self._readings = Readings(self._phrases)
        self._kinds = {skill.id: skill.kind for skill in skills}

    def find(self, text: str, language: str | None = None) -> tuple[Mention, ...]:
        """Mentions of skills in reading order; no two overlap, and a longer phrase wins over what it contains.

        `language` None means detect it. In a text of one language a lone word of the other that is also a word of the
        first ("camera", "lime", "pane") names nothing.
        """
        return tuple(senses[0] for senses in self._mentions(text, language))

    def links(
        self, text: str, language: str | None = None, *, tokens: Sequence[Token] | None = None
    ) -> tuple[SkillLink, ...]:
        """The skills a text names, each once with its best confidence, best first; `tokens` are its words, if known.

        Mentions less sure than `LINK_THRESHOLD` are left out.
        A skill named only as a purpose ("lampade per ristoranti") has `PURPOSE_SHARE` of its confidence.

        `words` are those of the first mention that sure. Where words name several skills equally well, all of them.
        """
        best: dict[str, SkillLink] = {}
        named = self._mentions(text, language, tokens)
        aims = purposes(text, [(senses[0].start, senses[0].end) for senses in named])
        for senses, is_aim in zip(named, aims, strict=True):
            for mention in senses:
                confidence = mention.confidence * (PURPOSE_SHARE if is_aim else 1.0)
                known = best.get(mention.skill)
                if mention.confidence >= LINK_THRESHOLD and (known is None or known.confidence < confidence):
                    best[mention.skill] = SkillLink(mention.skill, confidence, mention.words)
        return tuple(sorted(best.values(), key=lambda link: (-link.confidence, link.skill)))

    def _mentions(self, text: str, language: str | None, tokens: Sequence[Token] | None = None) -> list[list[Mention]]:
        """What the text names, in reading order, each with the other skills that the same words name equally well."""
        tokens = tokenise(text) if tokens is None else tokens
        named = [[_mention(found, tokens, text) for found in senses] for senses in self._read(text, tokens, language)]
        return sorted(named, key=lambda senses: senses[0].start)

    def _read(self, text: str, tokens: Sequence[Token], language: str | None) -> list[list[Found]]:
        readings = self._readings.read(tokens)
        phrases = scan(tokens, readings, self._phrases.tree)
        if not phrases:
            return []
        language = language or language_of(tokens)
        own = [found for found in phrases if not _is_foreign_homograph(found, tokens, language)]
        return select(own, len(tokens), self._kinds)


def _mention(found: Found, tokens: Sequence[Token], text: str) -> Mention:
    start, end = tokens[found.first].start, tokens[found.last].end
    return Mention(found.sense.skill, found.confidence, start, end, text[start:end])


def _is_foreign_homograph(found: Found, tokens: Sequence[Token], language: str | None) -> bool:
    """Whether a lone word of one language is, in a text of the other, a word of the other.

    Only words that end in a vowel are suspected: the others are loans, the same in both ("laser", "plotter", "CNC").
    """
    if language not in LANGUAGES or len(found.words) > 1 or found.sense.language == language:
        return False
    word = tokens[found.first].word
    return word.endswith(_VOWELS) and word in words(language)
