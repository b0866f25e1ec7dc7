"""What a mix is judged by while it is learnt, and how to better it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from matcher.retrieval.mix import CERTAIN, COMPONENTS, SHAPE, Mix

Floats = NDArray[np.float64]

ROWS = len(COMPONENTS) + 1
COLUMNS = 1 + len(SHAPE)

PENALTY = 3e-3
"""On squared slopes: what a text is like changes a trust only where that pays."""

CALIBRATION = 0.3
"""What calibration counts beside ranking."""

START_SHARPNESS = 3.0
ITERATIONS = 150


@dataclass(frozen=True, slots=True)
class Judged:
    """Pairs of one set's queries and their candidates, all r of them in rows, a query's together.

    evidence: (r, 7) in [0, 1], in the order of COMPONENTS and DISTINCT; shape: (r, 7), a column of ones and SHAPE;
    relevant: bool (r,), at least one of a query; chance: bool (r,), drawn at random and not ranked, for calibration;
    start: int64 (q,), where each query begins.
    """

    evidence: Floats
    shape: Floats
    relevant: NDArray[np.bool_]
    chance: NDArray[np.bool_]
    start: NDArray[np.int64]


def learn(sets: list[Judged]) -> Mix:
    """The mix that ranks the relevant candidates of every set first, sets counting alike."""
    first = np.zeros(ROWS * COLUMNS + 1)
    first[-1] = np.log(START_SHARPNESS)
    found = minimize(_loss, first, args=(sets,), jac=True, method="L-BFGS-B", options={"maxiter": ITERATIONS})
    table = found.x[:-1].reshape(ROWS, COLUMNS)
    return Mix(bias=table[:, 0].astype(np.float32), slope=table[:, 1:].astype(np.float32))


def _loss(parameters: Floats, sets: list[Judged]) -> tuple[float, Floats]:
    """The mean loss of the sets and the penalty, with its gradient."""
    parts = [loss_of(parameters, one) for one in sets]
    slopes = parameters[:-1].reshape(ROWS, COLUMNS).copy()
    slopes[:, 0] = 0
    loss = sum(value for value, _ in parts) / len(sets) + PENALTY * float((slopes**2).sum())
    gradient = sum((slope for _, slope in parts), np.zeros_like(parameters)) / len(sets)
    gradient[:-1] += 2 * PENALTY * slopes.ravel()
    return loss, gradient


def loss_of(parameters: Floats, judged: Judged) -> tuple[float, Floats]:
    """Ranking: -ln of the softmax share of the relevant; calibration: the log loss of c against relevant and chance.

    parameters: (50,), the table of trusts and the logarithm of how sharply strengths become shares. Returns the loss
    and its gradient (50,).
    """
    table, sharpness = parameters[:-1].reshape(ROWS, COLUMNS), np.exp(parameters[-1])
    trust, met = trusted(table, judged)
    strength = -np.log1p(-met)
    by_odds = np.where(met < CERTAIN, met * (1 - trust) / (1 - met), 0)
    total = strength.sum(axis=1)
    ranked = np.where(judged.chance, -np.inf, sharpness * total)
    share, relevant_share, ranking = _softmax(ranked, judged)
    queries = len(judged.start)
    pull = (share - relevant_share) / queries
    similarity = strength[:, :-1].sum(axis=1)
    calibration, push = _calibration(similarity, judged)
    weight = (pull * sharpness)[:, None] * np.ones(ROWS)
    weight[:, :-1] += CALIBRATION * push[:, None]
    gradient = np.append(
        ((weight * by_odds).T @ judged.shape).ravel(), float(pull @ np.where(judged.chance, 0, total)) * sharpness
    )
    return ranking + CALIBRATION * calibration, gradient


def trusted(table: Floats, judged: Judged) -> tuple[Floats, Floats]:
    """The trust in each component of each row, and the evidence so far as it is trusted: float64 (r, 7) both.

    table: (7, 7), biases and slopes, as `Mix` has them.
    """
    trust = 1 / (1 + np.exp(-(judged.shape @ table.T)))
    return trust, np.minimum(trust * judged.evidence, CERTAIN)


def _softmax(scores: Floats, judged: Judged) -> tuple[Floats, Floats, float]:
    """Each row's share among all of its query, that among the relevant ones, and the mean loss."""
    lengths = np.diff(judged.start, append=len(scores))
    highest = np.repeat(np.maximum.reduceat(scores, judged.start), lengths)
    raised = np.exp(scores - highest)
    relevant = np.where(judged.relevant & ~judged.chance, raised, 0)
    whole, part = np.add.reduceat(raised, judged.start), np.add.reduceat(relevant, judged.start)
    part = np.maximum(part, np.finfo(float).tiny)
    loss = float(np.mean(np.log(whole) - np.log(part)))
    return raised / np.repeat(whole, lengths), relevant / np.repeat(part, lengths), loss


def _calibration(similarity: Floats, judged: Judged) -> tuple[float, Floats]:
    """The log loss of 1 - e^-similarity, relevant and chance pairs counting alike, and its slope (r,)."""
    good, bad = judged.relevant & ~judged.chance, judged.chance
    lost = np.exp(-np.maximum(similarity, 1e-6))
    loss = -np.log1p(-lost[good]).mean() + similarity[bad].mean()
    slope = np.where(good, -lost / (1 - lost) / good.sum(), 0) + np.where(bad, 1 / bad.sum(), 0)
    return float(loss), slope
