"""Profiles by what they have, against lists that are gone through."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.engine.segment import Postings

PROFILES, NUMBERS = 6, 5
had = st.sets(st.tuples(st.integers(0, NUMBERS - 1), st.integers(0, PROFILES - 1)), min_size=1)
wanted = st.lists(st.integers(0, NUMBERS + 1), unique=True, max_size=NUMBERS)
passing = st.lists(st.booleans(), min_size=PROFILES, max_size=PROFILES)


def postings(pairs: set[tuple[int, int]]) -> Postings:
    numbers, profiles = np.array(sorted(pairs), np.int64).T
    return Postings.of(np.tile(numbers, 2), np.tile(profiles, 2))


def having(pairs: set[tuple[int, int]], number: int) -> list[int]:
    return sorted(profile for one, profile in pairs if one == number)


@given(had, wanted, passing, st.integers(0, 8))
def test_those_who_pass_are_found_number_by_number_until_they_are_enough(
    pairs: set[tuple[int, int]], numbers: list[int], passes: list[bool], enough: int
) -> None:
    expected: list[tuple[int, int]] = []
    for place, number in enumerate(numbers):
        if len(expected) < enough:
            expected += [(profile, place) for profile in having(pairs, number) if passes[profile]]
    found, places = postings(pairs).passing(np.array(numbers, np.int64), np.array(passes), enough)
    assert list(zip(found.tolist(), places.tolist(), strict=True)) == expected


@given(had, wanted, passing, st.integers(0, 12), st.data())
def test_weights_are_summed_over_the_first_numbers_that_few_enough_have(
    pairs: set[tuple[int, int]], numbers: list[int], passes: list[bool], most: int, data: st.DataObject
) -> None:
    weights = data.draw(st.lists(st.integers(1, 9), min_size=len(numbers), max_size=len(numbers)))
    expected: dict[int, float] = {}
    looked_up = 0
    for number, weight in zip(numbers, weights, strict=True):
        looked_up += len(having(pairs, number))
        if looked_up > most:
            break
        for profile in having(pairs, number):
            if passes[profile]:
                expected[profile] = expected.get(profile, 0) + weight
    found, sums = postings(pairs).sums(
        np.array(numbers, np.int32), np.array(weights, np.float32), np.array(passes), most
    )
    assert dict(zip(found.tolist(), sums.tolist(), strict=True)) == pytest.approx(expected)
