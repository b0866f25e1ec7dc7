"""Tokens, rows and sums of a static table, on a vocabulary that can be read at a glance."""

import unicodedata

import numpy as np
import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from embeddings import static_model
from embeddings.arrays import Matrix
from embeddings.static_model import StaticModel, Tokens

VOCABULARY = ["[UNK]", "taglio", "laser", "citta", "fale", "##gname", ","]
EMBEDDINGS = np.array([[9, 9], [1, 0], [0, 2], [1, 1], [3, 0], [0, 3], [5, 5]], dtype=np.int8)
WEIGHTS = np.array([0, 1, 0.5, 2, 1, 1, 0.1], dtype=np.float32)


@pytest.fixture(scope="module")
def model() -> StaticModel:
    numbers = {token: number for number, token in enumerate(VOCABULARY)}
    tokenizer = Tokenizer(WordPiece(numbers, unk_token="[UNK]"))  # noqa: S106 - no password
    tokenizer.normalizer = BertNormalizer(lowercase=True, strip_accents=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    return StaticModel(tokenizer, EMBEDDINGS, WEIGHTS)


def sums(model: StaticModel, *texts: str) -> Matrix:
    return model.sums(model.tokens(texts))


def test_a_text_has_its_known_tokens_in_their_order(model: StaticModel) -> None:
    ids, start = model.tokens(["Laser, taglio", "中文", "falegname in città"])

    assert ids.tolist() == [2, 6, 1, 4, 5, 3]
    assert start.tolist() == [0, 3, 3, 6]
    assert (ids.dtype, start.dtype) == (np.int32, np.int64)


def test_a_word_is_a_token_when_no_part_of_it_is_unknown(model: StaticModel) -> None:
    assert [model.is_token(word) for word in ("laser", "Città", "falegname", "laser,", "XYZ", "laser XYZ", "")] == [
        True,
        True,
        False,
        False,
        False,
        False,
        False,
    ]


def test_no_texts_have_no_tokens(model: StaticModel) -> None:
    ids, start = model.tokens([])

    assert (ids.tolist(), start.tolist()) == ([], [0])
    assert model.sums(Tokens(ids, start)).shape == (0, 2)


def test_a_row_is_multiplied_by_its_weight(model: StaticModel) -> None:
    rows = model.rows(np.array([2, 3], dtype=np.int32))

    assert rows.dtype == np.float32
    assert rows.tolist() == [[0, 1], [2, 2]]


def test_a_text_is_the_sum_of_its_rows_and_words_never_read_add_nothing(model: StaticModel) -> None:
    read = sums(model, "taglio laser", "laser XYZ taglio laser", "XYZ")

    assert read.tolist() == [[1, 1], [1, 2], [0, 0]]


def test_texts_longer_than_a_block_are_summed_in_parts(model: StaticModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(static_model, "BLOCK_TOKENS", 3)

    read = sums(model, "taglio", "laser " * 8, "", "XYZ", "taglio laser", "taglio " * 3, "")

    assert read.tolist() == [[1, 0], [0, 8], [0, 0], [0, 0], [1, 1], [3, 0], [0, 0]]


def test_texts_are_tokenized_in_batches_that_bound_their_characters(
    model: StaticModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ["taglio", "laser " * 40, "taglio laser", "laser", "taglio", "XYZ"]
    whole = model.tokens(texts)
    monkeypatch.setattr(static_model, "BATCH_CHARACTERS", 20)
    monkeypatch.setattr(static_model, "BATCH_TEXTS", 2)

    parted = model.tokens(texts)

    assert list(static_model._batches(texts)) == [["taglio"], ["laser " * 40], texts[2:4], texts[4:]]
    np.testing.assert_array_equal(parted.ids, whole.ids)
    np.testing.assert_array_equal(parted.start, whole.start)


def test_spans_show_where_each_token_stands_in_the_text(model: StaticModel) -> None:
    text = "Un Falegname, in città: TAGLIO!"

    ids, bounds = model.spans(text)

    assert [text[first:last] for first, last in bounds] == ["Fale", "gname", ",", "città", "TAGLIO"]
    assert [VOCABULARY[token] for token in ids] == ["fale", "##gname", ",", "citta", "taglio"]


def test_spans_count_characters_as_python_does(model: StaticModel) -> None:
    text = "🧵 " + unicodedata.normalize("NFD", "città") + " 🎉 laser"

    ids, bounds = model.spans(text)

    assert [VOCABULARY[token] for token in ids] == ["citta", "laser"]
    assert text[slice(*bounds[1])] == "laser"


def test_a_text_without_known_tokens_has_no_spans(model: StaticModel) -> None:
    ids, bounds = model.spans("中文")

    assert (ids.shape, bounds.shape) == ((0,), (0, 2))
