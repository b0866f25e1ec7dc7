"""The student's tokenizer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from embeddings.training.tokenization import PADDING, UNKNOWN, trained_tokenizer

ALIKE = [
    "sarto sarta sarti sarte",
    "calzolaio calzolai calzolaia calzolaie",
    "operatore operatrice operatori operatrici",
    "machine machines",
    "company companies",
    "città citta CITTÀ",
    "bottega botteghe",
]
OTHERS = ["dress dressmaker glass", "il re e tre re", "taglio laser, fresatura e stampa 3D"]
TEXTS = [*ALIKE, *OTHERS]

texts = st.lists(st.text("abcde àé-", min_size=1, max_size=20), min_size=1, max_size=10)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return trained_tokenizer(TEXTS, 5_000)


def tokens(tokenizer: Tokenizer, text: str) -> list[str]:
    return tokenizer.encode(text, add_special_tokens=False).tokens


@pytest.mark.parametrize("forms", ALIKE)
def test_one_and_many_man_and_woman_are_one_token(tokenizer: Tokenizer, forms: str) -> None:
    read = tokens(tokenizer, forms)
    assert len(read) == len(forms.split())
    assert len(set(read)) == 1


def test_short_words_and_double_s_keep_their_ends(tokenizer: Tokenizer) -> None:
    assert tokens(tokenizer, "il re e tre") == ["il", "re", "e", "tre"]
    assert tokens(tokenizer, "Dress, GLASS") == ["dress", "glass"]


def test_punctuation_only_parts_words(tokenizer: Tokenizer) -> None:
    assert tokens(tokenizer, "(taglio)... «laser»!") == tokens(tokenizer, "taglio laser")
    assert tokens(tokenizer, "?!") == []


def test_a_word_never_read_is_spelt_in_known_pieces(tokenizer: Tokenizer) -> None:
    read = tokens(tokenizer, "tagliatrice")
    assert len(read) > 1
    assert UNKNOWN not in read
    assert all(piece.startswith("##") for piece in read[1:])


@pytest.mark.parametrize("word", ["中文", "сапожник", "ραπτης", "🧵", "z" * 61])
def test_scripts_never_read_and_endless_words_are_unknown(tokenizer: Tokenizer, word: str) -> None:
    assert set(tokens(tokenizer, word)) <= {UNKNOWN}
    assert tokens(tokenizer, f"taglio {word}")[0] == tokens(tokenizer, "taglio")[0]


def test_padding_and_the_unknown_token_come_first(tokenizer: Tokenizer) -> None:
    assert [tokenizer.token_to_id(token) for token in (PADDING, UNKNOWN)] == [0, 1]


def test_the_same_texts_give_the_same_tokenizer() -> None:
    assert trained_tokenizer(TEXTS, 200).to_str() == trained_tokenizer(iter(TEXTS), 200).to_str()


def test_frequent_words_are_whole_before_rare_ones() -> None:
    room = trained_tokenizer(["zincatura"] + ["falegname"] * 2, 5_000).get_vocab_size() - 1
    vocabulary = trained_tokenizer(["zincatura"] + ["falegname"] * 2, room).get_vocab()
    assert "falegnam" in vocabulary
    assert "zincatur" not in vocabulary


@settings(max_examples=30)
@given(texts, st.integers(2, 60))
def test_a_vocabulary_never_outgrows_its_size(texts: list[str], size: int) -> None:
    whole = trained_tokenizer(texts, 10_000).get_vocab_size()
    vocabulary = trained_tokenizer(texts, size).get_vocab()
    assert len(vocabulary) == min(size, whole)
    assert sorted(vocabulary.values()) == list(range(len(vocabulary)))
