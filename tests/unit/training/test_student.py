"""Training a toy student: two dozen short texts, eight dimensions."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from embeddings.arrays import Matrix
from embeddings.training.batches import Bags, Lesson
from embeddings.training.student import SPECIAL, Recipe, train
from embeddings.training.tokenization import trained_tokenizer

CRAFTS, MATERIALS = (
    ("taglio", "restauro", "tornitura", "smalto", "stampa", "incisione"),
    ("legno", "rame", "vetro", "oro"),
)
TEXTS = [f"{craft} {material}" for craft, material in product(CRAFTS, MATERIALS)]
TOKENIZER = trained_tokenizer(TEXTS, 500)
SIZE = TOKENIZER.get_vocab_size()
RECIPE = Recipe(steps=60, examples=24, pairs=12, scored=8, rate=0.05, warm_up=5, save_every=10)


def teacher() -> Matrix:
    """The direction of a text is that of the sum of its craft's and its material's, the material's being faint."""
    random = np.random.default_rng(5)
    crafts, materials = random.standard_normal((len(CRAFTS), 1, 8)), random.standard_normal((1, len(MATERIALS), 8))
    vectors = (crafts + 0.4 * materials).reshape(-1, 8).astype(np.float32)
    unit: Matrix = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def lesson() -> Lesson:
    """Every text should land on its own target; pairs and scored sentences say nothing else."""
    places = np.arange(len(TEXTS))
    even = np.arange(1, len(TEXTS) + 1) / len(TEXTS)
    return Lesson(
        bags=Bags(TEXTS, TOKENIZER),
        example=(places, places),
        example_weight=even,
        pair=(places, places, places),
        pair_weight=even,
        scored=(places, places, np.ones(len(TEXTS), np.float32)),
    )


def trained(folder: Path, recipe: Recipe = RECIPE, target: Matrix | None = None) -> Matrix:
    return train(lesson(), teacher() if target is None else target, SIZE, recipe, folder, lambda _: None).copy()


def nearest(table: Matrix) -> list[int]:
    """The target nearest to each text."""
    tokens, offsets = lesson().bags.of(np.arange(len(TEXTS)))
    texts = np.add.reduceat(table[tokens], offsets)
    found: list[int] = (texts @ teacher().T).argmax(axis=1).tolist()
    return found


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Matrix:
    return trained(tmp_path_factory.mktemp("student"))


def test_a_text_lands_nearest_to_its_own_target(table: Matrix) -> None:
    assert nearest(table) == list(range(len(TEXTS)))


def test_it_was_training_that_brought_it_there(tmp_path: Path) -> None:
    assert nearest(trained(tmp_path, replace(RECIPE, steps=0))) != list(range(len(TEXTS)))


def test_padding_and_the_unknown_token_say_nothing(table: Matrix) -> None:
    assert table.shape == (SIZE, 8)
    assert table.dtype == np.float32
    assert not table[:SPECIAL].any()
    assert table[SPECIAL:].any()


def test_a_seed_gives_one_table_and_another_seed_another(table: Matrix, tmp_path: Path) -> None:
    np.testing.assert_array_equal(trained(tmp_path / "again"), table)
    assert np.abs(trained(tmp_path / "other", replace(RECIPE, seed=1)) - table).max() > 1e-3


class PowerCut(Exception):
    """What ends a run in the middle."""


def cut_at_half(line: str) -> None:
    if f"step {RECIPE.steps // 2} " in line:
        raise PowerCut


def test_an_interrupted_run_ends_where_an_uninterrupted_one_does(table: Matrix, tmp_path: Path) -> None:
    with pytest.raises(PowerCut):
        train(lesson(), teacher(), SIZE, RECIPE, tmp_path, cut_at_half)
    reported: list[str] = []
    resumed = train(lesson(), teacher(), SIZE, RECIPE, tmp_path, reported.append)
    np.testing.assert_allclose(resumed, table, atol=1e-6)
    assert [line.split()[2] for line in reported] == ["30", "40", "50", "60"]


def test_a_finished_run_is_not_run_again(table: Matrix, tmp_path: Path) -> None:
    trained(tmp_path)
    reported: list[str] = []
    np.testing.assert_array_equal(train(lesson(), teacher(), SIZE, RECIPE, tmp_path, reported.append), table)
    assert reported == []


def test_another_lesson_does_not_go_on_with_the_table_of_the_first(tmp_path: Path) -> None:
    turned = -teacher()
    fresh = trained(tmp_path / "fresh", target=turned)
    trained(tmp_path / "used")
    np.testing.assert_array_equal(trained(tmp_path / "used", target=turned), fresh)
