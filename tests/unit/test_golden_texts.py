"""The golden set's questions, asked of the texts that profiles offer."""

from __future__ import annotations

import pytest

from matcher.domain.matches import Direction
from matcher.domain.profiles import Item, Kind, Profile
from matcher.evaluation.golden import GoldenQuery, GoldenSet, QueryKind, Split
from matcher.evaluation.retrieval_set import RetrievalSet
from matcher.lexicon.annotation import default_lexicon
from matcher.usecases.evaluating import golden_texts


def profile(name: str, *offers: str, consent: bool = True) -> Profile:
    return Profile(name, Kind.ARTISAN, name, offers=tuple(Item(text) for text in offers), consent=consent)


PROFILES = [
    profile("sarta", "abiti su misura", "riparazioni"),
    profile("sarto", "riparazioni", "uniformi"),
    profile("orafo", "anelli"),
    profile("shy", "abiti di scena", consent=False),
]


def query(name: str, text: str | None, direction: Direction = Direction.SUPPLY) -> GoldenQuery:
    kind = QueryKind.TEXT if text else QueryKind.PROFILE
    return GoldenQuery(name, Split.DEV, direction, "it", kind, text, None if text else "orafo")


@pytest.fixture(scope="module")
def asked() -> RetrievalSet:
    queries = (
        query("good", "cerco una sarta"),
        query("two", "cerco un sarto; un orafo"),
        query("shy", "costumista teatrale"),
        query("demand", "offro tessuti", Direction.DEMAND),
        query("profile", None),
    )
    qrels = {
        "good": {"sarta": 3, "sarto": 1, "orafo": 0},
        "two": {"sarto": 2, "orafo": 2},
        "shy": {"shy": 3},
        "demand": {"sarta": 3},
        "profile": {"sarta": 3},
    }
    golden = GoldenSet(queries, qrels, {one.id: "it" for one in PROFILES}, frozenset())
    return golden_texts(golden, PROFILES, default_lexicon())


def answers(asked: RetrievalSet, name: str) -> set[str]:
    return {asked.documents[document] for document in asked.qrels[name]}


def test_documents_are_the_texts_that_are_offered_each_once(asked: RetrievalSet) -> None:
    assert sorted(asked.documents.values()) == ["abiti su misura", "anelli", "riparazioni", "uniformi"]


def test_all_texts_of_a_good_profile_are_right_and_those_of_a_fair_one_are_not(asked: RetrievalSet) -> None:
    assert answers(asked, "good 0") == {"abiti su misura", "riparazioni"}


def test_each_thing_a_question_seeks_is_asked_by_itself(asked: RetrievalSet) -> None:
    parts = [name for name in asked.qrels if name.startswith("two ")]
    assert len(parts) == 2
    assert all(answers(asked, name) == {"riparazioni", "uniformi", "anelli"} for name in parts)


def test_only_typed_questions_for_supply_that_someone_answers_are_asked(asked: RetrievalSet) -> None:
    assert {name.split()[0] for name in asked.qrels} == {"good", "two"}
    assert asked.queries.keys() == asked.qrels.keys()
