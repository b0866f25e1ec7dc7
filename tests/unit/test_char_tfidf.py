"""The baseline: spelling and nothing else."""

from __future__ import annotations

from collections import Counter
from math import log, sqrt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from matcher.domain.matches import Direction
from matcher.domain.profiles import Item, Kind, Profile
from matcher.errors import InvalidInput
from matcher.evaluation.char_tfidf import rank_by_char_tfidf
from matcher.usecases.evaluating import answering_text, sought_text

TEXTS = ["sartoria per divise", "sartorie e camicie", "panificio", ""]
TAILOR, TAILORS, BAKERY, SILENT = range(len(TEXTS))
words = st.text(alphabet="abc ", max_size=12)


def ngrams(text: str) -> Counter[str]:
    padded = f" {' '.join(text.casefold().split())} " if text.strip() else ""
    return Counter(padded[i : i + size] for size in range(2, 6) for i in range(len(padded) - size + 1))


def slow_cosine(texts: list[str], text: str, query: str) -> float:
    """The same cosine with dictionaries only."""
    known = {gram for one in texts for gram in ngrams(one)}
    idf = {gram: log((1 + len(texts)) / (1 + sum(gram in ngrams(one) for one in texts))) + 1 for gram in known}

    def weights(one: str) -> dict[str, float]:
        return {gram: count * idf[gram] for gram, count in ngrams(one).items() if gram in idf}

    left, right = weights(text), weights(query)
    norms = sqrt(sum(w * w for w in left.values())) * sqrt(sum(w * w for w in right.values()))
    return sum(w * right.get(gram, 0) for gram, w in left.items()) / norms if norms else 0.0


def test_ngrams_run_from_two_to_five_characters_with_the_words_ends() -> None:
    assert ngrams("Oro") == {
        " o": 1,
        "or": 1,
        "ro": 1,
        "o ": 1,
        " or": 1,
        "oro": 1,
        "ro ": 1,
        " oro": 1,
        "oro ": 1,
        " oro ": 1,
    }


def ranked(query: str, documents: list[str]) -> list[int]:
    places = rank_by_char_tfidf([query], documents, len(documents))[1][0]
    return [place for place in places.tolist() if place >= 0]


def test_an_inflected_word_is_found_and_a_stranger_is_not() -> None:
    assert ranked("sartorie", TEXTS)[:2] == [TAILORS, TAILOR]
    assert SILENT not in ranked("sartorie", TEXTS)


def test_equal_texts_stay_in_their_order() -> None:
    assert ranked("orafo", ["orafo", "argentiere", "orafo"])[:2] == [0, 2]


def test_a_text_is_wholly_like_itself_and_a_query_of_strangers_like_nothing() -> None:
    scores, places = rank_by_char_tfidf(["panificio"], TEXTS, 1)
    assert (scores[0, 0], places[0, 0]) == (pytest.approx(1), BAKERY)
    assert ranked("#####", TEXTS) == []


@given(st.lists(words, min_size=1), words)
def test_scores_agree_with_plain_dictionaries(texts: list[str], query: str) -> None:
    assume(any(text.strip() for text in texts))
    scores, places = rank_by_char_tfidf([query], texts, len(texts))
    found = dict(zip(places[0].tolist(), scores[0].tolist(), strict=True))
    for place, text in enumerate(texts):
        assert found.get(place, 0) == pytest.approx(slow_cosine(texts, text, query), abs=1e-6)


def test_nothing_can_be_ranked_where_every_text_is_blank() -> None:
    with pytest.raises(InvalidInput, match="blank"):
        rank_by_char_tfidf(["sarta"], [" "], 1)


def test_a_profile_asks_with_one_side_and_answers_with_the_other() -> None:
    profile = Profile(
        id="p", kind=Kind.ARTISAN, name="P", offers=(Item("rilegature"), Item("scatole")), seeks=(Item("carta"),)
    )
    assert answering_text(profile, Direction.SUPPLY) == sought_text(profile, Direction.DEMAND) == "rilegature scatole"
    assert answering_text(profile, Direction.DEMAND) == sought_text(profile, Direction.SUPPLY) == "carta"
