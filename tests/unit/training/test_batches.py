"""Bags of tokens and how they are drawn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.training.batches import Bags, drawn, lesson_of
from embeddings.training.corpus import EXAMPLE_SHARE, Corpus
from embeddings.training.sources import Sources
from embeddings.training.tokenization import UNKNOWN, trained_tokenizer

TEXTS = ["sarto su misura", "中文", "taglio laser su legno e plexiglass", "", "sarto 中文 laser", "tornitura"]
TOKENIZER = trained_tokenizer(TEXTS[:5:2], 300)
BAGS = Bags(TEXTS, TOKENIZER)


def bag(text: str) -> list[int]:
    """The tokens of a text as a plain loop finds them."""
    unknown = TOKENIZER.token_to_id(UNKNOWN)
    known = [number for number in TOKENIZER.encode(text, add_special_tokens=False).ids if number != unknown]
    return known or [unknown]


@given(st.lists(st.integers(0, len(TEXTS) - 1), min_size=1, max_size=20))
def test_bags_are_those_of_a_plain_loop(places: list[int]) -> None:
    tokens, offsets = BAGS.of(np.array(places))
    bags = [bag(TEXTS[place]) for place in places]
    assert tokens.tolist() == [number for one in bags for number in one]
    assert offsets.tolist() == [sum(map(len, bags[:place])) for place in range(len(bags))]


def test_every_text_has_its_place_and_its_length() -> None:
    assert [TEXTS[place] for place in BAGS.place.values()] == TEXTS
    assert BAGS.lengths.tolist() == [len(bag(text)) for text in TEXTS]


def test_draws_follow_the_chances() -> None:
    places = drawn(np.array([0.1, 0.1, 0.4, 1.0]), 20_000, np.random.default_rng(1))
    shares = np.bincount(places, minlength=4) / 20_000
    assert shares == pytest.approx([0.1, 0, 0.3, 0.6], abs=0.02)


def test_a_lesson_finds_every_text_target_and_group_of_the_corpus(sources: Sources) -> None:
    corpus, scored = Corpus(sources, everything=True), sources.scored_pairs("it", "train")
    lesson = lesson_of(corpus, scored, TOKENIZER)
    written, targets = list(lesson.bags.place), corpus.targets()
    texts, goals = lesson.example
    assert [(written[text], targets[goal]) for text, goal in zip(texts, goals, strict=True)] == [
        (one.text, one.target) for one in corpus.examples
    ]
    first, second, group = lesson.pair
    assert [(written[one], written[other]) for one, other in zip(first, second, strict=True)] == [
        (pair.first, pair.second) for pair in corpus.pairs
    ]
    named = [pair.group for pair in corpus.pairs]
    assert len(set(zip(group.tolist(), named, strict=True))) == len(set(named)) == len(set(group.tolist()))
    assert [written[place] for place in lesson.scored[0]] == [pair.first for pair in scored]
    assert lesson.scored[2] == pytest.approx([pair.score for pair in scored])


def test_an_example_is_drawn_by_the_share_of_its_kind(sources: Sources) -> None:
    corpus = Corpus(sources, everything=True)
    lesson = lesson_of(corpus, sources.scored_pairs("it", "train"), TOKENIZER)
    shares = np.array([EXAMPLE_SHARE[one.kind] for one in corpus.examples])
    assert np.diff(lesson.example_weight, prepend=0) == pytest.approx(shares / shares.sum())
    assert lesson.pair_weight[-1] == 1
