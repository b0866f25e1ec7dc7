"""`python -m embeddings.training`, from texts to a model with its card."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from embeddings.arrays import Matrix
from embeddings.static_encoder import StaticEncoder
from embeddings.training import __main__ as command
from embeddings.training.card import card
from embeddings.training.measures import SETS
from embeddings.training.sources import Sources


class StandIn:
    """Gives every text a direction of its own."""

    def __init__(self, folder: Path, report: Callable[[str], None]) -> None: ...

    def vectors(self, texts: Sequence[str]) -> Matrix:
        seeds = [zlib.crc32(text.encode()) for text in texts]
        return np.stack([np.random.default_rng(seed).standard_normal(8).astype(np.float32) for seed in seeds])


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> int:
    monkeypatch.setattr(sys, "argv", ["python -m embeddings.training", *map(str, arguments)])
    return command.main()


def test_without_texts_it_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(monkeypatch, "--data", tmp_path / "nowhere") == 1
    assert "Name the folder that holds encoder/, reference/ and evaluation/ with --data" in capsys.readouterr().err


def test_two_models_come_of_it_and_the_one_that_ships_has_a_card(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], sources: Sources, tmp_path: Path
) -> None:
    monkeypatch.setattr(command, "Teacher", StandIn)
    work, output = tmp_path / "work", tmp_path / "model"
    assert run(monkeypatch, "--data", sources.folder, "--work", work, "--output", output, "--steps", "2") == 0
    assert {StaticEncoder(folder).dim for folder in (work / command.MEASURED.name, output)} == {8}
    written = (output / "README.md").read_text(encoding="utf-8")
    assert f"{StaticEncoder(output).model.vocabulary_size:,} tokens × 8 dimensions" in written
    assert all(title in written for title in SETS.values())
    assert "held out" in capsys.readouterr().err


def test_a_card_names_the_licence_and_both_models_figures() -> None:
    written = card(60_000, 384, {"STS-B test, Italian": 0.7214, "NACE": 0.5}, {"NACE": 0.8, "STS-B test, Italian": 0.7})
    assert written.startswith("---\nlanguage: [it, en]\nlicense: cc-by-sa-4.0\n")
    assert "60,000 tokens × 384 dimensions" in written
    assert "| STS-B test, Italian | 0.721 | 0.700 |\n| NACE | 0.500 | 0.800 |" in written


def test_centred_vectors_are_directions_from_their_mean() -> None:
    rows = np.array([[3, 1], [1, 1], [2, 2], [2, 0]], np.float32)
    np.testing.assert_allclose(command.centred(rows), [[1, 0], [-1, 0], [0, 1], [0, -1]], atol=1e-6)
