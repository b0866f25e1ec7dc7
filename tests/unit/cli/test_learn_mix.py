"""`python -m matcher.cli.learn_mix` where what it learns from is missing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from matcher.cli.learn_mix import main


def refusal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    monkeypatch.setattr(sys, "argv", ["learn_mix", *map(str, arguments)])
    assert main() == 1
    return capsys.readouterr().err


def test_without_the_measured_model_it_says_how_to_make_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    message = refusal(monkeypatch, capsys, "--model", tmp_path / "nowhere")
    assert "There is no model at" in message
    assert "make train-encoder" in message


def test_without_texts_it_says_which_folder_to_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, tiny_model: Path
) -> None:
    message = refusal(monkeypatch, capsys, "--model", tiny_model, "--data", tmp_path, "--output", tmp_path / "mix.json")
    assert "Name the folder that holds encoder/, reference/ and evaluation/ with --data" in message
    assert not (tmp_path / "mix.json").exists()
