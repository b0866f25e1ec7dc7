"""The skills vocabulary: bilingual concepts in a hierarchy from broad to narrow."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.errors import NotFound
from matcher.lexicon.skills.csv_files import Skill, SkillKind, SkillRow, invalid, read_folder
from matcher.lexicon.skills.suggestions import SkillHit, Suggestions

LINKING_RULES = "3"
"""The edition of the rules that link texts to skills; raised by hand whenever a change of code can change a link."""

STEP_SIMILARITY = 0.7
"""How alike a skill and the next broader one are; each further step multiplies by it again."""

FIELD_SIMILARITY = 0.35
"""How alike a field and a skill directly under it are; further down a field says nothing."""


class Skills:
    """The vocabulary: skills by id and by position, and who is broader than whom. Immutable."""

    def __init__(self, rows: Iterable[SkillRow], digest: str) -> None:
        rows = list(rows)
        self._skills = _by_id(rows)
        self.version = hashlib.sha256(f"{LINKING_RULES}\0{digest}".encode()).hexdigest()[:16]
        self.ids: tuple[str, ...] = tuple(self._skills)
        self._positions = {skill: position for position, skill in enumerate(self.ids)}
        self._ancestors = _ancestors(rows, self._skills)
        self._narrower = _narrower(self._ancestors)
        self._similarity = self._similarities()

    @classmethod
    def load(cls, folder: Path | Traversable) -> Skills:
        """Read and check the vocabulary in a folder.

        Raises:
            InvalidInput: a file breaks the format, an id comes twice, a broader skill does not exist, or broader links
                form a circle; the message names file and line.
        """
        return cls(*read_folder(folder))

    def index(self, skill: str) -> int:
        """The position of a skill, 0 to n - 1, in `ids` and in the matrix of `similarity`.

        Raises:
            NotFound: no skill has this id.
        """
        return self._positions[self[skill].id]

    def __getitem__(self, skill: str) -> Skill:
        try:
            return self._skills[skill]
        except KeyError:
            raise NotFound(
                f"No skill has the id {skill!r}. Search the vocabulary for the right one.", skill=skill
            ) from None

    def __contains__(self, skill: object) -> bool:
        return skill in self._skills

    def __len__(self) -> int:
        return len(self._skills)

    def __iter__(self) -> Iterator[Skill]:
        return iter(self._skills.values())

    def narrower(self, skill: str) -> frozenset[str]:
        """The skill itself and every skill below it, at any depth.

        Raises:
            NotFound: no skill has this id.
        """
        return self._narrower[self[skill].id]

    def ancestors(self, skill: str) -> Mapping[str, int]:
        """The skill itself (0) and every broader one, with the fewest steps up to it.

        Raises:
            NotFound: no skill has this id.
        """
        return self._ancestors[self[skill].id]

    def similarity(self) -> NDArray[np.float32]:
        """How alike any two skills are: float32 (n, n), symmetric, in [0, 1], rows and columns in the order of `ids`.

        1 for the same skill, `STEP_SIMILARITY` to the power of the fewest steps between a skill and a broader one,
        `FIELD_SIMILARITY` where the broader one is a field one step up, 0 for all other pairs. Read-only.
        """
        return self._similarity

    def label(self, skill: str, language: str) -> str:
        """The skill's label in a language; in English where the language has none.

        Raises:
            NotFound: no skill has this id.
        """
        labels = self[skill].labels
        return labels.get(language, labels["en"])

    def search(self, text: str, *, language: str | None = None, limit: int = 20) -> tuple[SkillHit, ...]:
        """Skills with a label, synonym or practitioner that begins like the text or has a word that does.

        Where there is none, those spelt much like it. Best first, at most `limit`, each skill once. `language` None
        searches both languages.
        """
        return self._suggestions.search(text, language=language, limit=limit)

    @cached_property
    def _suggestions(self) -> Suggestions:
        """Made for who types first: most processes suggest nothing."""
        return Suggestions(self._skills.values())

    def _similarities(self) -> NDArray[np.float32]:
        matrix = np.eye(len(self), dtype=np.float32)
        for skill, ancestors in self._ancestors.items():
            for ancestor, steps in ancestors.items():
                value = self._chain_similarity(ancestor, steps)
                row, column = self._positions[skill], self._positions[ancestor]
                matrix[row, column] = matrix[column, row] = value
        matrix.setflags(write=False)
        return matrix

    def _chain_similarity(self, ancestor: str, steps: int) -> float:
        if steps and self._skills[ancestor].kind is SkillKind.FIELD:
            return FIELD_SIMILARITY if steps == 1 else 0.0
        return STEP_SIMILARITY**steps


def default_skills() -> Skills:
    """The vocabulary that ships with the package."""
    return Skills.load(resources.files("matcher.lexicon") / "data" / "skills")


def _by_id(rows: Iterable[SkillRow]) -> dict[str, Skill]:
    skills: dict[str, Skill] = {}
    for row in rows:
        if row.skill.id in skills:
            raise invalid(row.file, row.line, f"the id {row.skill.id!r} comes a second time", "Ids are unique.")
        skills[row.skill.id] = row.skill
    return skills


def _ancestors(rows: Iterable[SkillRow], skills: Mapping[str, Skill]) -> dict[str, Mapping[str, int]]:
    rows = list(rows)
    for row in rows:
        for broader in row.skill.broader:
            if broader not in skills:
                raise invalid(row.file, row.line, f"unknown broader skill {broader!r}", "Name an id that exists.")
    return {row.skill.id: _climb(row, skills) for row in rows}


def _climb(row: SkillRow, skills: Mapping[str, Skill]) -> Mapping[str, int]:
    steps = {row.skill.id: 0}
    frontier = [row.skill.id]
    while frontier:
        above = [(skill, broader) for skill in frontier for broader in skills[skill].broader]
        if any(broader == row.skill.id for _, broader in above):
            raise invalid(row.file, row.line, f"{row.skill.id!r} is broader than itself", "Break the circle of links.")
        frontier = list(dict.fromkeys(broader for _, broader in above if broader not in steps))
        height = max(steps.values()) + 1
        steps.update(dict.fromkeys(frontier, height))
    return steps


def _narrower(ancestors: Mapping[str, Mapping[str, int]]) -> dict[str, frozenset[str]]:
    below: dict[str, set[str]] = {skill: set() for skill in ancestors}
    for skill, above in ancestors.items():
        for ancestor in above:
            below[ancestor].add(skill)
    return {skill: frozenset(members) for skill, members in below.items()}
