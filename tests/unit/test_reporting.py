"""Figures as text, JSON, Markdown and plots."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import pytest

from benchmarks.growth import exponent
from benchmarks.plots import Plot
from benchmarks.reporting import Table, as_text, publish

TABLE = Table("Speed", [{"who": "ours", "ms": 1.23456, "calls": 12345}, {"who": "a|b", "ms": None}], note="medians")
PLOT = Plot("Growth", "profiles", "ms", {"ours": [(1, 1.0), (10, 2.0)]})


def test_a_table_on_the_terminal_lines_up() -> None:
    assert as_text(TABLE) == ("Speed\n  who     ms   calls\n  ours  1.23  12,345\n  a|b      –       –\n  (medians)\n")


def test_everything_is_written_with_the_machine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish("speed", [TABLE], [PLOT], tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"speed.json", "speed.md", "speed.svg"}
    document = json.loads((tmp_path / "speed.json").read_text())
    assert document["tables"][0]["rows"] == list(TABLE.rows)
    assert int(document["machine"]["cores"]) >= 1
    page = (tmp_path / "speed.md").read_text()
    assert "| ours | 1.23 | 12,345 |" in page
    assert "| a\\|b | – | – |" in page
    assert "![speed](speed.svg)" in page
    assert "Growth" in (tmp_path / "speed.svg").read_text()
    assert "ours  1.23  12,345" in capsys.readouterr().out


def test_without_matplotlib_there_is_everything_but_the_plot(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "benchmarks.drawing", None)
    publish("speed", [TABLE], [PLOT], tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"speed.json", "speed.md"}
    assert "pip install 'matcher[bench]'" in capsys.readouterr().err
    assert ".svg" not in (tmp_path / "speed.md").read_text()


@pytest.mark.parametrize("power", [0.0, 0.5, 1.0, 2.0])
def test_the_exponent_of_a_power_law_is_found(power: float) -> None:
    assert exponent([(size, 3 * size**power) for size in (10, 100, 1000)]) == pytest.approx(power)


def test_one_size_has_no_exponent() -> None:
    assert math.isnan(exponent([(10, 1.0)]))
