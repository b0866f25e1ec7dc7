"""A static model against slow sums, and against the libraries that read the same folder."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from model2vec import StaticModel as Model2Vec
from sentence_transformers import SentenceTransformer

from embeddings import InvalidText, static_model
from embeddings.arrays import Matrix
from embeddings.static_encoder import StaticEncoder
from embeddings.static_format import read_static_model
from embeddings.texts import clean_texts
from tests.static_models import SPOKEN

WORDS = [word for text in SPOKEN for word in text.split()]


def texts() -> SearchStrategy[str]:
    """Words that the tiny model was trained on and any characters, as encoders clean them."""
    pieces = st.sampled_from([*WORDS, "[PAD]", "[UNK]", "中文", "🧵"]) | st.text(max_size=8)
    spoken = st.lists(pieces, min_size=1, max_size=12).map(" ".join)
    return spoken.filter(is_readable).map(lambda text: clean_texts([text])[0])


def is_readable(text: str) -> bool:
    try:
        clean_texts([text])
    except InvalidText:
        return False
    return True


def batches() -> SearchStrategy[list[str]]:
    return st.lists(texts(), min_size=1, max_size=8)


@pytest.fixture(scope="module")
def encoder(tiny_model: Path) -> StaticEncoder:
    return StaticEncoder(tiny_model)


@pytest.fixture(scope="module")
def model2vec(tiny_model: Path) -> Model2Vec:
    return Model2Vec.from_pretrained(str(tiny_model))


@pytest.fixture(scope="module")
def sentence_transformer(tiny_model: Path) -> SentenceTransformer:
    return SentenceTransformer(str(tiny_model), device="cpu")


def assert_same_directions(ours: Matrix, theirs: Matrix) -> None:
    """The libraries give zeros for a text without a known word; ours has a direction all the same."""
    read = theirs.any(axis=1)
    np.testing.assert_allclose(ours[read], theirs[read], atol=1e-4)


@given(batch=batches())
def test_any_text_has_a_row_of_unit_length(encoder: StaticEncoder, batch: list[str]) -> None:
    vectors = encoder.encode(batch, role="query")

    assert vectors.shape == (len(batch), encoder.dim)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


@given(batch=batches(), block=st.integers(1, 40))
def test_sums_are_those_of_the_rows_one_by_one(tiny_model: Path, batch: list[str], block: int) -> None:
    model = read_static_model(tiny_model)
    slow = np.zeros((len(batch), model.dim))
    for total, text in zip(slow, batch, strict=True):
        for token in model.spans(text).ids:
            total += model.rows(np.array([token]))[0]

    with patch.object(static_model, "BLOCK_TOKENS", block):
        fast = model.sums(model.tokens(batch))

    np.testing.assert_allclose(fast, slow, rtol=1e-4, atol=1e-4 * max(1, np.abs(slow).max()))


@given(batch=batches())
def test_a_text_has_the_same_bits_alone_and_in_company(encoder: StaticEncoder, batch: list[str]) -> None:
    with patch.object(static_model, "BLOCK_TOKENS", 7):
        together = encoder.encode(batch, role="document")
        alone = [encoder.encode([text], role="document") for text in batch]

    np.testing.assert_array_equal(together, np.concatenate(alone))


@given(batch=batches())
def test_spans_and_tokens_agree(encoder: StaticEncoder, batch: list[str]) -> None:
    ids, start = encoder.model.tokens(batch)

    for text, first, last in zip(batch, start, start[1:], strict=False):
        spans = encoder.model.spans(text)
        assert spans.ids.tolist() == ids[first:last].tolist()
        assert ((spans.bounds >= 0) & (spans.bounds <= len(text))).all()


@given(batch=batches())
def test_model2vec_gives_the_same_vectors(encoder: StaticEncoder, model2vec: Model2Vec, batch: list[str]) -> None:
    assert_same_directions(encoder.encode(batch, role="query"), model2vec.encode(batch))


@given(batch=batches())
def test_sentence_transformers_gives_the_same_vectors(
    encoder: StaticEncoder, sentence_transformer: SentenceTransformer, batch: list[str]
) -> None:
    theirs = sentence_transformer.encode(batch, show_progress_bar=False)

    assert_same_directions(encoder.encode(batch, role="query"), theirs)
