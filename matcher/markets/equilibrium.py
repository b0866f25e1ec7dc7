"""The equilibrium of a market with transferable utility: who is how dear when all ask at once.

Choo and Siow (Who marries whom and why, 2006): with φ_xy what a pair gains together, a spread σ of tastes and
capacities c, the amount of meetings of pair (x, y) is

    μ_xy = exp(φ_xy / σ) · √(μ_x0 · μ_0y),    μ_x0 + Σ_y μ_xy = c_x,    μ_0y + Σ_x μ_xy = c_y,

where μ_x0 and μ_0y are what capacities keep unused: little of who is sought by many, which lowers that one's rank in
everybody's list. Tomita, Togashi, Hashizume and Ohsaka (Fast and examination-agnostic reciprocal recommendation in
matching markets, RecSys 2023) rank by these amounts. Galichon and Salanié (Cupid's invisible hand, 2022) find them by
iterative proportional fitting: with α = ½ log μ_x0 and β = ½ log μ_0y,

    e^{2α_x} + e^{α_x} h_x = c_x,    h_x = Σ_y exp(φ_xy / σ + β_y),

is solved for α with β as it is, and the other way round. α, β and φ / σ stay logarithms throughout; only sums of a
round's amounts, which capacities bound, are taken out of them (Schmitzer, Stabilized sparse scaling algorithms, 2019).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from matcher.errors import InvalidInput
from matcher.markets.candidates import Candidates, Floats

SparseArray = csr_array | csc_array

SPREAD = 0.1
"""A difference in joint utility of this much makes a pair e times as likely, everything else being equal."""
TOLERANCE = 1e-6
ROUNDS = 2000
FAR = 30.0
"""Logarithms that have moved this far make the amounts be computed anew from them."""


@dataclass(frozen=True, slots=True, eq=False)
class Equilibrium:
    """`amounts`: log μ of each pair, float64 (e,); `left_unused`, `right_unused`: log of what capacities keep, float64.

    `residual` is the largest difference between the amounts of anyone and the capacity, relative to the capacity,
    after `rounds` rounds; `converged` where that is within the tolerance.
    """

    amounts: Floats
    left_unused: Floats
    right_unused: Floats
    residual: float
    rounds: int
    converged: bool


def equilibrium(
    candidates: Candidates,
    joint: Floats,
    left_capacity: Floats,
    right_capacity: Floats,
    *,
    spread: float = SPREAD,
    tolerance: float = TOLERANCE,
    rounds: int = ROUNDS,
) -> Equilibrium:
    """The equilibrium of the pairs with the `joint` utilities, float64 (e,), and capacities, float64 (n,) and (m,).

    Raises:
        InvalidInput: spread, tolerance or a capacity is not above 0, or a joint utility is not finite.
    """
    if not (spread > 0 and tolerance > 0):
        raise InvalidInput("Spread and tolerance have to be above 0.", field="spread", found=spread)
    if not (np.all(left_capacity > 0) and np.all(right_capacity > 0)):
        raise InvalidInput("Everyone's capacity has to be above 0.", field="capacity")
    if not np.isfinite(joint).all():
        raise InvalidInput("What a pair gains together has to be a number.", field="joint")
    fitting = _Fitting(candidates, joint / spread, np.log(left_capacity), np.log(right_capacity))
    done = 0
    while (residual := fitting.residual()) > tolerance and done < rounds:
        fitting.round()
        done += 1
    return Equilibrium(
        fitting.amounts(), 2 * fitting.alpha, 2 * fitting.beta, residual, done, converged=residual <= tolerance
    )


class _Fitting:
    """The logarithms α and β, and the amounts they stood for when these were last computed from them."""

    def __init__(self, candidates: Candidates, pull: Floats, left_limit: Floats, right_limit: Floats) -> None:
        self._pairs = candidates
        self._pull = pull
        self._left_limit, self._right_limit = left_limit, right_limit
        # One round in logarithms alone, after which no amount is above anyone's capacity.
        left, right = candidates.left, candidates.right
        self._left_drawn = _log_sums(pull + right_limit[right] / 2, left, candidates.lefts)
        self.alpha = _fitted(self._left_drawn, left_limit)
        self.beta = _fitted(_log_sums(pull + self.alpha[left], right, candidates.rights), right_limit)
        self._anchor()
        self._left_drawn = self._drawn_from_left()

    def amounts(self) -> Floats:
        """The logarithm of μ of each pair: float64 (e,)."""
        return self._pull + self.alpha[self._pairs.left] + self.beta[self._pairs.right]

    def residual(self) -> float:
        """How far anyone on the left is off, relative to the capacity; on the right nobody is."""
        left = np.exp(2 * self.alpha - self._left_limit) + np.exp(self._left_drawn + self.alpha - self._left_limit)
        return float(np.abs(left - 1).max(initial=0.0))

    def round(self) -> None:
        """Fit the left, then the right."""
        self.alpha = _fitted(self._left_drawn, self._left_limit)
        self._anchor_if_far()
        self.beta = _fitted(_drawn(self._across, self.alpha - self._alpha) - self._beta, self._right_limit)
        self._anchor_if_far()
        self._left_drawn = self._drawn_from_left()

    def _drawn_from_left(self) -> Floats:
        return _drawn(self._matrix, self.beta - self._beta) - self._alpha

    def _anchor_if_far(self) -> None:
        moved = np.concatenate([self.alpha - self._alpha, self.beta - self._beta])
        if np.abs(moved).max(initial=0.0) > FAR:
            self._anchor()

    def _anchor(self) -> None:
        self._alpha, self._beta = self.alpha, self.beta
        shape = (self._pairs.lefts, self._pairs.rights)
        self._matrix = csr_array((np.exp(self.amounts()), self._pairs.right, self._pairs.start), shape=shape)
        self._across = self._matrix.T


def _drawn(matrix: SparseArray, moved: Floats) -> Floats:
    """The logarithms of the sums of the rows, whose amounts have changed by the factors with logarithms `moved`."""
    with np.errstate(divide="ignore"):
        drawn: Floats = np.log(matrix @ np.exp(moved))
    return drawn


def _fitted(drawn: Floats, limit: Floats) -> Floats:
    """The logarithm of x in x² + h x = c from log h and log c: x = 2c / (h + √(h² + 4c))."""
    root = np.logaddexp(2 * drawn, np.log(4) + limit) / 2
    fitted: Floats = np.log(2) + limit - np.logaddexp(drawn, root)
    return fitted


def _log_sums(logs: Floats, owner: NDArray[np.int32], owners: int) -> Floats:
    """The logarithm of Σ exp over the entries of each owner, −∞ for none: float64 (owners,)."""
    peak = np.full(owners, -np.inf)
    np.maximum.at(peak, owner, logs)
    with np.errstate(divide="ignore"):
        sums: Floats = np.log(np.bincount(owner, np.exp(logs - peak[owner]), owners))
    return np.where(np.isneginf(peak), -np.inf, peak + sums)
