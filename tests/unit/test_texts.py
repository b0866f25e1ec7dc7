import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings import InvalidText
from embeddings.texts import MAX_CHARACTERS, clean_texts


@pytest.mark.parametrize(
    ("given_text", "cleaned"),
    [
        ("\ud83e\uddf5 filo", "🧵 filo"),
        ("\ud83dA", "\ufffdA"),
        ("legno \udc00", "legno \ufffd"),
        ("a\0b", "a b"),
        ("  orafo\n", "orafo"),
        ("città", "città"),
    ],
    ids=["surrogates are paired", "high alone", "low alone", "NUL", "white space around", "plain"],
)
def test_cleaning(given_text: str, cleaned: str) -> None:
    assert clean_texts([given_text]) == [cleaned]


def test_what_no_model_reads_is_cut_off() -> None:
    assert clean_texts(["x" * (MAX_CHARACTERS + 1)]) == ["x" * MAX_CHARACTERS]


def test_a_cut_leaves_no_space_at_the_end() -> None:
    words = "x" * (MAX_CHARACTERS - 1)

    assert clean_texts([f"{words} y"]) == [words]


def test_space_before_a_text_does_not_count_as_text() -> None:
    assert clean_texts([" " * MAX_CHARACTERS + "orafo"]) == ["orafo"]


@given(st.text(st.characters(exclude_categories=()), min_size=1))
def test_a_text_is_refused_or_becomes_something_that_can_be_stored_and_cleaned_again(text: str) -> None:
    try:
        (cleaned,) = clean_texts([text])
    except InvalidText:
        assert not any(character.isalnum() for character in text)
    else:
        assert cleaned.encode().decode() == cleaned
        assert clean_texts([cleaned]) == [cleaned]
