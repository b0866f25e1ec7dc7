"""How well the skills of everyday texts are found: 300 texts of the sample profiles, judged by hand.

The vocabulary may be mended on what is missed in the half `dev`; on `test`, which was judged before it was first
measured, it never is.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from matcher.lexicon.resolver import SkillResolver
from matcher.lexicon.skills import Skills, default_skills

JUDGED = Path(__file__).parents[3] / "fixtures" / "linking.csv"
LEAST_PRECISION = {"dev": 0.97, "test": 0.87}
"""Of the skills found, the share that a reader finds too, over all texts of a half together."""
LEAST_RECALL = {"dev": 0.95, "test": 0.77}
"""Of the skills that a reader finds, the share found, over all texts of a half together."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A text and the skills that a reader finds in it, and those that the resolver finds."""

    text: str
    language: str
    source: str
    split: str
    named: frozenset[str]
    found: frozenset[str]


@pytest.fixture(scope="module")
def vocabulary() -> Skills:
    return default_skills()


@pytest.fixture(scope="module")
def judged(vocabulary: Skills) -> list[Judged]:
    resolver = SkillResolver(vocabulary)
    with JUDGED.open(encoding="utf-8", newline="") as file:
        return [
            Judged(
                **{column: row[column] for column in ("text", "language", "source", "split")},
                named=frozenset(filter(None, row["skills"].split("|"))),
                found=frozenset(link.skill for link in resolver.links(row["text"], row["language"])),
            )
            for row in csv.DictReader(file, strict=True)
        ]


def half(judged: Sequence[Judged], split: str) -> list[Judged]:
    return [one for one in judged if one.split == split]


def right(judged: Sequence[Judged]) -> int:
    return sum(len(one.named & one.found) for one in judged)


def test_the_sample_has_150_different_texts_in_each_half_and_names_skills_that_exist(
    vocabulary: Skills, judged: list[Judged]
) -> None:
    assert len({one.text for one in judged}) == 300
    assert [len(half(judged, split)) for split in ("dev", "test")] == [150, 150]
    assert {skill for one in judged for skill in one.named if skill not in vocabulary} == set()
    assert {(one.source, one.language) for one in judged} == {("shops", "it"), ("makers", "it"), ("makers", "en")}


def test_the_half_that_is_only_measured_is_a_third_each_of_shops_and_of_makers_in_either_language(
    judged: list[Judged],
) -> None:
    thirds = [(one.source, one.language) for one in half(judged, "test")]
    assert [thirds.count(third) for third in (("shops", "it"), ("makers", "it"), ("makers", "en"))] == [50, 50, 50]


@pytest.mark.parametrize("split", ["dev", "test"])
def test_nearly_everything_found_is_right(judged: list[Judged], split: str) -> None:
    texts = half(judged, split)
    assert right(texts) / sum(len(one.found) for one in texts) >= LEAST_PRECISION[split]


@pytest.mark.parametrize("split", ["dev", "test"])
def test_nearly_everything_named_is_found(judged: list[Judged], split: str) -> None:
    texts = half(judged, split)
    assert right(texts) / sum(len(one.named) for one in texts) >= LEAST_RECALL[split]
