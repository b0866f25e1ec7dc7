"""Italian or English, from few words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.lexicon.language import detect, trigrams

ITALIAN = [
    "sartoria uomo",
    "falegname",
    "orafo",
    "cerco una sarta",
    "stampa 3D",
    "taglio laser su legno",
    "Oggetti d'arte - lavorazione vetri",
    "restauro",
    "ceramica e porcellana",
    "Gioielleria, argenteria",
    "workshop per bambini",
    "realizziamo mobili su misura",
    "vendita abbigliamento",
    "incastonatura",
]
ENGLISH = [
    "laser cutting on wood",
    "bookbinder",
    "jewellery maker",
    "we need a tailor",
    "3D printing",
    "furniture restoration",
    "glass and metal",
    "hand-made leather bags",
    "looking for a workshop",
    "sheet metal",
    "welding",
]
NEITHER = ["CNC", "laser", "design", "", "   ", "3D", "12345", "PCB", "Zxqw", "???", "software"]


@pytest.mark.parametrize("text", ITALIAN)
def test_knows_italian(text: str) -> None:
    assert detect(text) == "it"


@pytest.mark.parametrize("text", ENGLISH)
def test_knows_english(text: str) -> None:
    assert detect(text) == "en"


@pytest.mark.parametrize("text", NEITHER)
def test_says_nothing_where_the_words_could_be_either(text: str) -> None:
    assert detect(text) is None


@given(st.text(max_size=60))
def test_capitals_do_not_change_the_language(text: str) -> None:
    assert detect(text) == detect(text.lower())
    assert detect(text) in ("it", "en", None)


def test_reads_only_the_beginning_of_a_long_text() -> None:
    assert detect("una sartoria di quartiere " * 150 + "and in English for the rest " * 5000) == "it"


def test_trigrams_mark_the_ends_of_a_word() -> None:
    assert trigrams("oro") == ["^or", "oro", "ro$"]
