"""How much of a query is in pieces."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.pre_tokenizers import BertPreTokenizer

from embeddings.static_model import StaticModel
from embeddings.token_space import TokenSpace

VOCABULARY = ["[PAD]", "[UNK]", "taglio", "fale", "##gna", "##me", "laser", "##laser"]
NUMBERS = {token: number for number, token in enumerate(VOCABULARY)}
LEARNT = np.array([0, 0, 1, 1, 1, 1, 1, 1, 1], np.float32)
"""A row more than there are tokens, as tables padded to a round size have."""


def model(weights: NDArray[np.float32] = LEARNT) -> StaticModel:
    tokenizer = Tokenizer(WordPiece(NUMBERS, unk_token="[UNK]"))  # noqa: S106 - no password
    tokenizer.pre_tokenizer = BertPreTokenizer()
    return StaticModel(tokenizer, np.ones((len(weights), 2), np.float32), weights)


SPACE = TokenSpace(model())


def test_later_pieces_of_a_word_are_marked() -> None:
    going_on = model().continuations()
    assert going_on.dtype == np.bool_
    assert [token for token, marked in zip(VOCABULARY, going_on, strict=False) if marked] == [
        "##gna",
        "##me",
        "##laser",
    ]
    assert not going_on[-1]


@pytest.mark.parametrize(
    ("text", "share"),
    [("taglio laser", 0), ("falegname", 2 / 3), ("taglio falegname", 1 / 2), ("tagliolaser", 1 / 2), ("", 0), ("?", 0)],
)
def test_fragments_are_the_share_of_later_pieces(text: str, share: float) -> None:
    assert SPACE.fragments(SPACE.tokens([text])) == pytest.approx([share])


@given(st.lists(st.lists(st.sampled_from(["taglio", "falegname", "tagliome", "лазер"]), max_size=5).map(" ".join)))
def test_fragments_of_many_texts_are_those_of_each(texts: list[str]) -> None:
    together = SPACE.fragments(SPACE.tokens(texts))
    assert together.shape == (len(texts),)
    assert together.dtype == np.float32
    for text, share in zip(texts, together, strict=True):
        tokens = [VOCABULARY[number] for number in SPACE.tokens([text]).ids]
        assert share == pytest.approx(sum(token.startswith("##") for token in tokens) / len(tokens))


@pytest.mark.parametrize("word", ["taglio", "laser", "fale"])
def test_a_word_of_the_table_has_one_token(word: str) -> None:
    assert SPACE.is_word(word)


@pytest.mark.parametrize("word", ["falegname", "tagliolaser", "sarto", "[PAD]", "", "\ud800", "taglio laser"])
def test_what_is_in_pieces_or_unknown_is_no_word_of_the_table(word: str) -> None:
    assert not SPACE.is_word(word)


def test_a_word_whose_beginning_was_never_learnt_is_in_pieces_even_if_one_alone_is_read() -> None:
    weights = np.ones(len(VOCABULARY), np.float32)
    weights[[NUMBERS["[UNK]"], NUMBERS["fale"], NUMBERS["##gna"]]] = 0
    space = TokenSpace(model(weights))
    assert space.tokens(["falegname"]).ids.tolist() == [NUMBERS["##me"]]
    assert not space.is_word("falegname")
    assert not space.is_word("fale")
    assert space.is_word("taglio")
