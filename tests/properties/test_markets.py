"""The equilibrium of a market against its definition, and what it promises."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.errors import InvalidInput
from matcher.markets.candidates import Candidates, Floats, gathered, mutual_joint, seekers_joint
from matcher.markets.equilibrium import Equilibrium, equilibrium
from matcher.markets.ranking import best_of_left, best_of_right
from tests.market_oracle import minimal_amounts, plain_amounts

gains = st.one_of(st.floats(0, 1, width=32), st.just(float("nan")))


@dataclass(frozen=True)
class Case:
    candidates: Candidates
    left: Floats
    right: Floats

    @property
    def joint(self) -> Floats:
        return mutual_joint(self.candidates.to_left, self.candidates.to_right)

    def solved(self, spread: float = 0.2, tolerance: float = 1e-9) -> Equilibrium:
        return equilibrium(
            self.candidates, self.joint, self.left, self.right, spread=spread, tolerance=tolerance, rounds=20_000
        )


@st.composite
def cases(draw: st.DrawFn, most: int = 6) -> Case:
    lefts, rights = draw(st.integers(1, most)), draw(st.integers(1, most))
    pairs = draw(st.lists(st.tuples(st.integers(0, lefts - 1), st.integers(0, rights - 1)), unique=True))
    left, right = (np.array([pair[end] for pair in pairs], np.int32) for end in (0, 1))
    to_left, to_right = (
        np.array(draw(st.lists(gains, min_size=len(pairs), max_size=len(pairs))), np.float32) for _ in range(2)
    )
    capacity = st.floats(0.5, 5)
    return Case(
        gathered(lefts, rights, left, right, to_left, to_right),
        np.array(draw(st.lists(capacity, min_size=lefts, max_size=lefts))),
        np.array(draw(st.lists(capacity, min_size=rights, max_size=rights))),
    )


def sums(case: Case, found: Equilibrium) -> tuple[Floats, Floats]:
    """What everyone meets and keeps unused, left and right."""
    pairs, mu = case.candidates, np.exp(found.amounts)
    return (
        np.bincount(pairs.left, mu, pairs.lefts) + np.exp(found.left_unused),
        np.bincount(pairs.right, mu, pairs.rights) + np.exp(found.right_unused),
    )


@settings(max_examples=30, deadline=None)
@given(cases(), st.sampled_from([0.2, 0.5, 1.0]))
def test_the_amounts_are_those_of_plain_fitting(case: Case, spread: float) -> None:
    expected = plain_amounts(case.candidates, case.joint, case.left, case.right, spread)
    assert np.exp(case.solved(spread).amounts) == pytest.approx(expected, rel=1e-4, abs=1e-7)


@settings(max_examples=30, deadline=None)
@given(cases(4))
def test_the_amounts_are_the_minimum_of_the_convex_function(case: Case) -> None:
    expected = minimal_amounts(case.candidates, case.joint, case.left, case.right, 1.0)
    assert np.exp(case.solved(1.0).amounts) == pytest.approx(expected, rel=1e-5, abs=1e-7)


@settings(deadline=None)
@given(cases(), st.sampled_from([0.1, 1.0, 10.0]))
def test_what_everyone_meets_and_keeps_is_the_capacity(case: Case, spread: float) -> None:
    found = case.solved(spread, tolerance=1e-6)
    left, right = sums(case, found)
    assert found.converged
    assert left == pytest.approx(case.left, rel=2e-6)
    assert right == pytest.approx(case.right, rel=2e-6)


@settings(deadline=None)
@given(cases(), st.sampled_from([1e-2, 1e-4, 1e-8]))
def test_however_small_the_spread_every_number_is_finite_and_no_capacity_is_exceeded(case: Case, spread: float) -> None:
    found = equilibrium(case.candidates, case.joint, case.left, case.right, spread=spread, rounds=200)
    assert not np.isnan(found.amounts).any()
    assert np.isfinite(found.left_unused).all()
    assert np.isfinite(found.right_unused).all()
    left, right = sums(case, found)
    assert (right <= case.right * (1 + 1e-5)).all()
    assert (left <= case.left * (1 + found.residual + 1e-5)).all()


@settings(deadline=None)
@given(cases())
def test_exchanging_the_sides_changes_nothing(case: Case) -> None:
    turned = Case(case.candidates.reversed(), case.right, case.left)
    amounts = dict(
        zip(zip(case.candidates.left, case.candidates.right, strict=True), case.solved().amounts, strict=True)
    )
    pairs = zip(turned.candidates.right, turned.candidates.left, strict=True)
    assert [amounts[pair] for pair in pairs] == pytest.approx(list(turned.solved().amounts), abs=1e-5)


@settings(deadline=None)
@given(cases(), st.sampled_from([0.25, 0.5, 3.0]))
def test_gains_on_another_scale_with_the_spread_on_it_too_change_nothing(case: Case, scale: float) -> None:
    scaled = equilibrium(case.candidates, case.joint * scale, case.left, case.right, spread=0.2 * scale)
    assert scaled.amounts == pytest.approx(case.solved(tolerance=1e-6).amounts, abs=1e-9)


def test_without_congestion_everyone_ranks_by_what_a_pair_gains() -> None:
    rng = np.random.default_rng(5)
    left, right = (each.ravel() for each in np.indices((12, 9)))
    pairs = gathered(12, 9, left, right, rng.random(108), rng.random(108))
    joint = mutual_joint(pairs.to_left, pairs.to_right)
    ample = equilibrium(pairs, joint, np.full(12, 1e9), np.full(9, 1e9), spread=10.0)
    by_gain, by_amount = best_of_left(pairs, joint, 9), best_of_left(pairs, np.round(ample.amounts, 12), 9)
    # With a spread so large everybody is as sought as anybody: what differs is what the two gain.
    even = np.ptp(ample.right_unused) / 2
    for person in range(12):
        gained = joint[by_amount.of(person)]
        assert (np.diff(gained) <= even * 10.0 + 1e-9).all()
        assert set(by_gain.of(person)) == set(by_amount.of(person))


def test_identical_people_on_the_other_side_leave_the_ranking_to_the_gains() -> None:
    """Each right one is the favourite of as many, so nobody is more sought than another."""
    n = 8
    left, right = (each.ravel() for each in np.indices((n, n)))
    gain = (((right - left) % n + 1) / (n + 1)).astype(np.float32)
    pairs = gathered(n, n, left, right, gain, gain)
    joint = mutual_joint(pairs.to_left, pairs.to_right)
    found = equilibrium(pairs, joint, np.full(n, 2.0), np.full(n, 2.0))
    expected, ranked = best_of_left(pairs, joint, n), best_of_left(pairs, found.amounts, n)
    assert ranked.pairs.tolist() == expected.pairs.tolist()


def test_who_is_sought_by_all_gives_way_to_who_is_not() -> None:
    """Two seek the same one a little more than another, whom the third does not: the third's loss is least."""
    left, right = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    gain = np.array([0.9, 0.5, 0.9, 0.8], np.float32)
    pairs = gathered(2, 2, left, right, gain, gain)
    found = equilibrium(pairs, gain.astype(float), np.ones(2), np.ones(2))
    best = best_of_left(pairs, found.amounts, 1)
    assert [int(pairs.right[best.of(person)[0]]) for person in (0, 1)] == [0, 1]


@settings(deadline=None)
@given(cases())
def test_the_best_of_each_side_are_sorted_by_score_and_then_id(case: Case) -> None:
    pairs = case.candidates
    scores = np.round(case.joint, 1)
    for ranking, owner, other in (
        (best_of_left(pairs, scores, 3), pairs.left, pairs.right),
        (best_of_right(pairs, scores, 3), pairs.right, pairs.left),
    ):
        for person in range(len(ranking.start) - 1):
            mine = sorted((-scores[pair], other[pair], pair) for pair in np.flatnonzero(owner == person))
            assert list(ranking.of(person)) == [pair for _, _, pair in mine[:3]]


@settings(deadline=None)
@given(cases())
def test_one_population_is_a_market_with_itself_and_meets_alike_from_either_end(case: Case) -> None:
    size = max(case.candidates.lefts, case.candidates.rights)
    pairs = replace(case.candidates, lefts=size, rights=size).both_ways()
    joint = mutual_joint(pairs.to_left, pairs.to_right)
    capacity = np.linspace(1, 3, size)
    found = equilibrium(pairs, joint, capacity, capacity, spread=0.5, tolerance=1e-10, rounds=20_000)
    amounts = dict(zip(zip(pairs.left, pairs.right, strict=True), found.amounts, strict=True))
    for (one, other), amount in amounts.items():
        assert amounts[other, one] == pytest.approx(amount, abs=1e-6)


def test_what_a_pair_gains_is_the_engines_score() -> None:
    u, v = np.array([0.5, 0.5, np.nan, np.nan], np.float32), np.array([0.25, np.nan, 0.25, np.nan], np.float32)
    harmonic = 2 * 0.5 * 0.25 / 0.75
    assert mutual_joint(u, v) == pytest.approx([harmonic, 0.25, 0.125, 0.0])
    assert seekers_joint(u, v) == pytest.approx([0.7 * 0.5 + 0.3 * harmonic, 0.7 * 0.5, 0.0, 0.0])


@pytest.mark.parametrize(("spread", "capacity", "joint"), [(0.0, 1.0, 0.5), (0.1, 0.0, 0.5), (0.1, 1.0, np.nan)])
def test_what_makes_no_market_is_refused(spread: float, capacity: float, joint: float) -> None:
    one = np.zeros(1, np.int32)
    pairs = gathered(1, 1, one, one, np.array([0.5]), np.array([0.5]))
    with pytest.raises(InvalidInput):
        equilibrium(pairs, np.array([joint]), np.array([capacity]), np.ones(1), spread=spread)
