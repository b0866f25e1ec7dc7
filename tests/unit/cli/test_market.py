"""`matcher market` as its user meets it: a summary, and a file with what everyone is recommended."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run, only_json


def test_a_summary_says_what_changed_and_where_the_file_is(members: Run) -> None:
    outcome = members("market", "-k", "2")
    assert outcome.code == 0, outcome.err
    (written,) = Path().glob("market-*.csv")
    assert written.name in outcome.out
    assert "recommended to nobody" in outcome.out
    with written.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0].keys() == {"side", "for", "recommended", "rank", "score", "utility", "utility_back"}
    assert {row["side"] for row in rows} == {"left", "right"}
    assert {row["rank"] for row in rows} == {"1", "2"}


def test_json_is_one_document_and_the_file_may_be_json_too(members: Run) -> None:
    answer = only_json(members("market", "-k", "1", "--direction", "mutual", "--out", "all.json", "--json"))
    assert (answer["state"], answer["file"], answer["question"]["k"]) == ("done", "all.json", 1)
    people = json.loads(Path("all.json").read_text(encoding="utf-8"))["recommendations"]
    assert answer["result"]["one_population"] is True
    assert sum(len(one["recommended"]) for one in people) == answer["result"]["recommendations"]


def test_sides_are_described_by_kind_and_place(members: Run) -> None:
    outcome = members("market", "--left", "kind=artisan", "--right", "kind=startup,organisation", "-k", "1", "--json")
    answer = only_json(outcome)
    assert answer["question"]["left"] == {"kind": ["artisan"]}
    assert answer["question"]["right"] == {"kind": ["organisation", "startup"]}
    assert answer["question"]["direction"] == "mutual"


@pytest.mark.parametrize(
    "wrong",
    [
        ("--left", "artisan"),
        ("--left", "kind=wizard"),
        ("--left", "nil=Atlantide"),
        ("--capacity", "many"),
        ("--spread", "0"),
        ("--direction", "demand"),
        ("--out", "market.pdf"),
        ("--out", "nowhere/market.csv"),
        ("-k", "200"),
    ],
)
def test_wrong_use_is_told(members: Run, wrong: tuple[str, ...]) -> None:
    outcome = members("market", *wrong)
    assert outcome.code == 2
    assert "Error" in outcome.err


def test_no_file_is_replaced_unasked(members: Run) -> None:
    Path("mine.csv").write_text("precious", encoding="utf-8")
    assert members("market", "--out", "mine.csv").code == 2
    assert Path("mine.csv").read_text(encoding="utf-8") == "precious"
    assert members("market", "-k", "1", "--out", "mine.csv", "--force").code == 0


def test_a_market_without_people_fails_in_words(matcher: Run) -> None:
    outcome = matcher("market")
    assert outcome.code == 1
    assert "import profiles" in outcome.err
    answer = only_json(matcher("market", "--json"))
    assert (answer["state"], answer["file"]) == ("failed", None)
