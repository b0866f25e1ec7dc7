"""What the student learns from, and what a measured one must not see."""

from __future__ import annotations

import pytest

from embeddings.training.corpus import EXAMPLE_SHARE, LONGEST_TARGET, PAIR_SHARE, Corpus, Example, Pair
from embeddings.training.sources import Sources
from tests.unit.training.data_folder import ACTIVITIES, COSTUMISTA, ENGLISH, HELD_OUT, ITALIAN, SARTO, SCORED

DICTIONARY = {
    "term", "synset", "gloss", "english", "italian", "translation", "form", "only english", "only gloss", "only synset",
    "lemma",
}  # fmt: skip
"""Kinds of what comes from WordNet, which knows the words of every trade."""


@pytest.fixture(scope="module")
def measured(sources: Sources) -> Corpus:
    return Corpus(sources, everything=False)


@pytest.fixture(scope="module")
def shipped(sources: Sources) -> Corpus:
    return Corpus(sources, everything=True)


def names(occupation: str) -> set[str]:
    """Every name of an occupation, in lower case."""
    titles, italian, _ = ITALIAN[occupation]
    title, english, _ = ENGLISH[occupation]
    written = [*titles.split("/"), *italian.split("\n"), title, *english.split("\n")]
    return {name.strip().lower() for name in written if name}


def taught(corpus: Corpus) -> set[str]:
    """Every text of a corpus outside the dictionaries, in lower case, what is aimed at included."""
    examples = [text for one in corpus.examples if one.kind not in DICTIONARY for text in (one.text, one.target)]
    pairs = [text for one in corpus.pairs if one.kind not in {"lemma", "gloss"} for text in (one.first, one.second)]
    return {text.lower() for text in (*examples, *pairs)}


@pytest.mark.parametrize("occupation", HELD_OUT)
def test_no_name_of_a_held_out_occupation_is_taught(measured: Corpus, occupation: str) -> None:
    assert taught(measured) & names(occupation) == set()


@pytest.mark.parametrize("occupation", HELD_OUT)
def test_no_description_of_a_held_out_occupation_is_taught(measured: Corpus, occupation: str) -> None:
    descriptions = ITALIAN[occupation][2].lower(), ENGLISH[occupation][2].lower()
    assert not [text for text in taught(measured) for description in descriptions if description in text]


@pytest.mark.parametrize("occupation", HELD_OUT)
def test_the_model_that_ships_learns_every_name(shipped: Corpus, occupation: str) -> None:
    assert names(occupation) <= taught(shipped)


def test_dictionaries_are_read_whole_by_both(measured: Corpus, shipped: Corpus) -> None:
    def of_dictionaries(corpus: Corpus) -> tuple[list[Example], list[Pair]]:
        return (
            [one for one in corpus.examples if one.kind in DICTIONARY],
            [one for one in corpus.pairs if one.kind in {"lemma", "gloss"}],
        )

    assert of_dictionaries(measured) == of_dictionaries(shipped)
    assert Example("calzolaio", "shoemaker", "translation") in measured.examples


def test_other_occupations_keep_the_names_that_are_theirs_alone(measured: Corpus) -> None:
    assert names(SARTO) <= taught(measured)
    assert "costumista" not in {one.text for one in measured.examples if one.kind == "label it"}
    assert names(COSTUMISTA) - taught(measured) == {"costume maker"}


def test_activities_are_for_the_model_that_ships(measured: Corpus, shipped: Corpus) -> None:
    labels = {label.lower() for _, *both in ACTIVITIES for label in both}
    assert taught(measured) & labels == set()
    assert labels <= taught(shipped)
    assert Pair("Sarti", "Tailors", "Tailors", "class") in measured.pairs


def test_a_corpus_is_the_same_every_time(sources: Sources, measured: Corpus) -> None:
    again = Corpus(sources, everything=False)
    assert again.examples == measured.examples
    assert again.pairs == measured.pairs
    assert measured.targets() == sorted({one.target for one in measured.examples})


def test_sentences_that_correspond_are_taught_one_by_one(measured: Corpus) -> None:
    assert Example("Prende le misure.", "They take measures.", "sentence") in measured.examples
    assert Pair("Il sarto cuce abiti.", "Prende le misure.", SARTO, "rest") in measured.pairs


def test_an_italian_sentence_should_land_on_its_translation(measured: Corpus) -> None:
    for (italian, *_), (english, *_) in zip(SCORED["it"], SCORED["en"], strict=True):
        assert Example(italian, english, "sts") in measured.examples


def test_verbs_are_taught_in_their_forms(measured: Corpus) -> None:
    forms = {one.text: one.target for one in measured.examples if one.kind == "form"}
    assert forms["rilegato"] == "bind: put a cover on a book"


def test_every_kind_has_its_share_and_no_text_is_empty_or_too_long(shipped: Corpus) -> None:
    assert {one.kind for one in shipped.examples} <= EXAMPLE_SHARE.keys()
    assert {one.kind for one in shipped.pairs} <= PAIR_SHARE.keys()
    assert all(one.text and one.target for one in shipped.examples)
    assert all(one.first and one.second for one in shipped.pairs)
    assert max(len(one.target) for one in shipped.examples if one.kind == "synset") <= LONGEST_TARGET
