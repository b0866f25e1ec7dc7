"""Corrections of misspelt words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.lexicon.resolver.dictionary import exists
from matcher.lexicon.resolver.spelling import SHORTEST, Correction, Spelling, allowed_edits

KNOWN = ["legno", "lagno", "sartoria", "falegname", "falegnami", "taglio", "oro", "bookbinder", "vetro"]


def distance(a: str, b: str) -> int:
    """Optimal string alignment by the textbook recurrence."""
    table = [[row + column if row * column == 0 else 0 for column in range(len(b) + 1)] for row in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (a[i - 1] != b[j - 1]))
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


def corrections_by_hand(word: str) -> set[Correction]:
    if len(word) < SHORTEST or exists(word):
        return set()
    near = [
        Correction(known, distance(word, known))
        for known in KNOWN
        if len(known) >= SHORTEST
        and distance(word, known) <= allowed_edits(min(len(word), len(known)))
        and (known[0] == word[0] or known[:2] == word[1] + word[0])
        and (known[-1] == word[-1] or distance(word, known) == 1)
        and not (len(word) == len(known) == SHORTEST and sum(a != b for a, b in zip(word, known, strict=True)) == 1)
    ]
    return {correction for correction in near if correction.edits == min(edits for _, edits in near)}


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    return Spelling(KNOWN)


@given(
    word=st.sampled_from(KNOWN),
    changes=st.lists(st.tuples(st.integers(0, 9), st.sampled_from("aegnorstx"), st.sampled_from("dis")), max_size=3),
)
def test_finds_what_comparing_with_every_known_word_finds(
    spelling: Spelling, word: str, changes: list[tuple[int, str, str]]
) -> None:
    for place, letter, kind in changes:
        at = min(place, len(word))
        word = word[:at] + (letter if kind != "d" else "") + word[at + (kind != "i") :]
    assert set(spelling.corrections(word)) == corrections_by_hand(word)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("legnno", {"legno"}),
        ("elgno", {"legno"}),
        ("falegnme", {"falegname"}),
        ("falegnamm", {"falegname", "falegnami"}),
        ("satroria", {"sartoria"}),
        ("bookbindre", {"bookbinder"}),
    ],
)
def test_corrects_a_slip_of_the_pen(spelling: Spelling, written: str, meant: set[str]) -> None:
    assert {correction.word for correction in spelling.corrections(written)} == meant


@pytest.mark.parametrize("written", ["orr", "legmo", "legge", "vento", "taglia", "tegno", "l3gno", "xylophonists", ""])
def test_leaves_short_real_and_distant_words_alone(spelling: Spelling, written: str) -> None:
    assert spelling.corrections(written) == ()


@pytest.mark.parametrize(
    "word", ["torniamo", "saldando", "bellissima", "lentamente", "riparare", "weavers", "unhappy", "dress"]
)
def test_a_word_exists_in_all_its_forms(word: str) -> None:
    assert exists(word)


@pytest.mark.parametrize("word", ["falegnme", "sartorria", "bookbidning", "xyzzy"])
def test_a_slip_of_the_pen_is_no_word(word: str) -> None:
    assert not exists(word)
