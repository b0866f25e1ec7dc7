"""Texts as people write them: misspelt, shouted, mixed, cut short and buried."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.perturbations import buried, first_content_word, mixed, with_typos, without_accents

words = st.text(alphabet="abcàé", min_size=1, max_size=8)
texts = st.lists(words, min_size=1, max_size=5).map(" ".join)
seeds = st.integers(0, 2**32)


def edits_between(one: str, other: str) -> int:
    """The optimal string alignment distance, by its recurrence."""
    rows = [[max(i, j) if 0 in (i, j) else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            same = one[i - 1] == other[j - 1]
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (not same))
            if i > 1 and j > 1 and (one[i - 1], one[i - 2]) == (other[j - 2], other[j - 1]):
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


@given(texts, seeds)
def test_one_typo_is_one_edit_in_every_long_word(text: str, seed: int) -> None:
    for word, written in zip(text.split(), with_typos(text, 1, seed).split(), strict=True):
        assert edits_between(word, written) == (1 if len(word) >= 4 else 0)


@given(texts, st.integers(0, 3), seeds)
def test_more_typos_are_at_most_as_many_edits(text: str, edits: int, seed: int) -> None:
    for word, written in zip(text.split(), with_typos(text, edits, seed).split(), strict=True):
        assert edits_between(word, written) <= (edits if len(word) >= 4 else 0)


@given(texts, seeds)
def test_typos_are_the_same_for_a_seed(text: str, seed: int) -> None:
    assert with_typos(text, 2, seed) == with_typos(text, 2, seed)


def test_another_seed_makes_other_typos() -> None:
    assert len({with_typos("restauratrice di mobili antichi", 1, seed) for seed in range(10)}) > 5


def test_what_is_no_letter_is_never_mistyped() -> None:
    assert with_typos("3D-2024, via 12/b", 3, 0) == "3D-2024, via 12/b"


def test_accents_are_taken_off_and_nothing_else() -> None:
    assert without_accents("Qualità, perché no? Façade d’été") == "Qualita, perche no? Facade d’ete"


def test_half_of_each_language_is_kept_the_odd_word_too() -> None:
    assert mixed("operatore di macchine", "machine operator") == "operatore di machine"
    assert mixed("falegname", "carpenter") == "falegname carpenter"


def test_the_first_word_of_content_is_long_enough_to_have_some() -> None:
    assert first_content_word("il sarto da uomo") == "sarto"
    assert first_content_word("re e tre") == "re e tre"


@given(texts, st.lists(texts, min_size=1), st.integers(0, 300), seeds)
def test_a_buried_text_lies_whole_among_enough_others(text: str, others: list[str], length: int, seed: int) -> None:
    parts = buried(text, others, length, seed).split(". ")
    assert text in parts
    assert set(parts) <= {text, *others}
    assert length <= len(". ".join(parts)) <= max(length, len(text)) + max(map(len, others)) + 2


def test_a_text_may_be_buried_anywhere() -> None:
    places = {buried("sarta", ["fornaio"], 40, seed).index("sarta") for seed in range(40)}
    assert len(places) == 5
