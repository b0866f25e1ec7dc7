"""What a mix is judged by while it is learnt."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.retrieval.mix import COMPONENTS, DISTINCT
from matcher.retrieval.training.objective import COLUMNS, ROWS, Floats, Judged, learn, loss_of

PARAMETERS = ROWS * COLUMNS + 1
QUERIES, RANKED, CHANCE = 6, 5, 3
STEP = 1e-6

seeds = st.integers(0, 2**32 - 1).map(np.random.default_rng)


def judged(random: np.random.Generator, evidence: Floats | None = None) -> Judged:
    """Queries with five ranked candidates, the second of them relevant, and three that chance drew."""
    rows = QUERIES * (RANKED + CHANCE)
    shape = random.uniform(-1, 1, (rows, COLUMNS))
    shape[:, 0] = 1
    return Judged(
        evidence=random.uniform(0, 0.99, (rows, ROWS)) if evidence is None else evidence,
        shape=shape,
        relevant=np.tile(np.arange(RANKED + CHANCE) == 1, QUERIES),
        chance=np.tile(np.arange(RANKED + CHANCE) >= RANKED, QUERIES),
        start=np.arange(QUERIES) * (RANKED + CHANCE),
    )


def parameters(random: np.random.Generator) -> Floats:
    return random.normal(0, 0.5, PARAMETERS)


def decided_by(component: int, random: np.random.Generator) -> Judged:
    """A set in which one component alone tells the relevant candidates, and all others say anything."""
    one = judged(random)
    one.evidence[:, component] = np.where(one.relevant, 0.9, 0.1)
    return one


@settings(max_examples=25)
@given(seeds)
def test_the_gradient_is_what_finite_differences_say(random: np.random.Generator) -> None:
    one, here = judged(random), parameters(random)
    _, gradient = loss_of(here, one)
    assert gradient.shape == (PARAMETERS,)
    for place in range(PARAMETERS):
        aside = np.zeros(PARAMETERS)
        aside[place] = STEP
        slope = (loss_of(here + aside, one)[0] - loss_of(here - aside, one)[0]) / (2 * STEP)
        assert gradient[place] == pytest.approx(slope, rel=1e-3, abs=1e-6)


@given(seeds)
def test_the_loss_is_the_one_of_its_definition(random: np.random.Generator) -> None:
    one, here = judged(random), parameters(random)
    table, sharpness = here[:-1].reshape(ROWS, COLUMNS), np.exp(here[-1])
    strengths = [
        [-np.log(1 - value / (1 + np.exp(-like @ table[row]))) for row, value in enumerate(evidence)]
        for evidence, like in zip(one.evidence, one.shape, strict=True)
    ]
    ranking = []
    for query in range(QUERIES):
        first = query * (RANKED + CHANCE)
        raised = [np.exp(sharpness * sum(strengths[row])) for row in range(first, first + RANKED)]
        ranking.append(-np.log(raised[1] / sum(raised)))
    similarity = [1 - np.exp(-sum(strength[: len(COMPONENTS)])) for strength in strengths]
    good = [-np.log(c) for c, relevant in zip(similarity, one.relevant, strict=True) if relevant]
    bad = [-np.log(1 - c) for c, chance in zip(similarity, one.chance, strict=True) if chance]
    expected = np.mean(ranking) + 0.3 * (np.mean(good) + np.mean(bad))
    assert loss_of(here, one)[0] == pytest.approx(expected)


@given(seeds)
def test_what_chance_drew_is_not_ranked(random: np.random.Generator) -> None:
    one, here = judged(random), parameters(random)
    distinct = one.evidence.copy()
    distinct[one.chance, len(COMPONENTS)] = random.uniform(0, 0.99)
    assert loss_of(here, replace(one, evidence=distinct))[0] == pytest.approx(loss_of(here, one)[0])


@settings(max_examples=5, deadline=None)
@given(seeds, st.integers(0, len(COMPONENTS) - 1))
def test_the_component_that_decides_is_trusted_most_and_ranks_the_relevant_first(
    random: np.random.Generator, component: int
) -> None:
    sets = [decided_by(component, random) for _ in range(4)]
    mix = learn(sets)
    assert int(mix.bias[: len(COMPONENTS)].argmax()) == component, (COMPONENTS[component], mix.bias)
    for one in sets:
        odds = mix.bias + one.shape[:, 1:] @ mix.slope.T
        total = -np.log1p(-one.evidence / (1 + np.exp(-odds))).sum(axis=1)
        total[one.chance] = -np.inf
        assert total.reshape(QUERIES, -1).argmax(axis=1).tolist() == [1] * QUERIES


def test_what_is_distinct_may_decide_the_ranking_too() -> None:
    random = np.random.default_rng(0)
    row = (*COMPONENTS, DISTINCT).index(DISTINCT)
    assert int(learn([decided_by(row, random) for _ in range(4)]).bias.argmax()) == row


def test_a_shape_that_tells_nothing_changes_no_trust_much() -> None:
    mix = learn([decided_by(0, np.random.default_rng(seed)) for seed in range(20)])
    assert np.abs(mix.slope[0]).max() < np.abs(mix.bias[0])
