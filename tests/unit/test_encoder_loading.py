import subprocess
import sys
from pathlib import Path

import pytest

from embeddings import DEFAULT_ENCODER, EncoderUnavailable, bundled, load_encoder


def test_without_a_specification_the_default_is_loaded() -> None:
    assert load_encoder().fingerprint == load_encoder(DEFAULT_ENCODER).fingerprint


def test_minilm_knows_english_in_384_dimensions() -> None:
    encoder = load_encoder("minilm")

    assert encoder.dim == 384
    assert encoder.languages == {"en"}
    assert encoder.fingerprint.startswith("all-MiniLM-L6-v2@")


def test_a_static_model_is_named_by_its_folder(tiny_model: Path) -> None:
    assert load_encoder(f"static:{tiny_model}").languages == {"en"}
    assert load_encoder(f"static:{tiny_model}?languages=it,en").languages == {"it", "en"}


@pytest.mark.parametrize("spec", ["static", "static:"])
def test_static_alone_is_the_bundled_model(tiny_model: Path, monkeypatch: pytest.MonkeyPatch, spec: str) -> None:
    monkeypatch.setattr(bundled, "FOLDER", tiny_model)

    encoder = load_encoder(spec)

    assert encoder.fingerprint == load_encoder(f"static:{tiny_model}").fingerprint
    assert encoder.languages == {"it", "en"}


def test_a_bundled_model_that_is_missing_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundled, "FOLDER", tmp_path / "models")

    with pytest.raises(EncoderUnavailable, match=r"missing at .*models; install it again"):
        load_encoder("static")


def test_hashing_says_its_dimension() -> None:
    assert load_encoder("hashing:48").dim == 48


@pytest.mark.parametrize(
    ("spec", "way_out"),
    [
        ("word2vec", "use static, static:FOLDER, minilm, sentence-transformers:NAME_OR_PATH or hashing:DIMENSION"),
        ("static:?languages=it", "name a folder or write just static"),
        ("static:nowhere", "name a folder that holds a static model"),
        ("static:nowhere?device=cuda", "unknown encoder options device; use languages"),
        ("minilm:large", "write just minilm"),
        ("hashing", "such as hashing:64"),
        ("hashing:0", "from 1 to 4096"),
        ("hashing:-3", "from 1 to 4096"),
        ("hashing:99999", "from 1 to 4096"),
        ("sentence-transformers:", "such as sentence-transformers:BAAI/bge-m3"),
        ("sentence-transformers:a/b?lingua=it", "unknown encoder options lingua; use backend,"),
        ("sentence-transformers:a/b?revision", "name=value"),
        ("sentence-transformers:a/b?backend=tf", "use torch, onnx, openvino"),
    ],
)
def test_a_specification_not_understood_says_what_is_allowed(spec: str, way_out: str) -> None:
    with pytest.raises(EncoderUnavailable, match=way_out):
        load_encoder(spec)


def test_options_say_which_languages_a_model_knows() -> None:
    encoder = load_encoder("sentence-transformers:BAAI/bge-m3?revision=abc&languages=it,en&query_prompt=query:%20")

    assert encoder.languages == {"it", "en"}


def test_knowing_an_encoder_does_not_load_its_libraries() -> None:
    program = (
        "import sys, embeddings\n"
        "encoder = embeddings.load_encoder()\n"
        "assert encoder.fingerprint and encoder.dim and encoder.languages\n"
        "heavy = {'faiss', 'huggingface_hub', 'sentence_transformers', 'torch', 'transformers'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603 - our own

    assert loaded.stdout.strip() == "[]"
