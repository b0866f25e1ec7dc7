"""The rules of the house that no linter holds: floors, sizes, names, errors."""

from __future__ import annotations

import subprocess
import sys
from http import HTTPStatus
from pathlib import Path

import pytest

from api.problems import STATUS, problem_of
from matcher.errors import MatcherError

ROOT = Path(__file__).parents[2]
PACKAGES = ("api", "benchmarks", "embeddings", "fixtures", "matcher", "tests")
LONGEST = 400
GRAB_BAGS = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}


def modules() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def test_imports_go_downstairs_only() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stdout


def test_no_module_outgrows_a_reader() -> None:
    assert [path for path in modules() if len(path.read_text("utf-8").splitlines()) > LONGEST] == []


def test_no_module_is_a_grab_bag() -> None:
    assert [path for path in modules() if GRAB_BAGS & {path.stem, path.parent.name}] == []


@pytest.mark.parametrize("kind", MatcherError.__subclasses__(), ids=lambda kind: kind.__name__)
def test_every_kind_of_error_has_a_status(kind: type[MatcherError]) -> None:
    assert kind in STATUS
    assert problem_of(kind("what happened")).status == STATUS[kind] != HTTPStatus.INTERNAL_SERVER_ERROR
