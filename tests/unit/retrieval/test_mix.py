"""How evidence is combined: trusts, and what they depend on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from embeddings.hashing_encoder import HashingEncoder
from matcher.domain.matches import Evidence
from matcher.domain.profiles import Item
from matcher.lexicon.skills import default_skills
from matcher.retrieval.correction import Corrector
from matcher.retrieval.fitting import fit_curves
from matcher.retrieval.item_encoder import ItemEncoder
from matcher.retrieval.items import ItemTable
from matcher.retrieval.mix import BOUND, COMPONENTS, DISTINCT, SHAPE, Mix, Shape, learnt_mix
from matcher.retrieval.similarity import EVIDENCE, SHARPNESS, Likeness, SimilarityModel
from tests.static_models import tiny_space

ROWS = len(COMPONENTS) + 1
SPACE, SPELLING, SKILLS = tiny_space(), HashingEncoder(8), default_skills()
MODEL = SimilarityModel.fit([], [], SKILLS, fit_curves(SPELLING, SKILLS), SPACE)
ENCODER = ItemEncoder(SPELLING, SKILLS, MODEL, Corrector.of([], SPACE))

moderate = st.floats(-2, 2, width=32)
mixes = st.builds(
    Mix,
    bias=hnp.arrays(np.float32, ROWS, elements=moderate),
    slope=hnp.arrays(np.float32, (ROWS, len(SHAPE)), elements=moderate),
)
lengths = st.floats(-BOUND, BOUND, width=32)
shapes = st.builds(
    Shape,
    query=hnp.arrays(np.float32, 2, elements=lengths),
    collection=lengths,
    document=hnp.arrays(np.float32, 3, elements=lengths),
    across=hnp.arrays(np.float32, (2, 3), elements=st.sampled_from([-1, 0, 1])),
    familiarity=st.floats(-1, 1),
    fragments=hnp.arrays(np.float32, 2, elements=st.floats(0, 1, width=32)),
)
evidence = hnp.arrays(np.float32, (len(COMPONENTS), 2, 3), elements=st.floats(0, 1, width=32))


def table(*items: Item) -> ItemTable:
    return ENCODER.table(items, "document")


def shape_of(items: ItemTable, length: float, linked: float = 0) -> Shape:
    """Of the items, asked for among themselves."""
    return Shape.of(items.items, items.items, SPACE.fragments(items.items.tokens), length, linked)


@given(mixes, shapes)
def test_a_trust_is_between_none_and_all_and_follows_the_logistic_function(mix: Mix, shape: Shape) -> None:
    for row in range(ROWS):
        trust = -np.expm1(-mix.strength(row, np.ones((2, 3), np.float32), shape))
        assert (trust > 0).all()
        assert (trust < 1).all()
        for query, document in np.ndindex(2, 3):
            like = (
                shape.query[query],
                shape.collection,
                shape.document[document],
                shape.across[query, document],
                shape.familiarity,
                shape.fragments[query],
            )
            odds = mix.bias[row] + sum(slope * value for slope, value in zip(mix.slope[row], like, strict=True))
            assert trust[query, document] == pytest.approx(min(1 / (1 + np.exp(-odds)), 0.9999), abs=1e-5)


@given(mixes, shapes, evidence, st.integers(0, len(COMPONENTS) - 1), st.floats(0, 1, width=32))
def test_more_evidence_never_lowers_a_similarity(
    mix: Mix, shape: Shape, components: np.ndarray, which: int, more: float
) -> None:
    raised = components.copy()
    raised[which] = np.maximum(raised[which], more)
    before, after = (Likeness(mix.strengths(one, shape)).similarity for one in (components, raised))
    assert (after >= before).all()


@given(mixes, shapes, evidence)
def test_evidence_combines_as_independent_reasons_to_believe(mix: Mix, shape: Shape, components: np.ndarray) -> None:
    strengths = mix.strengths(components, shape)
    similarity = Likeness(strengths).similarity
    assert strengths.min() >= 0
    assert similarity == pytest.approx((1 - np.prod(np.exp(-strengths), axis=0)) ** SHARPNESS, abs=1e-5)
    assert similarity.min() >= 0
    assert similarity.max() <= 1


@given(mixes, shapes)
def test_no_evidence_is_no_similarity(mix: Mix, shape: Shape) -> None:
    strengths = mix.strengths(np.zeros((len(COMPONENTS), 2, 3), np.float32), shape)
    assert not Likeness(strengths).similarity.any()


def test_the_strongest_evidence_is_the_kind_whose_components_weigh_most_together() -> None:
    strengths = np.zeros((len(COMPONENTS), 1, 2), np.float32)
    strengths[:, 0, 0] = [0.5, 0.4, 0.3, 0.3, 0.2, 0.1]
    strengths[:, 0, 1] = [0.5, 0.4, 0.2, 0.2, 0.3, 0.3]
    likeness = Likeness(strengths)
    assert [likeness.strongest(0, 0), likeness.strongest(0, 1)] == [Evidence.ALIGNED, Evidence.LEXICAL]


def test_every_component_is_evidence_of_some_kind() -> None:
    assert tuple(EVIDENCE) == COMPONENTS


def test_the_learnt_mix_trusts_every_component_and_what_is_distinct() -> None:
    mix = learnt_mix()
    assert mix.bias.shape == (ROWS,)
    assert mix.slope.shape == (ROWS, len(SHAPE))
    assert np.isfinite(mix.bias).all()
    assert np.isfinite(mix.slope).all()
    assert DISTINCT not in COMPONENTS


def test_lengths_are_logarithms_counted_from_what_is_usual() -> None:
    short, long = "taglio laser", "restauro di mobili antichi e taglio laser su legno"
    items = table(Item(short), Item(long))
    counts = [len(SPACE.tokens([text]).ids) for text in (short, long)]
    shape = shape_of(items, length=float(np.mean(np.log(counts))), linked=0.25)
    assert items.items.length == pytest.approx(np.log(counts))
    assert shape.query == pytest.approx(np.log(counts) - 1.4)
    assert shape.document == pytest.approx(np.log(counts) - np.mean(np.log(counts)))
    assert shape.collection == pytest.approx((np.mean(np.log(counts)) - 2.0) / 1.5)
    assert shape.familiarity == -0.5


def test_lengths_beyond_what_was_learnt_are_read_as_the_bound() -> None:
    items = table(Item("taglio laser " * 2_000))
    for length, expected in ((0.0, BOUND), (100.0, -BOUND)):
        shape = shape_of(items, length=length)
        assert shape.query.tolist() == [BOUND]
        assert shape.document.tolist() == [expected]
    assert shape_of(items, length=100.0).collection == BOUND
    assert shape_of(items, length=-100.0).collection == -BOUND


def test_two_languages_are_across_one_is_not_and_an_unknown_one_is_neither() -> None:
    italian, english, unknown = (Item("laser", language=language) for language in ("it", "en", None))
    shape = shape_of(table(italian, english, unknown), length=0)
    assert shape.across.tolist() == [[-1, 1, 0], [1, -1, 0], [0, 0, 0]]
