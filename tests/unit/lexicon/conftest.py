"""A vocabulary of fifty skills, small enough to hold in mind."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.lexicon.resolver import SkillResolver
from matcher.lexicon.skills import Skills

VOCABULARY = Path(__file__).parent / "vocabulary"


@pytest.fixture(scope="session")
def skills() -> Skills:
    return Skills.load(VOCABULARY)


@pytest.fixture(scope="session")
def resolver(skills: Skills) -> SkillResolver:
    return SkillResolver(skills)
