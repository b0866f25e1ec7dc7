"""What recommendations do to everyone together is counted."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.markets.candidates import gathered
from matcher.markets.effects import effects
from matcher.markets.ranking import best_of_left, best_of_right

# Three seekers and three workshops; the first workshop is everybody's best, nobody is shown the third.
LEFT, RIGHT = np.repeat(np.arange(3), 3), np.tile(np.arange(3), 3)
GAIN = np.array([0.9, 0.5, 0.1, 0.8, 0.5, 0.1, 0.7, 0.6, 0.1])
PAIRS = gathered(3, 3, LEFT, RIGHT, GAIN, GAIN)


def test_who_is_shown_to_nobody_and_how_unequally_are_told() -> None:
    found = effects(PAIRS, GAIN, best_of_left(PAIRS, GAIN, 1), best_of_right(PAIRS, GAIN, 1))
    assert (found.right.nobody, found.right.most) == (pytest.approx(2 / 3), 3)
    assert found.right.gini == pytest.approx(2 / 3)
    # The workshops are shown the first, the third and, of equals, the first seeker again.
    assert (found.left.nobody, found.left.most) == (pytest.approx(1 / 3), 2)


def test_pairs_shown_to_both_are_counted_with_what_they_gain() -> None:
    found = effects(PAIRS, GAIN, best_of_left(PAIRS, GAIN, 1), best_of_right(PAIRS, GAIN, 1))
    assert (found.reciprocal, found.reciprocal_utility) == (1, pytest.approx(0.9))
    assert found.utility == pytest.approx(0.9 + 0.8 + 0.7 + 0.9 + 0.6 + 0.1)


def test_a_market_without_pairs_shows_nobody_to_anybody() -> None:
    none = np.empty(0)
    pairs = gathered(2, 1, none.astype(int), none.astype(int), none, none)
    found = effects(pairs, none, best_of_left(pairs, none, 5), best_of_right(pairs, none, 5))
    assert (found.left.nobody, found.right.nobody, found.right.gini, found.utility) == (1.0, 1.0, 0.0, 0.0)
