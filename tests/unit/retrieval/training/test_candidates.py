"""From judged rankings to the rows a mix is learnt from."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.evaluation.retrieval_set import RetrievalSet
from matcher.retrieval.mix import COMPONENTS, SHAPE, learnt_mix
from matcher.retrieval.ranking import TextRanker, default_ranker
from matcher.retrieval.training import candidates
from matcher.retrieval.training.candidates import halves, judged_rows
from matcher.retrieval.training.objective import COLUMNS, ROWS, Judged

TRADES = {
    "binder": "rilegatura a mano di libri",
    "tailor": "sartoria e divise su misura",
    "laser": "laser cutting of wood",
    "potter": "ceramica raku",
    "goldsmith": "gold rings made to measure",
    "luthier": "liutaio, violini",
    "printer": "stampa 3D in PLA",
    "carpenter": "furniture restored by hand",
}
JUDGED = RetrievalSet(
    name="trades",
    queries={"q1": "bookbinding", "unjudged": "pasta", "q2": "anelli d'oro e violini", "q3": "taglio laser su legno"},
    documents=TRADES,
    qrels={"q1": {"binder": 1, "tailor": 0}, "q2": {"goldsmith": 1, "luthier": 2}, "q3": {"laser": 1}},
)


@pytest.fixture(scope="module")
def ranker() -> TextRanker:
    return default_ranker()


@pytest.fixture(scope="module")
def rows(ranker: TextRanker) -> Judged:
    return judged_rows(JUDGED, ranker)


def queries(judged: Judged) -> list[Judged]:
    """The rows of each query."""
    ends = [*judged.start[1:].tolist(), len(judged.relevant)]
    return [
        Judged(
            judged.evidence[start:end],
            judged.shape[start:end],
            judged.relevant[start:end],
            judged.chance[start:end],
            np.zeros(1, np.int64),
        )
        for start, end in zip(judged.start.tolist(), ends, strict=True)
    ]


def test_every_judged_query_has_all_its_relevant_documents_among_the_ranked(rows: Judged) -> None:
    assert [int(one.relevant.sum()) for one in queries(rows)] == [1, 2, 1]
    assert not (rows.relevant & rows.chance).any()


def test_relevant_documents_are_ranked_even_when_they_promise_least(
    ranker: TextRanker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "BEST", 1)
    judged = RetrievalSet("odd", {"q": "bookbinding"}, TRADES, {"q": {"potter": 1}})
    (one,) = queries(judged_rows(judged, ranker))
    assert [int(part.sum()) for part in (one.relevant, ~one.chance)] == [1, 2]


def test_what_chance_draws_is_never_relevant(ranker: TextRanker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "CHANCE", len(TRADES))
    drawn = [int(one.chance.sum()) for one in queries(judged_rows(JUDGED, ranker))]
    assert drawn == [len(TRADES) - 1, len(TRADES) - 2, len(TRADES) - 1], "all but the relevant ones"


def test_rows_say_what_ranking_sees(rows: Judged, ranker: TextRanker) -> None:
    assert rows.evidence.shape == (len(rows.relevant), ROWS)
    assert rows.shape.shape == (len(rows.relevant), COLUMNS)
    assert (rows.shape[:, 0] == 1).all()
    assert ((rows.evidence >= 0) & (rows.evidence <= 1)).all()
    mix = learnt_mix()
    odds = rows.shape @ np.column_stack([mix.bias, mix.slope]).T
    totals = -np.log1p(-rows.evidence / (1 + np.exp(-odds))).sum(axis=1)
    collection = ranker.collection([*TRADES.values()])
    scores = collection.scores(collection.queries(JUDGED.asked()))
    assert odds.shape[1] == len(COMPONENTS) + 1
    assert rows.shape.shape[1] == len(SHAPE) + 1
    for place, one in enumerate(queries(rows)):
        total = totals[rows.start[place] : rows.start[place] + len(one.relevant)]
        assert sorted(total[~one.chance]) == pytest.approx(sorted(scores[place].tolist()), rel=1e-3)


def test_the_same_set_gives_the_same_rows_in_blocks_of_any_size(
    rows: Judged, ranker: TextRanker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "BLOCK", 1)
    again = judged_rows(JUDGED, ranker)
    assert again.evidence == pytest.approx(rows.evidence, abs=1e-5)
    assert again.start.tolist() == rows.start.tolist()
    assert again.chance.tolist() == rows.chance.tolist()


@given(st.lists(st.integers(1, 4), min_size=2, max_size=9))
def test_halves_part_the_queries_and_keep_each_whole(sizes: list[int]) -> None:
    total = sum(sizes)
    numbered = Judged(
        evidence=np.arange(total, dtype=float)[:, None] * np.ones(ROWS),
        shape=np.ones((total, COLUMNS)),
        relevant=np.ones(total, bool),
        chance=np.zeros(total, bool),
        start=np.cumsum([0, *sizes[:-1]]),
    )
    whole = [one.evidence[:, 0].tolist() for one in queries(numbered)]
    first, second = ([one.evidence[:, 0].tolist() for one in queries(half)] for half in halves(numbered))
    assert (first, second) == (whole[::2], whole[1::2])
