"""The vocabulary as something to draw from: skills as often as the sample names them, and what they are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from matcher.domain.profiles import Profile
from matcher.lexicon.skills.csv_files import LANGUAGES, Skill, SkillKind
from matcher.lexicon.skills.vocabulary import Skills

SELDOM = 0.2
"""How often each skill is thought to come in the sample beside the times it does, so that every one is drawn."""


@dataclass(frozen=True, slots=True)
class Urn:
    """Skills to draw from, each as often as its weight says; `drawn_up_to` are the sums of the weights so far."""

    skills: Sequence[Skill]
    drawn_up_to: Sequence[float]

    def draw(self, random: Random) -> Skill:
        """One of the skills."""
        return random.choices(self.skills, cum_weights=self.drawn_up_to)[0]


class Phrasebook:
    """Draws skills and phrases for them."""

    def __init__(self, skills: Skills, sample: Iterable[Profile]) -> None:
        self.skills = tuple(skills)
        said = Counter(
            link.skill for profile in sample for item in (*profile.offers, *profile.seeks) for link in item.skills
        )
        fields = [skill.id for skill in skills if skill.kind is SkillKind.FIELD]
        self.anything = _urn([skill for skill in skills if skill.kind is not SkillKind.FIELD], said)
        self.materials = _urn([skill for skill in skills if skill.kind is SkillKind.MATERIAL], said)
        self._names = {
            (skill.id, language): (skill.labels[language], *skill.synonyms[language])
            for skill in skills
            for language in LANGUAGES
        }
        around = {
            field: _urn([one for one in self.anything.skills if one.id in skills.narrower(field)], said)
            for field in fields
        }
        self._related = {
            skill.id: [around[field] for field in fields if skill.id in skills.narrower(field)] for skill in skills
        }

    def near(self, random: Random, skill: Skill) -> Skill:
        """A skill of the same field of work, the same one perhaps."""
        fields = self._related[skill.id]
        return random.choice(fields).draw(random) if fields else skill

    def name(self, random: Random, skill: Skill, language: str) -> str:
        """What a skill is called, by its label or a synonym."""
        return random.choice(self._names[skill.id, language])


def _urn(skills: Sequence[Skill], said: Counter[str]) -> Urn:
    return Urn(skills, list(accumulate(SELDOM + said[skill.id] for skill in skills)))
