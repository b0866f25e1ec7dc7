"""What a text names as a purpose weighs less than what it is about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.lexicon.resolver.purpose import purposes


def aims(text: str, *words: str) -> list[bool]:
    return purposes(text, [(text.index(word), text.index(word) + len(word)) for word in words])


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("lampade disegnate per il nostro ristorante", ("lampade", "ristorante"), [False, True]),
        ("wigs for the theatre", ("wigs", "theatre"), [False, True]),
        ("imbottiture per bar, teatri e alberghi", ("imbottiture", "bar", "teatri"), [False, True, True]),
        ("qualcuno per rilegare libri", ("rilegare",), [False]),
        ("taglio laser e stampa 3D", ("laser", "stampa"), [False, False]),
        ("stampi per dolci; stampa 3D", ("stampi", "dolci", "stampa"), [False, True, False]),
        ("Boxes for shoes. Bags made to measure.", ("Boxes", "shoes", "Bags"), [False, True, False]),
        ("forma e perforazione", ("forma", "perforazione"), [False, False]),
    ],
)
def test_what_follows_per_or_for_is_a_purpose(text: str, words: tuple[str, ...], expected: list[bool]) -> None:
    assert aims(text, *words) == expected


@given(st.lists(st.sampled_from(["cuoio", "per", "for", ";", ",", "borse", ". "]), max_size=12))
def test_the_first_thing_a_text_names_is_never_a_purpose(words: list[str]) -> None:
    text = " ".join(words)
    spans = [(text.index(word), text.index(word) + len(word)) for word in ("cuoio",) if word in text]
    assert purposes(text, spans) == [False] * len(spans)
