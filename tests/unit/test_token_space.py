"""Tokens as points: every text has some, and each known one is a direction."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.bundled import bundled_space
from embeddings.static_format import read_static_model
from embeddings.static_model import StaticModel
from embeddings.texts import MAX_CHARACTERS
from embeddings.token_space import PADDING, TokenSpace, readable
from tests.static_models import tiny_tokenizer

anything = st.text(st.characters(exclude_categories=()), max_size=40)


@pytest.fixture(scope="module")
def model(tiny_model: Path) -> StaticModel:
    return read_static_model(tiny_model)


@pytest.fixture(scope="module")
def space(model: StaticModel) -> TokenSpace:
    return TokenSpace(model)


def test_a_text_in_which_nothing_is_known_has_padding_for_its_only_token(space: TokenSpace) -> None:
    ids, start = space.tokens(["中文", "laser", "", "🧵", "taglio laser"])
    assert [ids[begin:end].tolist() for begin, end in pairwise(start)] == [
        [PADDING],
        space.tokens(["laser"]).ids.tolist(),
        [PADDING],
        [PADDING],
        space.tokens(["taglio laser"]).ids.tolist(),
    ]
    assert (ids.dtype, start.dtype) == (np.int32, np.int64)


def test_no_texts_have_no_tokens(space: TokenSpace) -> None:
    ids, start = space.tokens([])
    assert (ids.tolist(), start.tolist()) == ([], [0])


@given(st.lists(anything, max_size=6))
def test_every_text_has_the_tokens_it_has_alone_and_at_least_one(tiny_model: Path, texts: list[str]) -> None:
    space = TokenSpace(read_static_model(tiny_model))
    ids, start = space.tokens(texts)
    for place, text in enumerate(texts):
        own = ids[start[place] : start[place + 1]].tolist()
        assert own
        assert own == space.tokens([text]).ids.tolist()
    assert start[-1] == len(ids)


def test_known_tokens_are_unit_rows_and_padding_is_nowhere(space: TokenSpace, model: StaticModel) -> None:
    every = np.arange(space.size, dtype=np.int32)
    directions = space.directions(every)
    assert directions.shape == (space.size, model.dim)
    assert directions.dtype == np.float32
    known = every != PADDING
    known[known] = np.linalg.norm(model.rows(every[known]), axis=1) > 0
    assert np.linalg.norm(directions[known], axis=1) == pytest.approx(1, abs=1e-5)
    assert not directions[PADDING].any()
    rows = model.rows(every[known])
    assert directions[known] * np.linalg.norm(rows, axis=1, keepdims=True) == pytest.approx(rows, rel=1e-4, abs=1e-5)


def test_a_direction_is_the_same_whenever_it_is_asked_for(space: TokenSpace, model: StaticModel) -> None:
    fresh = TokenSpace(model)
    ids = np.array([7, 3, 7, PADDING], np.int32)
    assert fresh.directions(ids).tolist() == space.directions(ids).tolist() == fresh.directions(ids).tolist()


def test_a_token_is_as_important_as_its_row_is_long(space: TokenSpace, model: StaticModel) -> None:
    lengths = np.linalg.norm(model.rows(np.arange(space.size, dtype=np.int32)), axis=1)
    lengths[PADDING] = 0
    assert space.importance == pytest.approx(lengths)
    assert space.importance.dtype == np.float32


def test_the_whole_table_is_looked_at_in_blocks(model: StaticModel, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = TokenSpace(model).importance
    monkeypatch.setattr("embeddings.token_space.BLOCK", 7)
    assert TokenSpace(model).importance.tolist() == whole.tolist()


def test_a_text_is_in_fragments_as_far_as_its_tokens_go_on_with_a_word(space: TokenSpace) -> None:
    tokenizer = tiny_tokenizer()
    texts = ["laser", "taglio laserx", "xxxxx", "中文", "taglio lasertaglio"]
    for text, share in zip(texts, space.fragments(space.tokens(texts)), strict=True):
        pieces = tokenizer.encode(text, add_special_tokens=False).tokens
        assert share == pytest.approx(sum(piece.startswith("##") for piece in pieces) / len(pieces))


def test_a_word_is_one_token(space: TokenSpace) -> None:
    assert space.is_word("laser")
    assert not space.is_word("laserx")
    assert not space.is_word("中文")
    assert not space.is_word("")


def test_spans_say_from_which_characters_a_token_was_read(space: TokenSpace) -> None:
    text = "🧵 taglio \ud800 laser"
    ids, bounds = space.spans(text)
    assert ids.tolist() == space.tokens([text]).ids.tolist()
    assert "".join(text[first:last] for first, last in bounds) == "tagliolaser"


@given(anything)
def test_a_readable_text_keeps_every_character_in_its_place_but_half_surrogates(text: str) -> None:
    read = readable(text)
    read.encode()
    assert len(read) == len(text)
    for character, kept in zip(text, read, strict=True):
        assert kept == ("\ufffd" if "\ud800" <= character <= "\udfff" else character)


@pytest.mark.parametrize("text", ["legno " * 20_000, "x" * 100_000, "\ud800" * 100_000, "中" * 100_000, " " * 100_000])
def test_long_texts_are_read_as_far_as_encoders_read_them(text: str) -> None:
    space = bundled_space()
    assert space.tokens([text]).ids.tolist() == space.tokens([text[:MAX_CHARACTERS]]).ids.tolist()


def test_the_bundled_space_knows_both_languages_and_is_read_once() -> None:
    space = bundled_space()
    assert bundled_space() is space
    for text in ("rilegatura di libri", "bookbinding", "città", "perché"):
        assert PADDING not in space.tokens([text]).ids
