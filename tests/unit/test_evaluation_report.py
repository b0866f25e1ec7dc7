"""A report on two queries and four profiles, small enough to follow."""

from __future__ import annotations

from math import log2

import pytest

from matcher.domain.matches import Direction
from matcher.errors import InvalidInput
from matcher.evaluation.golden import GoldenQuery, GoldenSet, QueryKind, Split
from matcher.evaluation.metrics import Qrels
from matcher.evaluation.report import Gap, Report, evaluate, restrict

LANGUAGES = {"sarta": "it", "bottega": "it", "tailor": "en", "app": "en"}
GRADES = {"sarta": 3, "bottega": 2, "tailor": 3, "app": 0}
QRELS: Qrels = {"it": GRADES, "en": GRADES}
RUN = {"it": ["sarta", "app", "bottega", "tailor"], "en": ["tailor", "app", "bottega", "sarta"]}


def query(name: str, direction: Direction = Direction.SUPPLY) -> GoldenQuery:
    return GoldenQuery(name, Split.DEV, direction, name, QueryKind.TEXT, text=name)


def golden(qrels: Qrels = QRELS) -> GoldenSet:
    queries = (query("it"), query("en", Direction.DEMAND))
    return GoldenSet(queries, qrels, LANGUAGES, frozenset({"sarta", "tailor", "app"}))


@pytest.fixture
def report() -> Report:
    return evaluate(golden(), RUN, k=10)


def test_groups_hold_their_own_queries(report: Report) -> None:
    assert report.overall.queries == 2
    assert {name: section.queries for name, section in report.by_language.items()} == {"en": 1, "it": 1}
    assert {name: section.queries for name, section in report.by_direction.items()} == {"demand": 1, "supply": 1}
    assert {name: section.queries for name, section in report.by_kind.items()} == {"text": 2}
    assert report.by_language["it"].estimates["mrr"].mean == 1


def test_a_pair_sees_only_the_profiles_of_its_language(report: Report) -> None:
    # Of the Italian query's ranking the English profiles are [app, tailor]: the only right one comes second.
    assert report.crossed.pairs["it", "en"].estimates["ndcg@10"].mean == pytest.approx(1 / log2(3))
    assert report.crossed.pairs["it", "it"].estimates["ndcg@10"].mean == 1
    # Of the English query's ranking the Italian profiles are [bottega, sarta], the lesser first.
    lesser_first = (3 + 7 / log2(3)) / (7 + 3 / log2(3))
    assert report.crossed.pairs["en", "it"].estimates["ndcg@10"].mean == pytest.approx(lesser_first)


def test_the_gap_is_what_is_lost_in_the_other_language(report: Report) -> None:
    gap = report.crossed.gaps["it"]
    assert (gap.home, gap.away, gap.queries) == (1, pytest.approx(1 / log2(3)), 1)
    assert gap.relative == pytest.approx(1 - 1 / log2(3))


def test_the_synthetic_view_leaves_real_profiles_out(report: Report) -> None:
    # Without the real "bottega" the Italian answer to the English query is right at once.
    assert report.synthetic.pairs["en", "it"].estimates["ndcg@10"].mean == 1
    assert report.synthetic.gaps["en"].relative == pytest.approx((1 / 1 - 1) / 1)


def test_a_query_without_right_answers_in_a_language_is_left_out_there() -> None:
    only_italian = {"it": {"sarta": 3, "tailor": 1}, "en": {"sarta": 3}}
    report = evaluate(golden(only_italian), RUN, k=10)
    assert report.crossed.pairs["it", "en"].queries == 0
    assert report.crossed.pairs["it", "it"].queries == 1
    assert report.crossed.gaps["it"] == Gap(home=None, away=None, relative=None, queries=0)


def test_a_gap_to_nothing_found_at_home_is_unknown() -> None:
    report = evaluate(golden(), {"it": ["tailor"], "en": []}, k=10)
    assert report.crossed.gaps["it"] == Gap(home=0.0, away=1.0, relative=None, queries=1)


def test_restricting_keeps_the_order_and_drops_strangers() -> None:
    run, qrels = restrict(RUN, QRELS, {"bottega", "sarta"})
    assert run["en"] == ["bottega", "sarta"]
    assert qrels["en"] == {"sarta": 3, "bottega": 2}


def test_a_set_without_queries_is_refused() -> None:
    with pytest.raises(InvalidInput, match="no queries to evaluate"):
        evaluate(GoldenSet((), {}, LANGUAGES, frozenset()), RUN)
