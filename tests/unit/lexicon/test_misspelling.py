"""The word that a misspelt one stands for."""

from __future__ import annotations

import pytest

from matcher.lexicon.misspelling import nearest_word


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("faleganme", "falegname"),
        ("falegnme", "falegname"),
        ("carpentr", "carpentry"),
        ("restuaro", "restauro"),
        ("cermaica", "ceramica"),
        ("calzolxio", "calzolaio"),
        ("tailr", "tailor"),
        ("weldng", "welding"),
        ("resturation", "restoration"),
    ],
)
def test_a_slip_of_the_pen_is_the_word_that_was_meant(written: str, meant: str) -> None:
    assert nearest_word(written) == meant


@pytest.mark.parametrize("word", ["falegname", "falegnami", "carpenter", "carpenters", "tornitura", "welding", "città"])
def test_a_word_that_exists_stands_for_itself(word: str) -> None:
    assert nearest_word(word) is None


@pytest.mark.parametrize("word", ["", "srto", "cnc", "qzxwvkk", "3dstampa"])
def test_what_is_short_or_like_no_word_stands_for_none(word: str) -> None:
    assert nearest_word(word) is None
