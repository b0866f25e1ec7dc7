from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from matcher.bootstrap import Application
from matcher.cli import main
from matcher.cli.output import err, out
from matcher.lexicon.annotation import default_lexicon
from matcher.settings import Settings

GOLDEN = Path(__file__).parents[2] / "golden"
MEMBERS = Path(__file__).with_name("members.csv")
COLUMNS = 80
LEXICON = cache(default_lexicon)


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every variable unset, 80 columns, no colours, and the vocabulary read once for all tests."""
    for name in [name for name in os.environ if name.startswith("MATCHER_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("MATCHER_ENCODER", "hashing:64")
    monkeypatch.setattr("matcher.bootstrap.application.default_lexicon", LEXICON)
    for console in (out, err):
        as_in_a_pipe(console, monkeypatch)


def as_in_a_pipe(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "_force_terminal", False)
    monkeypatch.setattr(console, "_color_system", None)
    monkeypatch.setattr(console, "soft_wrap", True)
    monkeypatch.setattr(console, "_width", COLUMNS)


@pytest.fixture
def matcher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Calls the command line as its user does, with an empty database and the folder of the test as the current one."""
    monkeypatch.setenv("MATCHER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Outcome:
        monkeypatch.setattr("sys.argv", ["matcher", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        captured = capsys.readouterr()
        return Outcome(int(end.value.code or 0), captured.out, captured.err)

    return run


@pytest.fixture(scope="session")
def market(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that holds the profiles of `members.csv`."""
    folder = tmp_path_factory.mktemp("market")
    app = Application(Settings(data_dir=folder, encoder="hashing:64"))
    app.imports.import_file(MEMBERS)
    app.close()
    return folder


@pytest.fixture
def members(matcher: Run, market: Path, tmp_path: Path) -> Run:
    """As `matcher`, with the profiles of `members.csv` in the database."""
    shutil.copytree(market, tmp_path / "data")
    return matcher


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compares with the text kept under a name; with UPDATE_GOLDEN=1 in the environment, keeps the new one."""

    def check(name: str, text: str) -> None:
        path = GOLDEN / f"cli_{name}.txt"
        lines = "".join(f"{line.rstrip()}\n" for line in text.splitlines())
        if os.environ.get("UPDATE_GOLDEN"):
            path.write_text(lines, encoding="utf-8")
        assert lines == path.read_text(encoding="utf-8")

    return check


@pytest.fixture
def table(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a table into the current folder."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def only_json(outcome: Outcome) -> Any:  # noqa: ANN401 -- whatever JSON holds
    """The document on standard output, which holds exactly one."""
    return json.loads(outcome.out)
