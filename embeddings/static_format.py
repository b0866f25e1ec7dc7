"""A static model's folder, as model2vec and sentence-transformers' StaticEmbedding read it too.

`model.safetensors` has `embeddings` (V, d), called `embedding.weight` by sentence-transformers; maybe `weights` (V,), a
factor for the row of each token; and maybe `mapping` (V,), which row a token has. `tokenizer.json` is of the library
tokenizers. `config.json` and `modules.json` say to the two libraries what to do with them, `README.md` to people.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save
from tokenizers import Tokenizer

from embeddings.arrays import Matrix
from embeddings.errors import EncoderUnavailable, InvalidVectors
from embeddings.static_model import StaticModel

WEIGHTS_FILE = "model.safetensors"
TOKENIZER_FILE = "tokenizer.json"
NESTED = "0_StaticEmbedding"
"""Where sentence-transformers puts both files when other modules follow."""

UNDERSTOOD = frozenset({"StaticEmbedding", "Normalize"})
"""Modules of sentence-transformers that leave a text's direction to the table alone."""

LARGEST = 127
"""The largest int8 used: -128 has no opposite."""

MODULES = [
    {"idx": 0, "name": "0", "path": ".", "type": "sentence_transformers.models.StaticEmbedding"},
    {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
]


def read_static_model(folder: Path, *, words_apart: bool = False) -> StaticModel:
    """The model in a folder; unknown and special tokens, such as padding, get weight 0. `words_apart`: see there.

    Raises:
        EncoderUnavailable: the folder holds no such model; the message says what to do.
    """
    home = folder / NESTED if (folder / NESTED).is_dir() else folder
    for name in (WEIGHTS_FILE, TOKENIZER_FILE):
        if not (home / name).is_file():
            raise EncoderUnavailable(f"there is no {name} in {home}; name a folder that holds a static model")
    try:
        kinds = _modules(folder)
        tensors = load_file(home / WEIGHTS_FILE)
        tokenizer = Tokenizer.from_file(str(home / TOKENIZER_FILE))
    except Exception as error:  # the libraries raise bare exceptions, and they all mean that a file is damaged
        raise EncoderUnavailable(f"a file in {home} is damaged ({error}); copy the folder again") from error
    if not kinds <= UNDERSTOOD:
        raise EncoderUnavailable(
            f"{folder} is more than a static table ({', '.join(sorted(kinds))}); write sentence-transformers:{folder}"
        )
    tokenizer.no_padding()
    tokenizer.no_truncation()
    embeddings, weights = _table(tensors, home)
    if not len(embeddings) == len(weights) >= tokenizer.get_vocab_size():
        raise EncoderUnavailable(
            f"{home} has {len(embeddings)} rows, {len(weights)} weights and {tokenizer.get_vocab_size()} tokens; its "
            "files are of different models, copy the folder again"
        )
    weights[_not_words(tokenizer)] = 0
    return StaticModel(tokenizer, embeddings, weights, words_apart=words_apart)


def write_static_model(folder: Path, table: Matrix, tokenizer: Tokenizer, *, card: str) -> None:
    """Write a model with the rows `table` (V, d) rounded to int8, a scale each; `card` becomes its README.

    The rows of unknown and special tokens are written as zeros. A row is off by at most 1/254 of its largest element.

    Raises:
        InvalidVectors: rows and tokens are not as many, or a row holds NaN or infinity.
    """
    if table.ndim != 2 or len(table) != tokenizer.get_vocab_size():
        raise InvalidVectors(
            f"the table has the shape {table.shape}, the tokenizer {tokenizer.get_vocab_size()} tokens; give a row each"
        )
    meant = table.astype(np.float32)
    meant[_not_words(tokenizer)] = 0
    embeddings, scales = quantized(meant)
    plain = Tokenizer.from_str(tokenizer.to_str())
    plain.no_padding()
    plain.no_truncation()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / WEIGHTS_FILE).write_bytes(save({"embeddings": embeddings, "weights": scales}))
    plain.save(str(folder / TOKENIZER_FILE), pretty=False)
    _write_json(folder / "config.json", _config(dim=table.shape[1]))
    _write_json(folder / "modules.json", MODULES)
    (folder / "README.md").write_text(card, encoding="utf-8")


def quantized(table: Matrix) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Rows (n, d) as int8 (n, d) and a scale for each, float32 (n,): the row is their product.

    Raises:
        InvalidVectors: a row holds NaN or infinity.
    """
    if not np.isfinite(table).all():
        raise InvalidVectors("a row of the table holds NaN or infinity")
    scales = (np.abs(table).max(axis=1, initial=0) / LARGEST).astype(np.float32)
    steps = np.divide(table, scales[:, None], out=np.zeros_like(table), where=scales[:, None] > 0)
    return np.rint(steps).astype(np.int8), scales


def _config(*, dim: int) -> Mapping[str, object]:
    return {
        "model_type": "model2vec",
        "architectures": ["StaticModel"],
        "hidden_dim": dim,
        "embedding_dtype": "int8",
        "normalize": True,
        "max_length": None,
    }


def _table(tensors: Mapping[str, NDArray[Any]], home: Path) -> tuple[NDArray[np.number], NDArray[np.float32]]:
    """The row (V, d) and the weight (V,) of each token."""
    embeddings = tensors.get("embeddings", tensors.get("embedding.weight"))
    if embeddings is None or embeddings.ndim != 2:
        raise EncoderUnavailable(f"{home} holds no static table; for other models write sentence-transformers:{home}")
    if "mapping" in tensors:
        embeddings = embeddings[tensors["mapping"]]
    weights = tensors.get("weights", np.ones(len(embeddings)))
    return embeddings, weights.astype(np.float32)


def _modules(folder: Path) -> set[str]:
    """Kinds of the modules that sentence-transformers would chain, such as `StaticEmbedding`."""
    path = folder / "modules.json"
    modules = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    return {module["type"].rpartition(".")[2] for module in modules}


def _not_words(tokenizer: Tokenizer) -> list[int]:
    """The ids of the unknown token and of special ones, such as padding: they stand for no word."""
    special = {number for number, token in tokenizer.get_added_tokens_decoder().items() if token.special}
    return sorted(special | ({unknown} if (unknown := _unknown(tokenizer)) is not None else set()))


def _unknown(tokenizer: Tokenizer) -> int | None:
    if hasattr(tokenizer.model, "unk_token"):
        token = tokenizer.model.unk_token
        return None if token is None else tokenizer.token_to_id(token)
    number: int | None = json.loads(tokenizer.to_str())["model"].get("unk_id")  # only Unigram says it just there
    return number


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
