"""Sets that a mix is learnt from: only what the measured encoder has not seen."""

from __future__ import annotations

from embeddings.training.holdout import is_held_out
from embeddings.training.sources import Occupation, Wording
from matcher.evaluation.retrieval_set import RetrievalSet
from matcher.retrieval.training.sets import held_out, misspelt, other_names

IDS = [f"occupation-{number}" for number in range(200)]
OUT, KEPT = (next(one for one in IDS if is_held_out(one) is held) for held in (True, False))


def set_of(name: str) -> RetrievalSet:
    texts = {OUT: "legatore", KEPT: "sarto"}
    return RetrievalSet(name, texts, texts, {OUT: {OUT: 1}, KEPT: {KEPT: 1}})


def occupation(number: str) -> Occupation:
    return Occupation(
        id=number,
        italian=Wording("legatore/legatrice", ("legatore", "rilegatore", "brossuratore", "legatore di libri"), ""),
        english=Wording("bookbinder", ("binder", "bookbinder"), ""),
    )


def test_of_occupations_only_the_held_out_ask_and_all_may_answer() -> None:
    judged = held_out(set_of("esco_titles"))
    assert list(judged.qrels) == [OUT]
    assert set(judged.documents) == {OUT, KEPT}


def test_a_set_of_something_else_stays_whole() -> None:
    assert held_out(set_of("nace")) == set_of("nace")


def test_every_second_other_name_of_a_held_out_occupation_asks_for_its_names_in_each_language() -> None:
    english, italian = other_names([occupation(OUT), occupation(KEPT)])
    assert list(english.queries.values()) == list(italian.queries.values()) == ["brossuratore"]
    for judged, names in ((english, ["bookbinder", "binder"]), (italian, ["legatore", "legatrice"])):
        assert list(judged.documents.values()) == names * 2
        (grades,) = judged.qrels.values()
        assert [judged.documents[document] for document in grades] == names
        assert all(document.startswith(f"{OUT} ") for document in grades)


def test_slips_of_the_pen_change_what_is_asked_and_nothing_else() -> None:
    judged = set_of("trades")
    slipped = misspelt(judged, edits=1)
    assert slipped.name != judged.name
    assert slipped.queries.keys() == judged.queries.keys()
    assert all(slipped.queries[query] != text for query, text in judged.queries.items())
    assert (slipped.documents, slipped.qrels) == (judged.documents, judged.qrels)
    assert misspelt(judged, edits=1).queries == slipped.queries, "the same slips every time"
