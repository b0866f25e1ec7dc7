"""Cards of profiles: who, how well it fits and why."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.web.cards import Card, Pair, runs
from api.web.templating import environment

BINDER = Card(
    name="Legatoria <Ortica>",
    address="/pages/profiles/binder",
    role="Artisan",
    district="Lambrate – Ortica",
    km=1.24,
    synthetic=False,
    band=(3, "Good fit"),
    one_way=False,
    pairs=(Pair(True, "book binding", (("hand ", False), ("binding", True)), "same skill"),),
    unmet=("marbled paper",),
    offers=(),
    more=0,
)


def drawn(card: Card, language: str = "en") -> str:
    template = '{% from "find/_match.html" import match_card with context %}{{ match_card(card) }}'
    nobody = SimpleNamespace(key=None)
    return environment(language).from_string(template).render(card=card, page=None, visitor=nobody)


def test_a_need_stands_beside_the_offer_that_meets_it_with_the_words_marked() -> None:
    html = drawn(BINDER)
    assert html.index("you seek</span> book binding") < html.index("they offer</span>")
    assert "hand <mark>binding</mark>" in html
    assert "Not met:</strong> marbled paper" in html
    assert "<span>1.2 km</span>" in html
    assert "Legatoria &lt;Ortica&gt;" in html


def test_a_reason_the_other_way_says_who_seeks() -> None:
    html = drawn(replace(BINDER, pairs=(Pair(False, "laser cutting", (("laser", True),), "same skill"),)))
    assert "they seek</span> laser cutting" in html
    assert "you offer</span>" in html


@pytest.mark.parametrize("bars", [1, 2, 3, 4])
def test_the_band_is_said_in_words_and_drawn_in_bars(bars: int) -> None:
    html = drawn(replace(BINDER, band=(bars, "So good")))
    assert "<span>So good</span>" in html
    assert html.count('class="on"') == bars
    assert html.count('class="off"') == 4 - bars


def test_a_card_says_that_interest_is_known_one_way_or_that_somebody_is_invented() -> None:
    assert "A senso unico" in drawn(replace(BINDER, one_way=True), "it")
    assert "esempio inventato" in drawn(replace(BINDER, synthetic=True), "it")
    assert "senso unico" not in drawn(BINDER, "it")


@given(text=st.text("ab cd", min_size=1, max_size=12), words=st.lists(st.text("ab cd", max_size=4), max_size=4))
def test_runs_mark_every_letter_of_a_word_and_no_other(text: str, words: list[str]) -> None:
    letters = [met for run, met in runs(text, words) for _ in run]
    assert "".join(run for run, _ in runs(text, words)) == text
    for place, met in enumerate(letters):
        inside = any(
            text.startswith(word, start)
            for word in words
            if word
            for start in range(max(0, place - len(word) + 1), place + 1)
        )
        assert met <= inside
    for word in filter(None, words):
        first = text.find(word)
        assert first < 0 or all(letters[first : first + len(word)])
