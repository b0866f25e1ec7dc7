"""Popular participants in the equilibrium of the market."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.errors import InvalidInput
from matcher.scheduling.pairs.choosing import choose_pairs
from matcher.scheduling.pairs.congestion import corrected, equilibrium
from matcher.scheduling.pairs.fairness import envious
from matcher.scheduling.pairs.problem import PairingProblem
from tests.unit.scheduling.pairs.problems import pairing, with_masks

CROWD = (*((0, seeker, 0.6) for seeker in range(2, 10)), (1, 2, 0.55))
"""Everybody would like to meet 0; participant 2 nearly as much 1, whom nobody else asks for."""


def test_who_is_sought_by_all_has_the_least_unused() -> None:
    found = equilibrium(pairing(*CROWD, quota=[1] * 10))
    assert found.unused[0] < found.unused[1:].min() / 10


def test_who_is_overlooked_comes_before_who_is_sought_by_all() -> None:
    problem = corrected(pairing(*CROWD, quota=[1] * 10))
    assert problem.utility[8] > 0.5 > problem.utility[0]
    assert problem.utility.max() <= 1.0


def test_what_a_meeting_is_worth_to_each_stays() -> None:
    problem = pairing(*CROWD, quota=[1] * 10)
    for worth in corrected(problem).utilities:
        assert worth.tolist() == problem.utility.tolist()


def test_two_people_alone_follow_the_formula() -> None:
    found = equilibrium(pairing((0, 1, 0.5), quota=[1, 1]), spread=0.5)
    assert found.meetings[0] == pytest.approx(np.e / (1 + np.e))
    assert found.unused.tolist() == pytest.approx([1 / (1 + np.e)] * 2)


def test_who_may_not_meet_takes_no_part() -> None:
    found = equilibrium(with_masks(pairing((0, 1, 0.9), (1, 2, 0.5), quota=[2, 1, 0]), forbidden={0}))
    assert found.meetings.tolist() == [0.0, 0.0]
    assert found.unused.tolist() == [2.0, 1.0, 0.0]


def test_a_market_in_which_nearly_all_is_used_is_found_too() -> None:
    random = np.random.default_rng(1)
    ring = [(who, (who + step) % 40, float(random.random())) for who in range(40) for step in range(1, 12)]
    problem = pairing(*ring, quota=[3] * 40)
    found = equilibrium(problem, spread=0.02)
    drawn = np.bincount(problem.a, found.meetings, 40) + np.bincount(problem.b, found.meetings, 40)
    assert np.abs(drawn + found.unused - 3).max() < 1e-8
    assert found.unused.max() < 1e-6


@pytest.mark.parametrize("wrong", [{"spread": 0.0}, {"tolerance": 0.0}])
def test_a_spread_of_nothing_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(InvalidInput, match="above 0"):
        equilibrium(pairing(quota=[]), **wrong)


def test_a_pair_that_nobody_wants_stays_without_utility_and_any_other_keeps_some() -> None:
    worth = corrected(pairing((0, 1, 0.0), (0, 2, 1e-9), (1, 2, 1.0), quota=[1, 1, 1])).utility
    assert worth[0] == 0
    assert 0 < worth[1] < worth[2]


@pytest.mark.parametrize("seed", range(3))
def test_where_some_are_sought_by_all_fewer_envy_others_and_hardly_any_utility_is_lost(seed: int) -> None:
    draw, side = np.random.default_rng(seed), 60
    sought = np.clip(draw.pareto(1.5, (2, side)), 0, 4) / 8
    to_host = sought[1][None, :] + draw.random((side, side)) / 2
    to_guest = sought[0][:, None] + draw.random((side, side)) / 2
    host, guest = (ends.ravel() for ends in np.indices((side, side)))
    problem = PairingProblem(
        a=host,
        b=guest + side,
        utility=(2 * to_host * to_guest / (to_host + to_guest)).ravel(),
        utility_a=to_host.ravel(),
        utility_b=to_guest.ravel(),
        quota=np.full(2 * side, 5),
        capacity=4 * side,
    )
    plain, aware = choose_pairs(problem).chosen, choose_pairs(corrected(problem)).chosen
    assert envious(problem, aware).sum() < envious(problem, plain).sum()
    assert problem.utility[aware].sum() > 0.97 * problem.utility[plain].sum()
