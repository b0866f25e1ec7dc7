"""`matcher evaluate --set FOLDER`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings import load_encoder
from tests.unit.cli.conftest import Run, only_json

METRICS = ["ndcg@10", "mrr@100", "map@100", "recall@10", "success@1"]


@pytest.fixture
def trades(table: Callable[[str, str], Path]) -> str:
    """The current folder, with a set in which queries and answers share most of their letters."""
    table("queries.tsv", "q1\tmeccanica\nq2\tceramica\n")
    table("corpus.tsv", "d1\tmechanics\nd2\tceramics\nd3\tbakery\n")
    table("qrels.tsv", "q1\t0\td1\t1\nq2\t0\td2\t1\n")
    return "."


def test_the_engine_stands_beside_the_baselines(matcher: Run, trades: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.cli.retrieval_sets.load_encoder", lambda spec: load_encoder("hashing:64"))
    report = only_json(matcher("evaluate", "--set", trades, "--json"))
    assert (report["queries"], report["judged"], report["documents"]) == (2, 2, 3)
    assert list(report["rankers"]) == ["engine", "char_tfidf", "bm25", "minilm"]
    assert all(list(metrics) == METRICS for metrics in report["rankers"].values())
    assert report["rankers"]["char_tfidf"]["success@1"] == {"mean": 1, "low": 1, "high": 1}
    assert report["rankers"]["bm25"]["recall@10"]["mean"] == 0


def test_baselines_can_be_left_out(matcher: Run, trades: str) -> None:
    assert list(only_json(matcher("evaluate", "--set", trades, "--no-baselines", "--json"))["rankers"]) == ["engine"]


def test_a_table_shows_means_and_intervals(matcher: Run, trades: str) -> None:
    outcome = matcher("evaluate", "--set", trades, "--no-baselines")
    assert outcome.code == 0
    assert "2 judged queries, 3 documents" in outcome.out
    assert all(metric in outcome.out for metric in METRICS)
    assert "Ranking 3 documents with engine" in outcome.err


def test_a_folder_without_a_set_is_refused(matcher: Run) -> None:
    outcome = matcher("evaluate", "--set", ".")
    assert outcome.code == 1
    assert "queries.tsv is missing" in outcome.err
    error = only_json(matcher("evaluate", "--set", "nowhere", "--json"))["error"]
    assert error["kind"] == "NotFound"


@pytest.mark.parametrize("options", [("--no-baselines",), ("--set", ".", "--split", "dev")])
def test_options_of_the_other_kind_of_set_are_refused(matcher: Run, options: tuple[str, ...]) -> None:
    outcome = matcher("evaluate", *options)
    assert outcome.code == 2
    assert "goes with" in outcome.err
