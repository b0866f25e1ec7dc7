"""Skills suggested while a person types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from matcher.lexicon.normalisation import fold_text
from matcher.lexicon.skills.csv_files import LANGUAGES, Skill

EXACT, BEGINNING, WORD_BEGINNING = 1.0, 0.95, 0.9
FUZZY_FLOOR = 0.75
"""The least share of letters in common, in [0, 1], for a form that does not begin like the text."""

_FUZZY_CEILING = 0.85


@dataclass(frozen=True, slots=True)
class SkillHit:
    """A suggested skill: `words` is the label or synonym that was found, `score` in (0, 1]."""

    skill: str
    label: str
    words: str
    score: float


@dataclass(frozen=True, slots=True)
class _Form:
    folded: str
    words: str
    language: str
    skill: Skill
    rank: int


class Suggestions:
    """Searches the labels and synonyms of skills by beginning and by spelling."""

    def __init__(self, skills: Iterable[Skill]) -> None:
        self._forms = tuple(form for skill in skills for form in _forms(skill))

    def search(self, text: str, *, language: str | None, limit: int) -> tuple[SkillHit, ...]:
        """See `Skills.search`."""
        query = fold_text(text)
        if not query or limit < 1:
            return ()
        forms = [form for form in self._forms if language in (None, form.language)]
        begins = [(score, form) for form in forms if (score := _prefix_score(query, form.folded))]
        return _best(begins or _similar(query, forms), limit)


def _forms(skill: Skill) -> Iterator[_Form]:
    for language in LANGUAGES:
        groups = ((skill.labels[language],), skill.synonyms[language], skill.practitioners[language])
        for rank, words in enumerate(groups):
            for word in words:
                yield _Form(fold_text(word), word, language, skill, rank)


def _prefix_score(query: str, folded: str) -> float:
    if folded.startswith(query):
        return EXACT if len(folded) == len(query) else BEGINNING
    return WORD_BEGINNING if f" {query}" in folded else 0.0


def _similar(query: str, forms: list[_Form]) -> Iterator[tuple[float, _Form]]:
    choices = [form.folded for form in forms]
    found = process.extract(query, choices, scorer=fuzz.ratio, score_cutoff=100 * FUZZY_FLOOR, limit=None)
    for _, ratio, position in found:
        yield ratio / 100 * _FUZZY_CEILING, forms[position]


def _best(found: Iterable[tuple[float, _Form]], limit: int) -> tuple[SkillHit, ...]:
    ordered = sorted(found, key=lambda pair: (-pair[0], pair[1].rank, len(pair[1].folded), pair[1].folded))
    hits: dict[str, SkillHit] = {}
    for score, form in ordered:
        if len(hits) == limit:
            break
        if form.skill.id not in hits:
            hits[form.skill.id] = SkillHit(form.skill.id, form.skill.labels[form.language], form.words, score)
    return tuple(hits.values())
