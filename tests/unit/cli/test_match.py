"""`matcher match` as its user meets it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from matcher.cli.output import out
from tests.unit.cli.conftest import Run, only_json


def test_the_table_says_what_was_understood_and_why_each_fits(members: Run, golden: Callable[[str, str], None]) -> None:
    outcome = members("match", "cerco rilegatura di libri vicino a Porta Romana", "-k", "2")
    assert outcome.code == 0
    assert outcome.err == ""
    golden("match", outcome.out)


def test_the_table_uses_a_wider_terminal(members: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(out, "_width", 120)
    lines = members("match", "rilegatura", "-k", "1").out.splitlines()
    assert max(map(len, lines)) == 120


def test_a_profile_that_asks_gets_reasons_both_ways(members: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(out, "_width", 300)
    shown = members("match", "--profile", "binder").out
    assert "you seek “laser cutting of leather”, they offer “taglio laser su legno e cuoio, stampa 3D”" in shown
    assert (
        "they seek “costumi e divise di scena, rilegatura di copioni”, you offer “rilegatura a mano di libri”" in shown
    )
    assert "Understood" not in shown


@pytest.mark.parametrize(
    ("query", "first"),
    [("bookbinder", "binder"), ("legatore", "binder"), ("3D printing", "laser"), ("sarta", "tailor")],
)
def test_both_languages_find_the_same_trade(members: Run, query: str, first: str) -> None:
    assert only_json(members("match", query, "--json"))["matches"][0]["profile"]["id"] == first


def test_the_order_can_be_asked_for(members: Run) -> None:
    matches = only_json(members("match", "rilegatura", "--sort", "name", "--json"))["matches"]
    names = [match["profile"]["name"] for match in matches]
    assert names == sorted(names, key=str.casefold)
    assert "By name, the first" in members("match", "rilegatura", "--sort", "name").out


def test_demand_finds_who_seeks_what_is_offered(members: Run) -> None:
    matches = only_json(members("match", "--profile", "tailor", "--direction", "demand", "--json"))["matches"]
    assert matches[0]["profile"]["id"] == "theatre"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (["--kind", "startup"], {"sensors"}),
        (["--type", "fablab"], {"laser"}),
        (["--skill", "laser-cutting"], {"laser"}),
        (["--skill", "taglio laser"], {"laser"}),
        (["--near", "45.4530,9.2040,0.5"], {"binder"}),
        (["--min-score", "1"], set()),
    ],
)
def test_filters_are_exact(members: Run, filters: list[str], expected: set[str]) -> None:
    found = only_json(members("match", "stampa 3D", *filters, "--json"))
    assert {one["profile"]["id"] for one in found["matches"]} == expected


def test_words_that_carry_no_meaning_are_not_shown_as_left_over(members: Run) -> None:
    assert "other words" not in members("match", "cerco una sartoria per divise").out


def test_nobody_matching_says_whether_a_filter_is_to_blame(members: Run) -> None:
    assert "loosen a filter" in members("match", "stampa 3D", "--near", "40,9,1").out


def test_an_empty_database_says_how_to_fill_it(matcher: Run) -> None:
    outcome = matcher("match", "stampa 3D")
    assert outcome.code == 0
    assert "matcher import FILE" in outcome.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "either a sentence or --profile"),
        (["x", "--profile", "y"], "either a sentence or --profile"),
        (["   "], "query is empty"),
        (["legno " * 1700], "10,200 characters"),
        (["x", "-k", "0"], "greater than or equal to 1"),
        (["x", "--near", "45,9"], "LAT,LON,KM"),
        (["x", "--near", "95,9,1"], "degrees"),
        (["x", "--municipio", "12"], "from 1 to 9"),
        (["x", "--nil", "Atlantide"], "Atlantide"),
        (["x", "--skill", "tayloring"], "tailoring"),
        (["x", "--kind", "alien"], "alien"),
        (["vicino al Duomo"], "not what is sought there"),
    ],
)
def test_wrong_use_says_the_way_out_and_ends_with_2(members: Run, arguments: list[str], says: str) -> None:
    told = members("match", *arguments)
    assert told.code == 2
    assert told.out == ""
    assert says in " ".join(told.err.replace("│", " ").split())
    as_json = members("match", *arguments, "--json")
    assert as_json.code == 2
    assert says in only_json(as_json)["error"]["message"]
    assert as_json.err == ""


def test_an_unknown_profile_ends_with_1(members: Run) -> None:
    outcome = members("match", "--profile", "nobody", "--json")
    assert outcome.code == 1
    assert only_json(outcome)["error"]["kind"] == "NotFound"


def test_accents_and_quotes_reach_json_unchanged(members: Run) -> None:
    outcome = members("match", "bottoni in “madreperla” così", "--json")
    assert "“madreperla” così" in outcome.out
    assert json.loads(outcome.out)["interpreted"]["rest"].endswith("così")
