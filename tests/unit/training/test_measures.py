"""How good an encoder is alone, on sets whose figures can be worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from embeddings.arrays import Matrix
from embeddings.encoder import Role
from embeddings.training.measures import SETS, measures
from embeddings.training.sources import Sources

ANGLES = {
    # STS-B: in Italian the more alike two sentences are found, the smaller their angle; in English the first two swap.
    "un uomo cuce": 0, "un sarto cuce": 10, "una donna": 0, "un pane": 30, "il pane": 0, "una scarpa": 80,
    "a man sews": 0, "a tailor sews": 30, "a woman": 0, "a bread": 10, "the bread": 0, "a shoe": 80,
    # Of the held-out occupations the shoemaker is found first, and the goldsmith after the tailor and the baker.
    "calzolaio": 0, "shoemaker": 1, "orafo": 50, "tailor": 51, "baker": 49, "goldsmith": 60, "Costume Maker": 170,
    # Two activities that cannot be told apart: equal cosines count against the answer.
    "Fabbricazione di calzature": 20, "Oreficeria": 20, "Manufacture of footwear": 25, "Jewellery": 25,
}  # fmt: skip
"""The direction of a text in the plane, in degrees."""


class Compass:
    """Turns the texts above into directions in the plane, all others into one."""

    fingerprint, dim, languages = "compass", 2, frozenset({"it", "en"})

    def encode(self, texts: Sequence[str], *, role: Role) -> Matrix:
        angles = np.radians([ANGLES.get(text, 0) for text in texts])
        return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


@pytest.fixture(scope="module")
def figures(sources: Sources) -> dict[str, float]:
    return dict(measures(Compass(), sources, "dev"))


def test_sentences_are_judged_by_the_order_of_their_cosines(figures: dict[str, float]) -> None:
    assert figures["STS-B dev, Italian"] == pytest.approx(1)
    assert figures["STS-B dev, English"] == pytest.approx(0.5)


def test_only_held_out_occupations_are_asked_for_among_all(figures: dict[str, float]) -> None:
    assert figures[SETS["esco_title_it2en"]] == pytest.approx((1 + 1 / 3) / 2)


def test_equal_cosines_count_against_the_answer(figures: dict[str, float]) -> None:
    assert figures[SETS["nace_class_it2en"]] == pytest.approx(1 / 2)
    assert figures[SETS["esco_desc_it2en"]] == pytest.approx(1 / 5)


def test_every_set_and_both_languages_have_a_figure(figures: dict[str, float]) -> None:
    assert list(figures) == ["STS-B dev, Italian", "STS-B dev, English", *SETS.values()]
