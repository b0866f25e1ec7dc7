"""Reading the training texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from embeddings.training.sources import PARTS, Label, Occupation, ScoredPair, Sources, Synset, Wording
from tests.unit.training.data_folder import CALZOLAIO, HELD_OUT, KEPT, ORAFO


def test_a_sense_has_words_of_both_languages_and_a_gloss(sources: Sources) -> None:
    first, _, last = sources.synsets()
    assert first == Synset(("shoemaker", "bootmaker"), ("calzolaio", "ciabattino"), "a person who makes shoes")
    assert last.italian == ()


def test_occupations_named_in_both_languages_come_by_id(sources: Sources) -> None:
    assert [one.id for one in sources.occupations()] == sorted([*KEPT, *HELD_OUT])


def test_an_occupation_has_its_names_and_its_description_in_both_languages(sources: Sources) -> None:
    found = next(one for one in sources.occupations() if one.id == CALZOLAIO)
    others = ("ciabattino", "calzolaio", "calzolaio su misura")
    assert found == Occupation(
        CALZOLAIO,
        Wording("calzolaio/calzolaia", others, "Il calzolaio fa scarpe."),
        Wording("shoemaker", ("cobbler",), "Shoemakers make shoes."),
    )


def test_the_titles_of_a_man_and_of_a_woman_are_told_apart(sources: Sources) -> None:
    titles = {one.id: one.titles for one in sources.occupations()}
    assert titles[CALZOLAIO] == ("calzolaio", "calzolaia")
    assert titles[ORAFO] == ("orafo", "orafa")


def test_groups_lack_those_without_an_english_name(sources: Sources) -> None:
    assert sources.groups() == [Label("7531", "Sarti", "Tailors")]


def test_activities_are_named_in_both_languages(sources: Sources) -> None:
    assert sources.activities()[0] == Label("15.20", "Fabbricazione di calzature", "Manufacture of footwear")


def test_sentences_are_scored_from_nothing_to_one(sources: Sources) -> None:
    pairs = sources.scored_pairs("it", "train")
    assert pairs[0] == ScoredPair("un uomo cuce", "un sarto cuce", 0.8)
    assert [pair.score for pair in sources.scored_pairs("en", "dev")] == [0.8, 0, 0.2]


def test_without_a_folder_it_is_said_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"(?s)nowhere.*--data.*ships with the package"):
        Sources(tmp_path / "nowhere")


@pytest.mark.parametrize("absent", PARTS)
def test_a_missing_part_is_named_before_anything_is_learnt(tmp_path: Path, absent: str) -> None:
    for part in PARTS:
        if part != absent:
            (tmp_path / part).mkdir()
    with pytest.raises(FileNotFoundError, match=rf"it lacks {absent}\."):
        Sources(tmp_path)
