"""The model that ships with this package: small, read alike by everyone who reads its format, and bilingual."""

import subprocess
import sys
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from model2vec import StaticModel
from sentence_transformers import SentenceTransformer

from embeddings import Encoder, Matrix, load_encoder
from embeddings.bundled import bundled_encoder, bundled_folder
from embeddings.static_format import read_static_model
from embeddings.static_model import StaticModel as Table

LARGEST = 25_000_000
"""Bytes; an archive of the whole project should be a download of seconds."""

TEXTS = [
    "Taglio laser su legno e plexiglass, anche in piccola serie, a Lambrate",
    "Sono un falegname: restauro mobili antichi e costruisco librerie su misura.",
    "cerco chi sa ricamare un'iscrizione su dodici grembiuli, perché il logo è già pronto",
    "We restore antique furniture by hand",
    "CNC milling, 3D printing (FDM/SLA) & rapid prototyping — 24h",
    "orafo",
    "LIUTAIO",
    "e\u0301 un caffe\u0300, l\u2019officina",
    "🎉 festa 🧵 filo",
    "legno 中文 مرحبا",
    "a\tb\nlegno",
    "https://www.example.org/?q=legno#vetro",
    "legno " * 2_000,
    "x" * 200 + " vetro",
    "[PAD] [UNK] [CLS] cuoio",
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder("static")


@cache
def whole_texts() -> Table:
    """The same table, which the tokenizer gives each text as a whole."""
    return read_static_model(bundled_folder())


def clean(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def assert_same_directions(ours: Matrix, theirs: Matrix) -> None:
    np.testing.assert_allclose(ours, theirs, atol=1e-3)
    assert (np.sum(ours * theirs, axis=1) > 0.9999).all()


def test_it_is_small() -> None:
    assert sum(file.stat().st_size for file in bundled_folder().rglob("*") if file.is_file()) <= LARGEST


def test_it_says_what_it_is_and_under_which_licences() -> None:
    card = (bundled_folder() / "README.md").read_text(encoding="utf-8").lower()

    assert card.startswith("---\n")
    assert "license" in card


def test_it_knows_italian_and_english(encoder: Encoder) -> None:
    assert encoder.languages == {"it", "en"}


def test_a_trade_is_near_its_name_in_the_other_language(encoder: Encoder) -> None:
    italian = encoder.encode(["falegname", "orafo", "liutaio", "sarta"], role="query")
    english = encoder.encode(["carpenter", "goldsmith", "violin maker", "seamstress"], role="document")

    assert (italian @ english.T).argmax(axis=1).tolist() == [0, 1, 2, 3]


def test_model2vec_reads_the_same_vectors(encoder: Encoder) -> None:
    theirs = StaticModel.from_pretrained(str(bundled_folder())).encode(TEXTS)

    assert_same_directions(encoder.encode(TEXTS, role="document"), theirs)


def test_sentence_transformers_reads_the_same_vectors(encoder: Encoder) -> None:
    theirs = SentenceTransformer(str(bundled_folder()), device="cpu").encode(TEXTS, show_progress_bar=False)

    assert_same_directions(encoder.encode(TEXTS, role="document"), theirs)


@given(st.lists(st.sampled_from("abdirst  éß'-_.,#\t\u00a0\u0301\u200bΣİ中🧵[]PADUNK") | st.characters(), max_size=30))
def test_words_read_apart_have_the_tokens_of_the_whole_text(letters: list[str]) -> None:
    text = clean("".join(letters))
    apart, whole = (model.tokens([text, *TEXTS]) for model in (bundled_encoder().model, whole_texts()))

    assert np.array_equal(apart.ids, whole.ids)
    assert np.array_equal(apart.start, whole.start)


def test_it_needs_neither_torch_nor_the_libraries_of_others() -> None:
    program = (
        "import sys, embeddings\n"
        "embeddings.load_encoder('static').encode(['taglio laser'], role='query')\n"
        "heavy = {'huggingface_hub', 'model2vec', 'sentence_transformers', 'torch', 'transformers'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603 - our own

    assert loaded.stdout.strip() == "[]"
