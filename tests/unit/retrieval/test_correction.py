"""Queries read as they were meant."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import BertPreTokenizer

from embeddings.static_model import StaticModel
from embeddings.token_space import TokenSpace
from matcher.retrieval.correction import Corrector

VOCABULARY = ["[PAD]", "[UNK]", "sartorai", "falegn", "##me", "##anme", "cer", "##ma", "##ica"]
WEIGHTS = [0, 0, 1, 0, 1, 1, 1, 1, 1]
"""Training never met a text with the piece "falegn"."""


def space() -> TokenSpace:
    numbers = {token: number for number, token in enumerate(VOCABULARY)}
    tokenizer = Tokenizer(WordPiece(numbers, unk_token="[UNK]"))  # noqa: S106 - no password
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = BertPreTokenizer()
    rows = np.eye(len(VOCABULARY), 4, dtype=np.float32) + 1
    return TokenSpace(StaticModel(tokenizer, rows, np.array(WEIGHTS, np.float32)))


CORRECTOR = Corrector(["Laboratorio Restuaro & figli, Milano"], space())

written = st.sampled_from(
    ["faleganme", "Cermaica", "RESTUARO", "sartorai", "mobili", "di", "falegnme", "2024", "tailr"]
)
parting = st.sampled_from([" ", ", ", ". ", "\n", " (", ") ", "/"])


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("faleganme", "falegname"),
        ("Cerco un FALEGANME, subito!", "Cerco un falegname, subito!"),
        ("(cermaica) e l'oro", "(ceramica) e l'oro"),
        ("«Weldng» or tailr?", "«welding» or tailor?"),
        ("faleganme/faleganme", "falegname/falegname"),
    ],
)
def test_slips_are_read_as_meant_and_what_stands_around_them_stays(query: str, read: str) -> None:
    assert CORRECTOR.corrected(query) == read


@pytest.mark.parametrize(
    "query", ["", "   ", "?!", "🧵", "\ud800", "Falegname a Milano", "TAILOR, near me", "stampa 3D"]
)
def test_what_holds_no_slip_comes_back_as_it_is(query: str) -> None:
    assert CORRECTOR.corrected(query) == query


def test_what_the_collection_writes_is_a_word() -> None:
    assert CORRECTOR.corrected("restuaro") == "restuaro"
    assert Corrector([], space()).corrected("restuaro") == "restauro"


def test_what_the_table_has_one_token_for_is_a_word() -> None:
    assert CORRECTOR.corrected("Sartorai") == "Sartorai"


def test_a_slip_of_which_the_table_knows_only_an_end_is_none_of_its_words() -> None:
    assert len(space().tokens(["falegnme"]).ids) == 1
    assert CORRECTOR.corrected("falegnme") == "falegname"


@given(st.lists(st.tuples(written, parting), max_size=6))
def test_each_word_is_read_as_if_it_stood_alone(parts: list[tuple[str, str]]) -> None:
    text = "".join(word + after for word, after in parts)
    assert CORRECTOR.corrected(text) == "".join(CORRECTOR.corrected(word) + after for word, after in parts)
