"""What the similarity learns from a collection."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.char_ngrams import inverse_document_frequency, ngram_counts
from matcher.domain.profiles import Item, SkillLink
from matcher.lexicon.skills import default_skills
from matcher.retrieval.alignment import token_weights
from matcher.retrieval.fitting import Rarity, skill_rarity, skill_reach, skill_weights
from matcher.retrieval.phrases import phrase_rarity
from tests.static_models import SPOKEN, tiny_space

SPACE = tiny_space()
collections = st.lists(st.sampled_from([*SPOKEN, "laser", "中文", "taglio"]), max_size=6)


@given(collections)
def test_rarities_are_counted_over_the_texts_of_the_collection(texts: list[str]) -> None:
    rarity = Rarity.fit(texts, SPACE)
    tokens = SPACE.tokens(texts)
    assert np.array_equal(rarity.ngrams, inverse_document_frequency(ngram_counts(texts)))
    assert np.array_equal(rarity.tokens, token_weights(tokens, SPACE))
    assert np.array_equal(rarity.phrases, phrase_rarity(tokens))


@given(collections)
def test_the_length_is_the_mean_logarithm_of_tokens(texts: list[str]) -> None:
    logarithms = [np.log(len(SPACE.tokens([text]).ids)) for text in texts]
    assert Rarity.fit(texts, SPACE).length == pytest.approx(np.mean(logarithms) if texts else 0)


def test_of_no_texts_everything_is_equally_rare() -> None:
    rarity = Rarity.fit([], SPACE)
    assert (rarity.ngrams == 1).all()
    assert (rarity.phrases == 1).all()
    assert rarity.tokens == pytest.approx(SPACE.importance)


def test_a_word_of_every_text_says_less_than_one_of_a_single_text() -> None:
    weights = Rarity.fit(["laser taglio", "laser sartoria", "laser restauro"], SPACE).tokens / SPACE.importance.clip(
        1e-9
    )
    common, rare = (SPACE.tokens([word]).ids for word in ("laser", "sartoria"))
    assert weights[common].max() < weights[rare].max()


def test_a_skill_nobody_has_is_rarest() -> None:
    rarity = skill_rarity(np.array([0, 1, 9]), profiles=10)
    assert rarity[0] == pytest.approx(1.0)
    assert rarity[0] > rarity[1] > rarity[2] > 0


def test_among_nobody_every_skill_is_as_rare() -> None:
    assert skill_rarity(np.zeros(3, np.int64), profiles=0).tolist() == [1, 1, 1]


def test_a_skill_counts_once_for_each_who_offers_it_and_materials_say_less() -> None:
    skills = default_skills()
    leather, laser = (Item(skill, skills=(SkillLink(skill, 0.9),)) for skill in ("leather", "laser-cutting"))
    offers = [(leather, leather), (leather, laser), ()]
    weights = skill_weights(offers, skills)
    offering = Counter({"leather": 2, "laser-cutting": 1})
    for skill, kind in (("leather", 0.5), ("laser-cutting", 1.0), ("bookbinding", 1.0)):
        rarity = np.log1p(3 / (1 + offering[skill])) / np.log1p(3)
        assert weights[skills.index(skill)] == pytest.approx(rarity * kind)


def test_a_material_alone_carries_a_match_half_as_far_as_a_technique() -> None:
    skills = default_skills()
    reach = skill_reach(skills)
    assert reach[skills.index("leather")] == 0.5
    assert reach[skills.index("laser-cutting")] == 1
