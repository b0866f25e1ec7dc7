"""`matcher index`: copies, feeds and comparisons, with what is printed and refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.postgresql import empty_schema
from tests.unit.cli.conftest import Run, only_json


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("MATCHER_DATA_DIR", "data")
    monkeypatch.setenv("MATCHER_ENCODER", "hashing:64")
    return f"edge://{tmp_path}/edge"


def test_a_copy_is_verified_and_may_be_copied_on(members: Run, folder: str) -> None:
    url = empty_schema()
    first = only_json(members("index", "copy", "faiss", folder, "--json"))
    second = only_json(members("index", "copy", folder, url, "--json"))

    assert first["rows"]["offers"] > 0
    assert first["rows"] == second["rows"] == second["expected"]
    assert (first["agrees"], second["agrees"], second["overlap"], second["counts_differ"]) == (True, True, 1.0, 0)
    compared = members("index", "compare", "faiss", url, "--sample", "5")
    assert "5 questions: overlap 1.0000 on average" in compared.out


def test_a_feed_makes_the_rows_of_a_copy(members: Run, folder: str, tmp_path: Path) -> None:
    assert "Up to date." in members("index", "feed", folder, "--once").out
    fed = members("index", "copy", folder, f"edge://{tmp_path}/other")

    assert fed.code == 0
    assert members("index", "compare", "faiss", f"edge://{tmp_path}/other").out.count("overlap 1.0000") == 1


def test_doctor_says_how_far_an_index_is_behind(members: Run, folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHER_INDEX_URL", folder)
    outcome = members("doctor")
    assert outcome.code == 1
    assert "not filled: copy to it" in outcome.out

    members("index", "copy", "faiss", folder)
    outcome = members("doctor")
    assert outcome.code == 0
    assert "0 changes behind the database" in outcome.out


@pytest.mark.parametrize("url", ["postgresql://anna:segreto@127.0.0.1:1/x", "https://:segreto@127.0.0.1:1/x"])
def test_an_index_that_cannot_be_reached_is_named_without_its_password(members: Run, folder: str, url: str) -> None:
    outcome = members("index", "copy", "faiss", url)

    assert outcome.code == 1
    assert "127.0.0.1:1/x cannot be used" in outcome.err
    assert "segreto" not in outcome.out + outcome.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("copy", "faiss", "faiss"), "nothing to copy to"),
        (("copy", "edge:///x", "edge:///x"), "the same index"),
        (("compare", "faiss", "ftp://anna:segreto@x"), "There is no index 'ftp://x'"),
        (("feed",), "needs no feed"),
    ],
)
def test_what_makes_no_sense_is_wrong_use(members: Run, folder: str, arguments: tuple[str, ...], says: str) -> None:
    outcome = members("index", *arguments)

    assert outcome.code == 2
    assert says in outcome.err
    assert "segreto" not in outcome.err
