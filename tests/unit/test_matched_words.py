"""Which words of an offer are shown as having met a need."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.bundled import bundled_space
from embeddings.static_format import read_static_model
from embeddings.token_space import TokenSpace
from matcher.domain.profiles import Item
from matcher.engine.matched_words import MET, matched_words
from matcher.lexicon.words import function_words
from tests.static_models import SPOKEN


def shown(sought: str, offered: str, language: str | None = None, named: tuple[str, ...] = ()) -> list[str]:
    space = bundled_space()
    return list(matched_words(space.tokens([sought]).ids, Item(offered, language=language), space, shown=named))


@pytest.mark.parametrize(
    ("sought", "offered", "words"),
    [
        ("carpenter", "falegname e restauro", ["falegname"]),
        ("falegname", "Carpenter for theatres", ["Carpenter"]),
        ("bicycle repair", "Riparazione, vendita biciclette", ["Riparazione", "biciclette"]),
        ("ristorante", "banquets, restaurants", ["restaurants"]),
        ("orologiaio", "watchmaker", ["watchmaker"]),
    ],
)
def test_words_meet_across_languages(sought: str, offered: str, words: list[str]) -> None:
    assert shown(sought, offered) == words


@pytest.mark.parametrize("written", ["sarto", "sarta", "sarti", "sarte", "Sarta", "SARTI"])
def test_words_meet_whatever_their_gender_number_and_capitals(written: str) -> None:
    assert shown("cerco una sarta", f"{written} da uomo") == [written]


@pytest.mark.parametrize(("sought", "offered"), [("legatrice", "Legatori"), ("watches", "watch"), ("città", "CITTA")])
def test_endings_and_accents_do_not_part_words(sought: str, offered: str) -> None:
    assert shown(sought, offered) == [offered]


@pytest.mark.parametrize("language", ["it", "en", None])
def test_function_words_do_not_meet(language: str | None) -> None:
    text = "il restauro di mobili con la cura of the furniture and with it"
    assert not {*shown(text, text, language)} & (function_words(language or "it") | function_words(language or "en"))


def test_a_function_word_of_the_other_language_may_be_an_acronym() -> None:
    assert shown("AI", "AI consulting", language="en") == ["AI"]
    assert shown("ai banchi", "ai banchi", language="it") == ["banchi"]


@pytest.mark.parametrize(
    ("sought", "offered"),
    [
        ("falegname", "Schreinerei und Zimmerei in Berlin"),
        ("falegnami", "Wir bauen Möbel und Tische aus Holz"),
        ("sarto", "🧵✂️👔"),
        ("🧵", "sartoria"),
        ("sarto", "裁缝"),
        ("sarto", " ,;… "),
        ("sarto", "idraulico"),
    ],
)
def test_what_says_nothing_alike_gives_no_words(sought: str, offered: str) -> None:
    assert shown(sought, offered) == []


def test_each_word_is_shown_once_in_the_order_of_the_text() -> None:
    assert shown("borse e divise", "Divise su misura, divise e (borse)") == ["Divise", "borse"]


def test_words_are_shown_whole_though_the_table_reads_them_in_pieces() -> None:
    assert len(bundled_space().spans("cappelleria").ids) > 1
    assert shown("cappelli", "Cappelleria, berretti")[0] == "Cappelleria"


def test_a_shared_ending_is_no_shared_word() -> None:
    assert shown("marmista", "bronzista") == []


def test_words_of_a_phrase_already_shown_are_not_repeated() -> None:
    named = ("taglio laser di legno",)
    assert shown("taglio laser su legno", "taglio laser di legno, cartone", named=named) == []
    assert shown("taglio e cartone", "taglio laser di legno, cartone", named=named) == ["cartone"]


@given(sought=st.sampled_from(SPOKEN), offered=st.lists(st.sampled_from(" ".join(SPOKEN).split()), max_size=12))
def test_a_word_meets_by_its_weightiest_piece(tiny_model: Path, sought: str, offered: list[str]) -> None:
    space, text = TokenSpace(read_static_model(tiny_model)), " ".join(offered)
    need = space.tokens([sought]).ids
    expected: list[str] = []
    for word in re.findall(r"\w+", text):
        weightiest = sorted(space.spans(word).ids, key=lambda piece: -space.importance[piece])[:1]
        directions = space.directions(np.array(weightiest, int))
        met = any(direction @ other >= MET for direction in directions for other in space.directions(need))
        if met and word.lower() not in {*expected, *function_words("it"), *function_words("en")}:
            expected.append(word.lower())
    assert [word.lower() for word in matched_words(need, Item(text), space)] == expected
