"""What a model's folder says of itself, read without loading the model.

The layout is the one sentence-transformers saves: `modules.json` lists the modules, each with a folder of its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from embeddings.encoder import Role

WEIGHTS = frozenset({".safetensors", ".bin", ".onnx", ".xml"})
"""Suffixes of weights: safetensors and PyTorch, ONNX, OpenVINO."""

DECIDING = WEIGHTS | {".json", ".txt", ".model"}
"""Suffixes of the files that decide a vector: weights, vocabulary and configuration."""

VERSION_LENGTH = 12
"""Hexadecimal digits of a model's version shown in a fingerprint."""

KEEPS_DIMENSION = frozenset({"Normalize", "Dropout", "LayerNorm"})

PROMPT_NAMES: Mapping[Role, tuple[str, ...]] = {"query": ("query",), "document": ("document", "passage", "corpus")}
"""Names under which models save the prompt of each role, the first one found wins."""


def content_digest(folder: Path) -> str:
    """SHA-256 (hex) of every deciding file's name and bytes: 50 ms for 90 MB of weights."""
    total = hashlib.sha256()
    for path in sorted(file for file in folder.rglob("*") if file.is_file() and file.suffix in DECIDING):
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        total.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return total.hexdigest()


def holds_weights(folder: Path) -> bool:
    """Whether weights lie in the folder, as they do not where a download was cut off."""
    return any(file.suffix in WEIGHTS for file in folder.rglob("*"))


def declared_dimension(folder: Path) -> int | None:
    """The length of the model's vectors, or None where only loading the model can tell."""
    for module in reversed(_read_json(folder / "modules.json", default=[])):
        kind = module["type"].rpartition(".")[2]
        if kind in KEEPS_DIMENSION:
            continue
        return _output_dimension(kind, _read_json(folder / module["path"] / "config.json", default={}))
    return None


def declared_prompt(folder: Path, role: Role) -> str:
    """The prompt the model was trained with for a role, empty when it has none."""
    prompts = _read_json(folder / "config_sentence_transformers.json", default={}).get("prompts", {})
    return next((prompts[name] for name in PROMPT_NAMES[role] if prompts.get(name)), "")


def _output_dimension(kind: str, config: Mapping[str, Any]) -> int | None:
    if kind == "Dense":
        return config.get("out_features")
    if kind != "Pooling":
        return None
    width = config.get("embedding_dimension", config.get("word_embedding_dimension"))
    return None if width is None else int(width) * _pooling_modes(config)


def _pooling_modes(config: Mapping[str, Any]) -> int:
    """How many poolings are concatenated: one name, a list of names, or a flag for each in older files."""
    modes = config.get("pooling_mode")
    if modes is None:
        return sum(value is True for key, value in config.items() if key.startswith("pooling_mode_"))
    return 1 if isinstance(modes, str) else len(modes)


def _read_json(path: Path, *, default: Any) -> Any:  # noqa: ANN401 - files of others: any JSON
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else default
