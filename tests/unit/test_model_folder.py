"""What is read from a model's folder, on folders written here."""

import json
from pathlib import Path

import pytest

from embeddings.model_folder import content_digest, declared_dimension, declared_prompt, holds_weights

TRANSFORMER = {"type": "sentence_transformers.models.Transformer", "path": ""}
POOLING = {"type": "sentence_transformers.models.Pooling", "path": "1_Pooling"}
DENSE = {"type": "sentence_transformers.base.modules.dense.Dense", "path": "2_Dense"}
NORMALIZE = {"type": "sentence_transformers.models.Normalize", "path": "3_Normalize"}


def write(path: Path, content: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.parametrize(
    ("pooling", "dim"),
    [
        ({"word_embedding_dimension": 384, "pooling_mode_mean_tokens": True, "pooling_mode_max_tokens": False}, 384),
        ({"word_embedding_dimension": 10, "pooling_mode_mean_tokens": True, "pooling_mode_max_tokens": True}, 2 * 10),
        ({"embedding_dimension": 384, "pooling_mode": "mean"}, 384),
        ({"embedding_dimension": 10, "pooling_mode": ["cls", "mean", "max"]}, 3 * 10),
        ({}, None),
    ],
)
def test_poolings_are_concatenated(tmp_path: Path, pooling: dict[str, object], dim: int | None) -> None:
    write(tmp_path / "modules.json", [TRANSFORMER, POOLING, NORMALIZE])
    write(tmp_path / "1_Pooling" / "config.json", pooling)

    assert declared_dimension(tmp_path) == dim


def test_a_dense_layer_has_the_last_word(tmp_path: Path) -> None:
    write(tmp_path / "modules.json", [TRANSFORMER, POOLING, DENSE, NORMALIZE])
    write(tmp_path / "1_Pooling" / "config.json", {"embedding_dimension": 768, "pooling_mode": "mean"})
    write(tmp_path / "2_Dense" / "config.json", {"in_features": 768, "out_features": 128})

    assert declared_dimension(tmp_path) == 128


@pytest.mark.parametrize("modules", [None, [TRANSFORMER], [{"type": "custom.Head", "path": "x"}]])
def test_other_models_do_not_say(tmp_path: Path, modules: list[dict[str, str]] | None) -> None:
    if modules is not None:
        write(tmp_path / "modules.json", modules)

    assert declared_dimension(tmp_path) is None


@pytest.mark.parametrize(
    ("saved", "query", "document"),
    [
        ({"query": "query: ", "passage": "passage: "}, "query: ", "passage: "),
        ({"query": "q: ", "document": "", "passage": "p: "}, "q: ", "p: "),
        ({"document": "d: ", "passage": "p: "}, "", "d: "),
        ({}, "", ""),
    ],
)
def test_prompts_are_those_the_model_was_saved_with(
    tmp_path: Path, saved: dict[str, str], query: str, document: str
) -> None:
    write(tmp_path / "config_sentence_transformers.json", {"prompts": saved})

    assert declared_prompt(tmp_path, "query") == query
    assert declared_prompt(tmp_path, "document") == document


def test_a_folder_without_settings_has_no_prompts(tmp_path: Path) -> None:
    assert declared_prompt(tmp_path, "query") == ""


def test_the_digest_changes_with_the_weights_their_place_and_the_configuration_alone(tmp_path: Path) -> None:
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(b"\0" * 1_000)
    before = content_digest(tmp_path)

    (tmp_path / "README.md").write_text("a model", encoding="utf-8")
    assert content_digest(tmp_path) == before

    weights.write_bytes(b"\0" * 999 + b"\1")
    retrained = content_digest(tmp_path)
    weights.rename(tmp_path / "other.safetensors")
    moved = content_digest(tmp_path)
    write(tmp_path / "config.json", {"max_seq_length": 128})
    configured = content_digest(tmp_path)
    assert len({before, retrained, moved, configured}) == 4


def test_a_download_cut_off_before_the_weights_is_noticed(tmp_path: Path) -> None:
    write(tmp_path / "config.json", {})
    assert not holds_weights(tmp_path)

    (tmp_path / "model.safetensors").touch()
    assert holds_weights(tmp_path)
