"""Phrases that were kept are those that would be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.lexicon.resolver import SkillResolver, kept_phrases
from matcher.lexicon.resolver.idioms import idioms
from matcher.lexicon.resolver.phrase_tree import Phrases
from matcher.lexicon.resolver.phrases import read_phrases
from matcher.lexicon.skills import Skills, default_skills


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    return tmp_path / "__pycache__" / "phrases.json"


def alike(one: Phrases, other: Phrases) -> bool:
    return (
        one.tree.edges == other.tree.edges
        and one.tree.senses == other.tree.senses
        and all(one.meanings[form] == other.meanings[form] for form in (*one.meanings.forms, *other.meanings.forms))
        and one.correctable == other.correctable
    )


def no_reading(*_: object) -> Phrases:
    raise AssertionError("the phrases were read")


@pytest.mark.parametrize("shipped", [False, True])
def test_what_is_kept_is_what_would_be_read(
    shipped: bool, skills: Skills, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vocabulary = default_skills() if shipped else skills
    kept_phrases.kept_phrases(vocabulary, file)
    monkeypatch.setattr(kept_phrases, "read_phrases", no_reading)
    assert alike(kept_phrases.kept_phrases(vocabulary, file), read_phrases(vocabulary, idioms()))


def test_a_resolver_finds_with_kept_phrases_what_it_finds_without(
    skills: Skills, resolver: SkillResolver, file: Path
) -> None:
    kept_phrases.kept_phrases(skills, file)
    text = "Taglio e incisione laser su legno, stampante 3D e rilegatura di libri"
    found = SkillResolver(skills, kept_phrases.kept_phrases(skills, file)).links(text)
    assert found
    assert found == resolver.links(text)


def test_those_of_another_vocabulary_are_not_taken(skills: Skills, file: Path) -> None:
    kept_phrases.kept_phrases(default_skills(), file)
    assert alike(kept_phrases.kept_phrases(skills, file), read_phrases(skills, idioms()))


def test_those_of_other_code_are_not_taken(skills: Skills, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept_phrases.kept_phrases(skills, file)
    changed = file.with_name("inflection.py")
    changed.write_text("SHORTEST_STEM = 5")
    monkeypatch.setattr(kept_phrases, "_sources", lambda: [changed])
    monkeypatch.setattr(kept_phrases, "read_phrases", no_reading)
    with pytest.raises(AssertionError, match="were read"):
        kept_phrases.kept_phrases(skills, file)


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"made_of": "x"'])
def test_a_damaged_file_is_written_anew(content: bytes, skills: Skills, file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    assert alike(kept_phrases.kept_phrases(skills, file), read_phrases(skills, idioms()))
    assert file.read_bytes() != content


def test_nothing_is_written_where_python_writes_no_bytecode(
    skills: Skills, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    kept_phrases.kept_phrases(skills, file)
    assert not file.exists()


def test_a_folder_that_cannot_be_written_costs_time_only(skills: Skills, file: Path) -> None:
    file.parent.write_bytes(b"a file where the folder should be")
    assert alike(kept_phrases.kept_phrases(skills, file), read_phrases(skills, idioms()))
