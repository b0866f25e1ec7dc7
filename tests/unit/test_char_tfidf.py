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
from matcher.evaluation.char_tfidf import CharTfidf, answering_text, sought_text

TEXTS = {"tailor": "sartoria per divise", "tailors": "sartorie e camicie", "bakery": "panificio", "silent": ""}
words = st.text(alphabet="abc ", max_size=12)


def ngrams(text: str) -> Counter[str]:
    padded = f" {' '.join(text.casefold().split())} " if text.strip() else ""
    return Counter(padded[i : i + size] for size in range(2, 6) for i in range(len(padded) - size + 1))


def slow_cosine(texts: dict[str, str], profile: str, query: str) -> float:
    """The same cosine with dictionaries only."""
    known = {gram for text in texts.values() for gram in ngrams(text)}
    idf = {gram: log((1 + len(texts)) / (1 + sum(gram in ngrams(t) for t in texts.values()))) + 1 for gram in known}

    def weights(text: str) -> dict[str, float]:
        return {gram: count * idf[gram] for gram, count in ngrams(text).items() if gram in idf}

    left, right = weights(texts[profile]), weights(query)
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


def test_an_inflected_word_is_found_and_a_stranger_is_not() -> None:
    ranked = CharTfidf(TEXTS).rank("sartorie")
    assert ranked[:2] == ["tailors", "tailor"]
    assert "silent" not in ranked


def test_equal_texts_are_ranked_by_id() -> None:
    assert CharTfidf({"b": "orafo", "a": "orafo"}).rank("orafo") == ["a", "b"]


def test_a_text_is_wholly_like_itself_and_a_query_of_strangers_like_nothing() -> None:
    baseline = CharTfidf(TEXTS)
    assert baseline.scores("panificio")["bakery"] == pytest.approx(1)
    assert baseline.rank("#####") == []


@given(st.dictionaries(st.sampled_from("vwxyz"), words, min_size=1), words)
def test_scores_agree_with_plain_dictionaries(texts: dict[str, str], query: str) -> None:
    assume(any(text.strip() for text in texts.values()))
    scores = CharTfidf(texts).scores(query)
    assert scores == pytest.approx({profile: slow_cosine(texts, profile, query) for profile in texts})


def test_nothing_can_be_ranked_where_every_text_is_blank() -> None:
    with pytest.raises(InvalidInput, match="blank"):
        CharTfidf({"silent": " "})


def test_a_profile_asks_with_one_side_and_answers_with_the_other() -> None:
    profile = Profile(
        id="p", kind=Kind.ARTISAN, name="P", offers=(Item("rilegature"), Item("scatole")), seeks=(Item("carta"),)
    )
    assert answering_text(profile, Direction.SUPPLY) == sought_text(profile, Direction.DEMAND) == "rilegature scatole"
    assert answering_text(profile, Direction.DEMAND) == sought_text(profile, Direction.SUPPLY) == "carta"
