"""Train the bundled encoder: `python -m embeddings.training`, or `make train-encoder`.

Two models come of it: one that has not seen what is held out, to be measured, in the working folder; and one of
everything, which ships. An interrupted run goes on where it stopped.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from embeddings.arrays import Matrix
from embeddings.bundled import FOLDER, LANGUAGES
from embeddings.static_encoder import StaticEncoder
from embeddings.static_format import write_static_model
from embeddings.training.batches import lesson_of
from embeddings.training.card import card
from embeddings.training.corpus import Corpus
from embeddings.training.holdout import MEASURED, WORK
from embeddings.training.measures import measures
from embeddings.training.sources import DATA, Sources
from embeddings.training.student import Recipe, train
from embeddings.training.teacher import Teacher
from embeddings.training.tokenization import trained_tokenizer

TOKENS = 60_000
SEEDS = (0, 1)
"""Tables of several runs are averaged, which steadies them."""


def main() -> int:
    """Train both models, measure them and write the card; exit code 1 where the texts are absent."""
    parser = argparse.ArgumentParser(prog="python -m embeddings.training", description=__doc__)
    parser.add_argument(
        "--data", type=Path, default=DATA, help="folder that holds encoder/, reference/ and evaluation/"
    )
    parser.add_argument("--work", type=Path, default=WORK, help="where teacher's vectors and unfinished runs are kept")
    parser.add_argument("--output", type=Path, default=FOLDER, help="folder of the model that ships")
    parser.add_argument("--steps", type=int, default=Recipe().steps)
    options = parser.parse_args()
    try:
        sources = Sources(options.data)
    except FileNotFoundError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    measured = options.work / MEASURED.name
    recipe = Recipe(steps=options.steps)
    make(sources, options.work, measured, recipe, everything=False)
    make(sources, options.work, options.output, recipe, everything=True)
    figures = [_figures(folder, sources) for folder in (measured, options.output)]
    model = StaticEncoder(options.output).model
    (options.output / "README.md").write_text(card(model.vocabulary_size, model.dim, *figures), encoding="utf-8")
    for name, figure in figures[0].items():
        _report(f"{name}: {figure:.3f} held out, {figures[1][name]:.3f} shipped")
    return 0


def make(sources: Sources, work: Path, folder: Path, recipe: Recipe, *, everything: bool) -> None:
    """Train a model from start to end and write it to `folder`."""
    name = "everything" if everything else MEASURED.name
    _report(f"{name}: reading the texts")
    corpus = Corpus(sources, everything=everything)
    tokenizer = trained_tokenizer((example.text for example in corpus.examples), TOKENS)
    scored = [pair for language in ("it", "en") for pair in sources.scored_pairs(language, "train")]
    lesson = lesson_of(corpus, scored, tokenizer)
    teacher = centred(Teacher(work / "teacher", _report).vectors(corpus.targets()))
    tables = [
        train(lesson, teacher, tokenizer.get_vocab_size(), replace(recipe, seed=seed), work / "student", _report)
        for seed in SEEDS
    ]
    average: Matrix = np.mean(tables, axis=0, dtype=np.float32)
    write_static_model(folder, average, tokenizer, card="")


def centred(vectors: Matrix) -> Matrix:
    """Unit rows (n, d) around their mean: the teacher puts all texts to one side."""
    moved = vectors - vectors.mean(axis=0)
    centred: Matrix = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return centred


def _figures(folder: Path, sources: Sources) -> dict[str, float]:
    encoder = StaticEncoder(folder, languages=LANGUAGES)
    return {**measures(encoder, sources, "dev"), **measures(encoder, sources, "test")}


def _report(line: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {line}\n")


if __name__ == "__main__":
    sys.exit(main())
