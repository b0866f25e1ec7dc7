"""What is left to branch and bound, which few problems reach while odd sets are cut."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.errors import Unavailable
from matcher.scheduling.pairs import any_to_any
from matcher.scheduling.pairs.choosing import choose_pairs
from matcher.scheduling.pairs.problem import PairingProblem
from tests.unit.scheduling.pairs.problems import pairing


@pytest.fixture
def without_odd_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(any_to_any, "broken_inequalities", lambda *_: iter(()))
    monkeypatch.setattr(any_to_any, "FREE", 0)


def cliques(of: int, how_many: int) -> PairingProblem:
    """Groups in which everyone may meet everyone else, with random utilities and one meeting each."""
    random = np.random.default_rng(3)
    people = of * how_many
    near = [(a, b) for a in range(people) for b in range(a + 1, people) if a // of == b // of]
    return pairing(*((a, b, float(random.random())) for a, b in near), quota=[1] * people)


@pytest.mark.parametrize("of", [3, 5, 7])
def test_it_comes_to_the_same_over_the_edges_the_gap_leaves_open(of: int, request: pytest.FixtureRequest) -> None:
    problem = cliques(of, 6)
    with_odd_sets = choose_pairs(problem)

    request.getfixturevalue("without_odd_sets")
    alone = choose_pairs(problem)

    assert alone.chosen.tolist() == with_odd_sets.chosen.tolist()
    assert alone.bound == pytest.approx(with_odd_sets.bound)


@pytest.mark.usefixtures("without_odd_sets")
def test_an_odd_ring_that_is_settled_is_seen_to_be_impossible() -> None:
    ring = [(0, 1, 0.5), (1, 2, 0.5), (0, 2, 0.5), (2, 3, 0.5), (3, 4, 0.5), (4, 5, 0.5), (3, 5, 0.5)]
    found = choose_pairs(pairing(*ring, (6, 7, 0.5), (6, 8, 0.5), quota=[1, 1, 1, 1, 1, 1, 2, 1, 1]))
    assert found.minimum == 2
    assert found.utility == pytest.approx(2.5)


@pytest.mark.usefixtures("without_odd_sets")
def test_no_time_is_an_error_not_a_guess() -> None:
    with pytest.raises(Unavailable, match="allow more time"):
        choose_pairs(cliques(7, 6), time_limit_s=0.0)
