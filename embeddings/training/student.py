"""The student: a table with a row for each token, taught to land a text's sum where the teacher puts its meaning."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import EmbeddingBag
from torch.nn.functional import cross_entropy, normalize

from embeddings.arrays import Matrix
from embeddings.training.batches import Bags, Lesson, Places, drawn

NEVER = -1e4
"""The logit of a pair that is no contrast, because both sides mean the same."""

SPECIAL = 2
"""Padding and the unknown token come first; their rows stay zero."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a student is trained; the defaults are what the held-out occupations chose."""

    steps: int = 3_000
    examples: int = 1_024
    pairs: int = 768
    scored: int = 256
    rate: float = 0.004
    warm_up: int = 100
    temperature: float = 0.05
    direction_weight: float = 4.0
    scored_weight: float = 0.1
    scored_sharpness: float = 20.0
    rare: float = 3e-4
    save_every: int = 500
    seed: int = 0


def train(
    lesson: Lesson, teacher: Matrix, size: int, recipe: Recipe, folder: Path, report: Callable[[str], None]
) -> Matrix:
    """Train a table float32 (size, d) towards the teacher's vectors (targets, d).

    Goes on from `folder` where it holds an unfinished run of the same lesson, teacher, size and recipe.
    """
    torch.manual_seed(recipe.seed)
    targets = torch.from_numpy(teacher)
    table = EmbeddingBag(size, teacher.shape[1], mode="sum", sparse=True)
    optimizer = torch.optim.SparseAdam(list(table.parameters()), lr=recipe.rate)
    saved = folder / f"{_identity(lesson, teacher, size, recipe)}.pt"
    first = 0
    if saved.is_file():
        state = torch.load(saved)
        first = state["step"]
        table.load_state_dict(state["table"])
        optimizer.load_state_dict(state["optimizer"])
    else:
        with torch.no_grad():
            table.weight.copy_(_first_rows(lesson, targets, size, recipe))
    for step in range(first, recipe.steps):
        for group in optimizer.param_groups:
            group["lr"] = recipe.rate * min(1, (step + 1) / recipe.warm_up) * (1 - step / recipe.steps)
        loss = _loss(table, lesson, targets, recipe, np.random.default_rng((recipe.seed, step)))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            table.weight[:SPECIAL] = 0
        if (step + 1) % recipe.save_every == 0:
            report(f"student: step {step + 1} of {recipe.steps}, loss {float(loss.detach()):.3f}")
            _save(saved, {"step": step + 1, "table": table.state_dict(), "optimizer": optimizer.state_dict()})
    trained: Matrix = table.weight.detach().numpy()
    return trained


def _loss(table: EmbeddingBag, lesson: Lesson, targets: Tensor, recipe: Recipe, random: np.random.Generator) -> Tensor:
    texts, goals = lesson.example
    first, second, groups = lesson.pair
    read_places = drawn(lesson.example_weight, recipe.examples, random)
    alike = drawn(lesson.pair_weight, recipe.pairs, random)
    scored = random.integers(len(lesson.scored[0]), size=recipe.scored)
    sides = [texts[read_places], first[alike], second[alike], lesson.scored[0][scored], lesson.scored[1][scored]]
    read, one, other, said, heard = _directions(table, lesson.bags, np.concatenate(sides)).split(
        [recipe.examples, recipe.pairs, recipe.pairs, recipe.scored, recipe.scored]
    )
    wanted = targets[torch.from_numpy(goals[read_places])]
    taught = _contrast(read, wanted, goals[read_places], recipe.temperature)
    near = recipe.direction_weight * (1 - (read * wanted).sum(1)).mean()
    paired = (
        _contrast(one, other, groups[alike], recipe.temperature)
        + _contrast(other, one, groups[alike], recipe.temperature)
    ) / 2
    ordered = _order((said * heard).sum(1), torch.from_numpy(lesson.scored[2][scored]), recipe.scored_sharpness)
    return taught + near + paired + recipe.scored_weight * ordered


def _contrast(rows: Tensor, columns: Tensor, group: Places, temperature: float) -> Tensor:
    """InfoNCE: each row must find its own column among all that are of other groups (van den Oord et al., 2018)."""
    of = torch.from_numpy(group)
    same = of[:, None] == of[None]
    same.fill_diagonal_(fill_value=False)
    logits = (rows @ columns.T / temperature).masked_fill(same, NEVER)
    return cross_entropy(logits, torch.arange(len(rows)))


def _order(cosines: Tensor, scores: Tensor, sharpness: float) -> Tensor:
    """CoSENT: of two pairs of sentences the one that people found more alike should have the higher cosine."""
    wrong = (cosines[:, None] - cosines[None]) * sharpness
    return torch.logsumexp(torch.cat([torch.zeros(1), wrong[scores[:, None] < scores[None]]]), 0)


def _directions(table: EmbeddingBag, bags: Bags, places: Places) -> Tensor:
    tokens, offsets = bags.of(places)
    summed: Tensor = table(torch.from_numpy(tokens), torch.from_numpy(offsets))
    return normalize(summed, dim=1)


def _first_rows(lesson: Lesson, targets: Tensor, size: int, recipe: Recipe) -> Tensor:
    """The mean target of each token's texts, shorter the more frequent it is (Arora et al., ICLR 2017)."""
    rows = torch.zeros(size, targets.shape[1])
    texts, goals = lesson.example
    for start in range(0, len(texts), 8_192):
        tokens, _ = lesson.bags.of(texts[start : start + 8_192])
        lengths = torch.from_numpy(lesson.bags.lengths[texts[start : start + 8_192]])
        share = targets[torch.from_numpy(goals[start : start + 8_192])] / lengths[:, None]
        rows.index_add_(0, torch.from_numpy(tokens), torch.repeat_interleave(share, lengths, dim=0))
    counts: NDArray[np.int64] = np.bincount(lesson.bags.tokens, minlength=size)
    frequency = torch.from_numpy((counts / counts.sum()).astype(np.float32))
    rows = normalize(rows, dim=1) * (recipe.rare / (recipe.rare + frequency))[:, None]
    rows[:SPECIAL] = 0
    return rows


def _identity(lesson: Lesson, teacher: Matrix, size: int, recipe: Recipe) -> str:
    """What a run learns from and how, as a name: a run of other texts must not go on with its table."""
    bags = lesson.bags.tokens, lesson.bags.lengths
    drawn_from = *lesson.example, lesson.example_weight, *lesson.pair, lesson.pair_weight, *lesson.scored
    digest = hashlib.sha256(f"{size} {recipe}".encode())
    for array in (*bags, *drawn_from, teacher):
        digest.update(array.tobytes())
    return f"seed{recipe.seed} {digest.hexdigest()[:16]}"


def _save(path: Path, state: dict[str, object]) -> None:
    unfinished = path.with_suffix(".part")
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(state, unfinished)
    unfinished.rename(path)
