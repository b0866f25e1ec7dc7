"""Judged rankings of texts that the measured encoder has not seen."""

from __future__ import annotations

import pytest

from embeddings.training.holdout import is_held_out
from embeddings.training.sources import Occupation, Wording
from matcher.errors import InvalidInput
from matcher.evaluation.retrieval_set import RetrievalSet
from matcher.retrieval.training.sets import held_out, misspelt, other_names

UNSEEN = next(name for name in map(str, range(100)) if is_held_out(name))
SEEN = next(name for name in map(str, range(100)) if not is_held_out(name))

TAILOR = Occupation(
    UNSEEN,
    Wording("sarto/sarta", ("sarta", "sarto su misura", "modellista", "modellista", "tagliatore"), ""),
    Wording("tailor", ("dressmaker", "tailor"), ""),
)
BAKER = Occupation(SEEN, Wording("fornaio/fornaia", ("panettiere",), ""), Wording("baker", (), ""))


def judged(name: str) -> RetrievalSet:
    return RetrievalSet(
        name,
        queries={UNSEEN: "sarto su misura", SEEN: "fornaio"},
        documents={"t": "tailor", "b": "baker"},
        qrels={UNSEEN: {"t": 1}, SEEN: {"b": 1}},
    )


def test_only_held_out_occupations_are_asked_for_among_all_documents() -> None:
    kept = held_out(judged("esco_title_it2en"))
    assert kept.asked() == ["sarto su misura"]
    assert kept.documents == {"t": "tailor", "b": "baker"}


def test_sets_of_other_things_stay_whole() -> None:
    whole = judged("nace_class_it2en")
    assert held_out(whole) is whole


def test_a_set_of_seen_occupations_alone_has_nothing_to_ask() -> None:
    seen = RetrievalSet("esco", {SEEN: "fornaio"}, {"b": "baker"}, {SEEN: {"b": 1}})
    with pytest.raises(InvalidInput, match="esco: none of the ids"):
        held_out(seen)


def test_every_second_other_name_of_a_held_out_occupation_is_asked() -> None:
    for found in other_names([TAILOR, BAKER]):
        assert list(found.queries.values()) == ["modellista"]


def test_names_are_asked_among_all_english_names_and_italian_titles() -> None:
    english, italian = other_names([TAILOR, BAKER])
    assert (english.name, sorted(english.documents.values())) == ("names_it2en", ["baker", "dressmaker", "tailor"])
    assert (italian.name, sorted(italian.documents.values())) == (
        "names_it2it",
        ["fornaia", "fornaio", "sarta", "sarto"],
    )


def test_all_names_of_the_occupation_answer() -> None:
    english, italian = other_names([TAILOR, BAKER])
    for found, right in ((english, {"tailor", "dressmaker"}), (italian, {"sarto", "sarta"})):
        for grades in found.qrels.values():
            assert {found.documents[name] for name in grades} == right


def test_a_set_is_asked_again_with_slips_of_the_pen() -> None:
    once = misspelt(judged("esco"), 1)
    assert once.name == "esco, 1 typos a word"
    assert once.queries == misspelt(judged("esco"), 1).queries
    for name, text in judged("esco").queries.items():
        assert once.queries[name] != text
    assert once.queries[UNSEEN].split()[1] == "su"
    assert (once.documents, once.qrels) == (judged("esco").documents, judged("esco").qrels)
