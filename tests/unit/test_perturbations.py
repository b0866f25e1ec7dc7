"""Texts as people write them: misspelt, shouted, mixed, cut short and buried."""

from __future__ import annotations

from string import ascii_lowercase

from hypothesis import given
from hypothesis import strategies as st

from matcher.evaluation.perturbations import buried, first_content_word, mixed, with_typos, without_accents

LETTERS = ascii_lowercase + "àé"
words = st.text(alphabet="abcàé", min_size=1, max_size=8)
texts = st.lists(words, min_size=1, max_size=5).map(" ".join)
seeds = st.integers(0, 2**32)


def one_edit_from(word: str) -> set[str]:
    """Every string that dropping, adding or replacing a letter, or swapping two neighbours, makes of a word."""
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    dropped = {before + after[1:] for before, after in halves if after}
    added = {before + letter + after for before, after in halves for letter in LETTERS}
    replaced = {before + letter + after[1:] for before, after in halves if after for letter in LETTERS}
    swapped = {before + after[1] + after[0] + after[2:] for before, after in halves if len(after) > 1}
    return dropped | added | replaced | swapped


@given(texts, seeds)
def test_one_typo_is_one_edit_in_every_long_word(text: str, seed: int) -> None:
    for word, written in zip(text.split(), with_typos(text, 1, seed).split(), strict=True):
        if len(word) >= 4:
            assert written != word
            assert written in one_edit_from(word)
        else:
            assert written == word


@given(texts, seeds)
def test_two_typos_are_one_edit_after_the_other(text: str, seed: int) -> None:
    for word, written in zip(text.split(), with_typos(text, 2, seed).split(), strict=True):
        assert written == word if len(word) < 4 else one_edit_from(word) & one_edit_from(written)


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
