"""How well the skills of everyday texts are found: 150 texts of the sample profiles, judged by hand."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from matcher.lexicon.resolver import SkillResolver
from matcher.lexicon.skills import Skills, default_skills

JUDGED = Path(__file__).parents[3] / "fixtures" / "linking.csv"
LEAST_PRECISION = 0.96
"""Of the skills found, the share that a reader finds too, over all texts together."""
LEAST_RECALL = 0.92
"""Of the skills that a reader finds, the share found, over all texts together."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A text and the skills that a reader finds in it."""

    text: str
    language: str
    skills: frozenset[str]


@pytest.fixture(scope="module")
def vocabulary() -> Skills:
    return default_skills()


@pytest.fixture(scope="module")
def judged() -> list[Judged]:
    with JUDGED.open(encoding="utf-8", newline="") as file:
        return [
            Judged(row["text"], row["language"], frozenset(filter(None, row["skills"].split("|"))))
            for row in csv.DictReader(file, strict=True)
        ]


@pytest.fixture(scope="module")
def found(vocabulary: Skills, judged: list[Judged]) -> list[frozenset[str]]:
    resolver = SkillResolver(vocabulary)
    return [frozenset(link.skill for link in resolver.links(one.text, one.language)) for one in judged]


def test_the_sample_has_300_different_texts_and_names_skills_that_exist(
    vocabulary: Skills, judged: list[Judged]
) -> None:
    assert len({one.text for one in judged}) == len(judged) == 300
    assert {skill for one in judged for skill in one.skills if skill not in vocabulary} == set()
    assert {one.language for one in judged} == {"it", "en"}


def test_nearly_everything_found_is_right(judged: list[Judged], found: list[frozenset[str]]) -> None:
    right = sum(len(one.skills & skills) for one, skills in zip(judged, found, strict=True))
    assert right / sum(map(len, found)) >= LEAST_PRECISION


def test_nearly_everything_named_is_found(judged: list[Judged], found: list[frozenset[str]]) -> None:
    right = sum(len(one.skills & skills) for one, skills in zip(judged, found, strict=True))
    assert right / sum(len(one.skills) for one in judged) >= LEAST_RECALL
