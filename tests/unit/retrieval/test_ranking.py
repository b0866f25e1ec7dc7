"""Ranking any texts for any queries."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from embeddings.arrays import unit_rows
from embeddings.bundled import bundled_encoder, bundled_space
from matcher.lexicon.skills import default_skills
from matcher.retrieval import rank, ranking
from matcher.retrieval.fitting import fit_curves
from matcher.retrieval.mix import COMPONENTS
from matcher.retrieval.ranking import default_ranker, distinctness
from tests.similarity_oracle import SimilarityOracle

CRAFTS = [
    "hand-made leather shoes",
    "restoration of antique furniture",
    "bookbinding and book repair",
    "laser cutting of plywood",
    "tailor-made uniforms",
    "raku ceramics",
    "violin maker",
    "gold rings and jewellery",
    "3D printing of prototypes",
    "stained glass windows",
    "bread baked in a wood oven",
    "bicycle repair",
]
HIDDEN = "\u200b" * 40_000 + "laser"
"""No encoder reads as far as the word."""

UNREADABLE = ["", "   ", "\u200b\u200b", "\0", "🧵🪡", "中文刺绣", "сапожник", "\ud800", "!?", HIDDEN]

ENCODER, SKILLS = bundled_encoder(), default_skills()
CURVES = fit_curves(ENCODER, SKILLS)

texts = st.sampled_from([*CRAFTS, *UNREADABLE, "rilegatura di libri", "sartoria", "città", "a"])
anything = st.text(st.characters(exclude_categories=()), max_size=30)
few = settings(max_examples=25, deadline=None)


@few
@given(st.lists(texts, max_size=4), st.lists(texts, max_size=8), st.integers(1, 10))
def test_every_query_gets_k_places_best_first_and_lacking_ones_are_marked(
    queries: list[str], documents: list[str], k: int
) -> None:
    scores, places = rank(queries, documents, k)
    assert scores.shape == places.shape == (len(queries), k)
    assert (scores.dtype, places.dtype) == (np.float32, np.int64)
    found = min(k, len(documents))
    assert (places[:, found:] == -1).all()
    assert np.isneginf(scores[:, found:]).all()
    assert (scores[:, :found] >= 0).all()
    for row_scores, row in zip(scores[:, :found].tolist(), places[:, :found].tolist(), strict=True):
        assert sorted(set(row)) == sorted(row)
        ordered = [(-score, place) for score, place in zip(row_scores, row, strict=True)]
        assert ordered == sorted(ordered), "best first, equal ones by ascending place"


@few
@given(st.lists(texts, min_size=1, max_size=3), st.lists(texts, min_size=1, max_size=9))
def test_equal_texts_score_exactly_equally_wherever_they_stand(queries: list[str], documents: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranking, "BLOCK", 2)
        scores, places = rank(queries, documents, len(documents))
    for row_scores, row in zip(scores.tolist(), places.tolist(), strict=True):
        by_text: dict[str, set[float]] = {}
        for score, place in zip(row_scores, row, strict=True):
            by_text.setdefault(documents[place], set()).add(score)
        assert all(len(one) == 1 for one in by_text.values())


def test_documents_scored_in_blocks_score_as_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = rank(["rilegatore", "gold"], CRAFTS, len(CRAFTS))
    monkeypatch.setattr(ranking, "BLOCK", 5)
    scores, places = rank(["rilegatore", "gold"], CRAFTS, len(CRAFTS))
    assert places[:, 0].tolist() == whole[1][:, 0].tolist()
    assert scores == pytest.approx(whole[0], abs=1e-4)


@few
@given(st.lists(texts, min_size=1, max_size=4), st.lists(texts, min_size=1, max_size=8))
def test_scores_do_not_depend_on_the_other_queries(queries: list[str], documents: list[str]) -> None:
    together, _ = rank(queries, documents, len(documents))
    for row, query in enumerate(queries):
        alone, _ = rank([query], documents, len(documents))
        assert together[row] == pytest.approx(alone[0], abs=1e-4)


@few
@given(st.lists(texts, min_size=2, max_size=8), st.randoms())
def test_scores_do_not_depend_on_the_order_of_documents(documents: list[str], random: Random) -> None:
    shuffled = random.sample(range(len(documents)), len(documents))
    straight = _scores("rilegatura", documents)
    mixed = _scores("rilegatura", [documents[place] for place in shuffled])
    assert mixed == pytest.approx(straight[shuffled], abs=1e-4)


@few
@given(st.lists(texts.filter(str.isprintable), min_size=1, max_size=6, unique=True), st.sampled_from(CRAFTS))
def test_scores_are_those_of_the_definition(documents: list[str], query: str) -> None:
    collection = default_ranker().collection(documents)
    offers, (need,) = collection.items(documents), collection.items([query])
    oracle = SimilarityOracle(documents, [[offer] for offer in offers], ENCODER, SKILLS, CURVES, bundled_space())
    expected = [
        -sum(np.log1p(-met) for met in oracle.evidence(need, offer))
        - np.log1p(-min(0.9999, oracle.trust(len(COMPONENTS), need, offer) * apart))
        for offer, apart in zip(offers, collection.distinctness, strict=True)
    ]
    scores = collection.scores(collection.queries([query]))[0]
    assert -np.expm1(-scores) == pytest.approx(-np.expm1(-np.array(expected)), abs=1e-3)


@few
@given(anything, anything)
def test_no_text_makes_ranking_fail(query: str, document: str) -> None:
    scores, places = rank([query, *UNREADABLE], [document, *UNREADABLE, *CRAFTS], 3)
    assert np.isfinite(scores).all()
    assert (places >= 0).all()


@pytest.mark.parametrize("long", ["rilegatura di libri " * 5_000, "x" * 100_000, "中" * 100_000, "a\ud800" * 50_000])
def test_very_long_texts_are_ranked(long: str) -> None:
    scores, _ = rank([long, "rilegatura di libri"], [long, *CRAFTS], 3)
    assert np.isfinite(scores).all()


def test_no_documents_leave_every_place_empty() -> None:
    scores, places = rank(["rilegatura", "gold"], [], 3)
    assert places.tolist() == [[-1, -1, -1]] * 2
    assert np.isneginf(scores).all()


def test_no_queries_get_no_rows() -> None:
    scores, places = rank([], CRAFTS, 3)
    assert scores.shape == places.shape == (0, 3)


@pytest.mark.parametrize("k", [0, -1])
def test_fewer_than_one_document_cannot_be_asked_for(k: int) -> None:
    with pytest.raises(ValueError, match="ask for at least one document"):
        rank(["rilegatura"], CRAFTS, k)


@pytest.mark.parametrize(
    ("query", "twin"),
    [
        ("rilegatura e restauro di libri", "bookbinding and book repair"),
        ("taglio laser di compensato", "laser cutting of plywood"),
        ("divise sartoriali su misura", "tailor-made uniforms"),
        ("restauro di mobili antichi", "restoration of antique furniture"),
        ("scarpe di cuoio fatte a mano", "hand-made leather shoes"),
        ("anelli d'oro e gioielli", "gold rings and jewellery"),
        ("stampa 3D di prototipi", "3D printing of prototypes"),
        ("riparazione di biciclette", "bicycle repair"),
    ],
)
def test_an_italian_query_finds_its_english_twin(query: str, twin: str) -> None:
    assert CRAFTS[rank([query], CRAFTS, 1)[1].item()] == twin


@pytest.mark.parametrize("text", CRAFTS)
def test_a_text_finds_itself_first(text: str) -> None:
    assert CRAFTS[rank([text], CRAFTS, 1)[1].item()] == text


def test_a_document_near_to_the_others_is_less_distinct_than_one_apart() -> None:
    crowd = np.array([[1, 0, 0], [1, 0.1, 0], [1, 0, 0.1], [0, 0, 1]], np.float32)
    apart = distinctness(unit_rows(crowd))
    assert apart.argmax() == 3
    assert apart.dtype == np.float32


def test_a_single_document_is_distinct() -> None:
    assert distinctness(np.eye(1, 3, dtype=np.float32)).tolist() == [1]


@given(
    hnp.arrays(np.float32, st.tuples(st.integers(2, 12), st.just(3)), elements=st.floats(-1, 1, width=32)),
    st.integers(1, 4),
    st.integers(4, 12),
    st.integers(1, 5),
)
def test_distinctness_is_one_less_the_mean_cosine_to_the_nearest_others_of_a_sample(
    rows: np.ndarray, neighbours: int, neighbourhood: int, block: int
) -> None:
    vectors = unit_rows(rows + np.array([2, 0, 0], np.float32))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("NEIGHBOURS", neighbours), ("NEIGHBOURHOOD", neighbourhood), ("BLOCK", block)):
            patch.setattr(ranking, name, value)
        found = distinctness(vectors)
    sample = range(0, len(vectors), max(1, len(vectors) // neighbourhood))
    for place, vector in enumerate(vectors):
        cosines = sorted((float(vector @ vectors[other]) for other in sample if other != place), reverse=True)
        nearest = cosines[: min(neighbours, len(sample) - 1)]
        assert found[place] == pytest.approx(min(1, max(0, 1 - sum(nearest) / len(nearest))), abs=1e-5)


def _scores(query: str, documents: list[str]) -> np.ndarray:
    """The score of each document, in the order of the documents."""
    scores, places = rank([query], documents, len(documents))
    return scores[0][np.argsort(places[0])]
