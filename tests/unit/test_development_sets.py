"""The sets of texts that are measured, and what is said where they or the model are missing."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

import pytest

from benchmarks.development_sets import add_options, load_sets, ranker
from embeddings.training.holdout import is_held_out
from matcher.errors import NotFound

UNSEEN = next(name for name in map(str, range(100)) if is_held_out(name))
SEEN = next(name for name in map(str, range(100)) if not is_held_out(name))


def options(*arguments: str | Path) -> Namespace:
    parser = ArgumentParser()
    add_options(parser)
    return parser.parse_args([*map(str, arguments)])


def test_without_the_measured_model_every_way_out_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"make train-encoder, name one with --model, or .* with --shipped"):
        ranker(options("--model", tmp_path / "nowhere"))


def test_the_model_named_ranks_texts(tiny_model: Path) -> None:
    _, places = ranker(options("--model", tiny_model))(["taglio laser"], ["restauro di mobili", "taglio laser"], 2)
    assert places[0][0] == 1


def test_without_sets_it_is_said_how_to_measure_on_others(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="matcher evaluate --set FOLDER"):
        load_sets(tmp_path, everything=False)


def test_sets_come_by_name_with_held_out_queries_or_with_all(tmp_path: Path) -> None:
    for name in ("nace", "esco"):
        folder = tmp_path / "evaluation" / name
        folder.mkdir(parents=True)
        (folder / "queries.tsv").write_text(f"{UNSEEN}\tsarto\n{SEEN}\tfornaio\n", encoding="utf-8")
        (folder / "corpus.tsv").write_text(f"{UNSEEN}\ttailor\n{SEEN}\tbaker\n", encoding="utf-8")
        (folder / "qrels.tsv").write_text(f"{UNSEEN}\t0\t{UNSEEN}\t1\n{SEEN}\t0\t{SEEN}\t1\n", encoding="utf-8")
    esco, nace = load_sets(tmp_path, everything=False)
    assert (esco.name, esco.asked()) == ("esco", ["sarto"])
    assert (nace.name, nace.asked()) == ("nace", ["sarto", "fornaio"])
    assert [one.asked() for one in load_sets(tmp_path, everything=True)] == [["sarto", "fornaio"]] * 2
