"""Words as they are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.lexicon.normalisation import distinct_words, fold, fold_text, tokenise


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Sartoria, SU Misura", "sartoria su misura"),
        ("oggetti d'arte", "oggetti d arte"),
        ("oggetti d’arte", "oggetti d arte"),
        ("oggetti dʼarte", "oggetti d arte"),
        ("oggetti d?arte", "oggetti d arte"),
        ("oggetti d\ufffdarte", "oggetti d arte"),
        ("caffè Perché CITTÀ", "caffe perche citta"),
        ("cafe\u0301", "cafe"),
        ("taglio-laser", "taglio laser"),
        ("gioiel\u00adleria", "gioielleria"),
        ("3D 3-D 3 d", "3d 3d 3d"),
        ("3 d'oro", "3 d oro"),
        ("industria 4.0", "industria 4.0"),
        ("C.N.C. e s.r.l.", "cnc e srl"),
        ("straße ﬁno", "strasse fino"),
        ("legno & vetro", "legno & vetro"),
        ("snake_case", "snake case"),
        ("…?!", ""),
    ],
)
def test_folds_away_case_accents_apostrophes_and_hyphens(text: str, words: str) -> None:
    assert fold_text(text) == words


@pytest.mark.parametrize(
    ("text", "pauses"),
    [
        ("taglio laser", ["", ""]),
        ("taglio, laser", ["", ","]),
        ("taglio. Laser", ["", "."]),
        ("taglio.laser", ["", ""]),
        ("taglio (laser)", ["", "("]),
        ("taglio/laser", ["", "/"]),
        ("taglio\nlaser", ["", "\n"]),
        ("taglio - laser", ["", " - "]),
        ("Cosa? Laser", ["", "?"]),
        ("d?arte", ["", ""]),
    ],
)
def test_keeps_the_punctuation_between_words(text: str, pauses: list[str]) -> None:
    assert [token.pause for token in tokenise(text)] == pauses


@given(st.text(max_size=80))
def test_tokens_are_slices_of_the_text_in_order(text: str) -> None:
    tokens = tokenise(text)
    assert all(text[token.start : token.end] == token.written for token in tokens)
    assert all(token.word and token.word == fold(token.written) for token in tokens)
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)


@given(st.lists(st.text(alphabet="3dDC.n -&'’?e\u0301\u200b,", max_size=12) | st.text(max_size=40), max_size=4))
def test_distinct_words_are_those_of_the_tokens(texts: list[str]) -> None:
    assert distinct_words(texts) == {token.word for text in texts for token in tokenise(text)}


@given(st.text(alphabet=st.characters(categories=["L", "Nd"]), min_size=1, max_size=20))
def test_folding_twice_is_folding_once(word: str) -> None:
    assert fold(fold(word)) == fold(word)
