"""Which occupations a measured model must not have seen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from embeddings.training.holdout import is_held_out


def test_about_a_fifth_is_held_out() -> None:
    held_out = sum(is_held_out(f"id {number}") for number in range(5_000))
    assert 900 < held_out < 1_100


@given(st.text())
def test_the_same_occupation_is_always_on_the_same_side(occupation: str) -> None:
    assert is_held_out(occupation) == is_held_out(occupation)


def test_the_sides_never_change_between_versions() -> None:
    held_out = [number for number in range(30) if is_held_out(f"occupation-{number}")]
    assert held_out == [12, 23, 28]
