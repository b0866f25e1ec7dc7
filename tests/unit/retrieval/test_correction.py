"""Slips of the pen are read as the word that was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.bundled import bundled_space
from matcher.lexicon.misspelling import nearest_word
from matcher.retrieval.correction import Corrector

SPACE = bundled_space()
SLIPS = ("flaegname", "Furnitrue", "RILEGATRUA", "libri", "di", "2024", "perché")


@pytest.fixture(scope="module")
def corrector() -> Corrector:
    return Corrector.of(["Rilegature di pergamene", "officina Zorkbat"], SPACE)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("flaegname", "falegname"),
        ("un falegnmae in bottega", "un falegname in bottega"),
        ("furnitrue, restored", "furniture, restored"),
        ("Rilegatrua  di libri!", "rilegatura  di libri!"),
    ],
)
def test_a_misspelt_word_becomes_the_nearest_and_the_rest_stays_as_written(
    corrector: Corrector, written: str, meant: str
) -> None:
    assert corrector.corrected(written) == meant


@pytest.mark.parametrize("text", ["", "taglio laser su legno", "bookbinding", "perché città", "3D, C.N.C.", "中文 🧵"])
def test_words_that_exist_are_left_alone(corrector: Corrector, text: str) -> None:
    assert corrector.corrected(text) == text


def test_a_capital_inside_a_text_makes_a_name_that_is_no_slip(corrector: Corrector) -> None:
    assert corrector.corrected("legno da Falegnmae") == "legno da Falegnmae"
    assert corrector.corrected("LEGNO DA FALEGNMAE") == "LEGNO DA falegname"
    assert corrector.corrected("Falegnmae") == "falegname"


def test_what_the_collection_writes_is_a_word() -> None:
    assert Corrector.of([], SPACE).corrected("falegnmae") == "falegname"
    assert Corrector.of(["Falegnmae & figli"], SPACE).corrected("falegnmae") == "falegnmae"


def test_names_like_nothing_stay_names(corrector: Corrector) -> None:
    assert corrector.corrected("Zorkbat xqzwvy") == "Zorkbat xqzwvy"


def test_what_the_table_has_one_token_for_is_a_word() -> None:
    assert SPACE.is_word("carpentr")
    assert nearest_word("carpentr") == "carpentry"
    assert Corrector.of([], SPACE).corrected("carpentr") == "carpentr"


@given(st.lists(st.tuples(st.sampled_from(SLIPS), st.sampled_from([" ", ", ", ".\n", " (", ") ", "/"])), max_size=6))
def test_each_word_is_read_as_if_it_stood_alone(parts: list[tuple[str, str]]) -> None:
    corrector = Corrector.of([], SPACE)
    small = [(word.lower(), after) for word, after in parts]
    text = "".join(word + after for word, after in small)
    assert corrector.corrected(text) == "".join(corrector.corrected(word) + after for word, after in small)


@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_any_text_can_be_read_and_a_corrected_one_has_nothing_left_to_correct(text: str) -> None:
    corrector = Corrector.of([], SPACE)
    once = corrector.corrected(text)
    assert corrector.corrected(once) == once


@pytest.mark.parametrize(("word", "nearest"), [("falegnmae", "falegname"), ("xqzwvy", None), ("a", None), ("", None)])
def test_the_nearest_word_is_a_slip_away_or_there_is_none(word: str, nearest: str | None) -> None:
    assert nearest_word(word) == nearest
