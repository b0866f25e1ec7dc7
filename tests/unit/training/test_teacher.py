"""The teacher's vectors, kept on disk; a stand-in encodes."""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np
import pytest
import torch

from embeddings.training import teacher
from embeddings.training.teacher import Teacher

TEXTS = ["tailor", "a baker of bread", "goldsmith", "shoe", "bookbinder", "weaver", "turner of wood"]


def vector(text: str) -> np.ndarray:
    """What the stand-in makes of a text."""
    return np.random.default_rng(zlib.crc32(text.encode())).standard_normal(4).astype(np.float32)


class StandIn:
    """Answers for all-MiniLM-L6-v2 and remembers what it was asked."""

    asked: list[str]

    def __init__(self, path: str, *, device: str, model_kwargs: dict[str, object]) -> None:
        self.max_seq_length = 512

    def encode(
        self, texts: list[str], *, batch_size: int, normalize_embeddings: bool, convert_to_tensor: bool
    ) -> torch.Tensor:
        StandIn.asked += texts
        rows = torch.from_numpy(np.stack([vector(text) for text in texts]))
        return torch.nn.functional.normalize(rows, dim=1).to(torch.bfloat16)


@pytest.fixture(autouse=True)
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    StandIn.asked = []
    monkeypatch.setattr(teacher, "SentenceTransformer", StandIn)
    monkeypatch.setattr(teacher, "SHARD", 3)


def silent(line: str) -> None:
    """Report nothing."""


def test_a_text_has_a_unit_vector_near_the_one_it_was_given(tmp_path: Path) -> None:
    rows = Teacher(tmp_path, silent).vectors(TEXTS)
    meant = np.stack([vector(text) / np.linalg.norm(vector(text)) for text in TEXTS])
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-6)
    np.testing.assert_allclose(rows, meant, atol=0.01)


def test_known_texts_are_never_encoded_again(tmp_path: Path) -> None:
    first = Teacher(tmp_path, silent).vectors(TEXTS[:4])
    StandIn.asked = []
    again = Teacher(tmp_path, silent).vectors([*TEXTS, TEXTS[0]])
    assert sorted(StandIn.asked) == sorted(TEXTS[4:])
    np.testing.assert_array_equal(again[[0, 1, 2, 3, -1]], first[[0, 1, 2, 3, 0]])


def test_short_texts_come_first_and_each_once(tmp_path: Path) -> None:
    Teacher(tmp_path, silent).vectors([*TEXTS, *TEXTS])
    assert sorted(TEXTS, key=lambda text: (len(text), text)) == StandIn.asked


def test_an_interrupted_run_encodes_only_what_is_missing(tmp_path: Path) -> None:
    def interrupt(line: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Teacher(tmp_path, interrupt).vectors(TEXTS)
    done, StandIn.asked = StandIn.asked, []
    assert len(done) == 3
    (tmp_path / "cut-off.part").write_bytes(b"half a shard")
    rows = Teacher(tmp_path, silent).vectors(TEXTS)
    assert sorted([*done, *StandIn.asked]) == sorted(TEXTS)
    np.testing.assert_array_equal(rows, Teacher(tmp_path / "at once", silent).vectors(TEXTS))


def test_progress_counts_texts(tmp_path: Path) -> None:
    reported: list[str] = []
    Teacher(tmp_path, reported.append).vectors(TEXTS)
    assert reported == [f"teacher: {count} of 7 texts" for count in (3, 6, 7)]
