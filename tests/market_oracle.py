"""Equilibria of markets computed as one would on paper: dense, in plain numbers or by minimising what they minimise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from matcher.markets.candidates import Candidates

Floats = NDArray[np.float64]


def kernel(candidates: Candidates, joint: Floats, spread: float) -> Floats:
    """exp(φ / σ), 0 for those who are no candidates: float64 (n, m)."""
    dense = np.zeros((candidates.lefts, candidates.rights))
    dense[candidates.left, candidates.right] = np.exp(joint / spread)
    return dense


def plain_amounts(candidates: Candidates, joint: Floats, left: Floats, right: Floats, spread: float) -> Floats:
    """μ of each pair by plain iterative proportional fitting of a and b, with a² + a K b = c: float64 (e,)."""
    pull = kernel(candidates, joint, spread)
    b = np.sqrt(right)
    for _ in range(5_000):
        half = pull @ b / 2
        a = np.sqrt(left + half**2) - half
        half = pull.T @ a / 2
        b = np.sqrt(right + half**2) - half
    return (pull * np.outer(a, b))[candidates.left, candidates.right]


def minimal_amounts(candidates: Candidates, joint: Floats, left: Floats, right: Floats, spread: float) -> Floats:
    """μ of each pair where ½ Σ e^{2α} + ½ Σ e^{2β} + Σ e^{φ/σ + α + β} − c·α − c·β is least: float64 (e,)."""
    pull, capacities, n = kernel(candidates, joint, spread), np.concatenate([left, right]), len(left)

    def amounts(logs: Floats) -> Floats:
        return pull * np.exp(logs[:n, None] + logs[None, n:])

    def objective(logs: Floats) -> float:
        return float(np.exp(2 * logs).sum() / 2 + amounts(logs).sum() - capacities @ logs)

    def gradient(logs: Floats) -> Floats:
        mu = amounts(logs)
        return np.exp(2 * logs) + np.concatenate([mu.sum(1), mu.sum(0)]) - capacities

    def hessian(logs: Floats) -> Floats:
        mu = amounts(logs)
        across = np.block([[np.zeros((n, n)), mu], [mu.T, np.zeros((len(right), len(right)))]])
        return across + np.diag(2 * np.exp(2 * logs) + np.concatenate([mu.sum(1), mu.sum(0)]))

    start = np.log(capacities) / 2 - pull.max(initial=0.0) / 2
    found = minimize(objective, start, jac=gradient, hess=hessian, method="trust-exact", options={"gtol": 1e-9})
    return amounts(found.x)[candidates.left, candidates.right]
