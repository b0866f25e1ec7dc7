"""Utilities that know how sought everyone is, so that popular participants do not swamp everybody's ranking.

The matching market with transferable utility has one equilibrium (Choo and Siow, Who marries whom and why, 2006; for a
market without sides Chiappori, Galichon and Salanié, The roommate problem is more stable than you think, 2014). With
φ = (u_a + u_b) / 2 and a spread σ of tastes, candidate (i, j) has an amount of meetings

    μ_ij = exp(φ_ij / σ) · √(μ_i0 · μ_j0),    Σ_j μ_ij + μ_i0 = quota_i,

where μ_i0 is what i's quota keeps unused: little for who is sought by many, which lowers the rank of that participant
in everybody's list. Tomita et al. (Fast and examination-agnostic reciprocal recommendation in matching markets, RecSys
2023) rank by these amounts.

It is found in the log domain, v_i = ½ log μ_i0, by iterative proportional fitting (Galichon and Salanié, Cupid's
invisible hand, 2022), whose two sides are here the participants themselves: x ← f(K x) goes to and fro between two
copies of the market, whose only equilibrium is symmetric. Where hardly anything stays unused fitting needs a hundred
thousand rounds, so that after a few Newton's method takes over: the equilibrium is the minimum of the convex function
Σ_i (½ exp 2v_i − quota_i v_i) + Σ_ij exp(φ_ij / σ + v_i + v_j).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import coo_array, diags_array
from scipy.sparse.linalg import cg

from matcher.errors import InvalidInput
from matcher.scheduling.pairs.problem import Floats, Ints, PairingProblem
from matcher.scheduling.pairs.removal import KEPT, removals

SPREAD = 0.1
"""A difference in mutual utility of this much makes a pair e times as likely, everything else being equal."""

LEAST = 1e-6
"""What is left of a utility above 0: more than an exact choice can tell from nothing."""

ROUNDS = 20
"""Rounds of fitting before the first step of Newton's method."""

STEPS = 200
"""Bound of the steps of Newton's method; a market takes ten or so."""


@dataclass(frozen=True, slots=True, eq=False)
class Equilibrium:
    """meetings: float64 (m,), the amount of meetings of each candidate; unused: float64 (n,), what quotas keep."""

    meetings: Floats
    unused: Floats


def corrected(problem: PairingProblem, *, spread: float = SPREAD) -> PairingProblem:
    """The problem with the equilibrium's amounts, at most 1, as utilities; what a meeting is worth to each stays.

    A pair without utility keeps none; one with any, however sought its two are, keeps `LEAST`.

    Raises:
        InvalidInput: spread not above 0.
        Infeasible: a pair that must meet may not.
    """
    to_a, to_b = problem.utilities
    meetings = equilibrium(problem, spread=spread).meetings
    utility = np.where(problem.utility > 0, np.clip(meetings, LEAST, 1.0), 0.0)
    return replace(problem, utility=utility, utility_a=to_a, utility_b=to_b)


def equilibrium(problem: PairingProblem, *, spread: float = SPREAD, tolerance: float = 1e-9) -> Equilibrium:
    """The equilibrium of the market of the candidates that may meet, with the limits of each as quotas.

    The sum of everyone's amounts differs from the limit by at most `tolerance`; others' amounts are 0.

    Raises:
        InvalidInput: spread or tolerance not above 0, or too small for the numbers there are.
        Infeasible: a pair that must meet may not.
    """
    if not (spread > 0 and tolerance > 0):
        raise InvalidInput("Spread and tolerance have to be above 0.", field="spread", found=spread)
    limit = problem.limit
    market = np.flatnonzero((removals(problem) == KEPT) & (limit[problem.a] > 0) & (limit[problem.b] > 0))
    active, place = np.unique(np.concatenate([problem.a[market], problem.b[market]]), return_inverse=True)
    a, b = place.reshape(2, -1)
    to_a, to_b = problem.utilities
    pull = (to_a + to_b)[market] / (2 * spread)
    half = _halves(_Market(a, b, pull, limit[active]), tolerance)
    meetings, unused = np.zeros(len(problem.a)), limit.astype(np.float64)
    meetings[market] = np.exp(pull + half[a] + half[b])
    unused[active] = np.exp(2 * half)
    return Equilibrium(meetings, unused)


@dataclass(frozen=True, slots=True, eq=False)
class _Market:
    """Candidates a, b, int64 (m,), with φ / σ, float64 (m,), and the limits of all n who are in one, int64 (n,)."""

    a: Ints
    b: Ints
    pull: Floats
    limit: Ints

    def drawn(self, amounts: Floats) -> Floats:
        """The sum of everyone's amounts, float64 (n,), of those of the candidates, float64 (m,)."""
        n = len(self.limit)
        return (np.bincount(self.a, amounts, n) + np.bincount(self.b, amounts, n)).astype(np.float64)

    def excess(self, half: Floats) -> Floats:
        """By how much everyone's amounts and what is unused exceed the limit: the gradient, float64 (n,)."""
        return np.exp(2 * half) + self.drawn(np.exp(self.pull + half[self.a] + half[self.b])) - self.limit

    def fitted(self, half: Floats) -> Floats:
        """A round of fitting: x² + s x = q with s = Σ_j exp(φ_ij / σ) x_j, solved by x = 2q / (s + √(s² + 4q))."""
        peak = np.full(len(half), -np.inf)
        np.maximum.at(peak, self.a, self.pull + half[self.b])
        np.maximum.at(peak, self.b, self.pull + half[self.a])
        n = len(half)
        rest = np.bincount(self.a, np.exp(self.pull + half[self.b] - peak[self.a]), n)
        drawn = peak + np.log(rest + np.bincount(self.b, np.exp(self.pull + half[self.a] - peak[self.b]), n))
        log_limit = np.log(self.limit)
        fitted: Floats = np.log(2) + log_limit - np.logaddexp(drawn, np.logaddexp(2 * drawn, np.log(4) + log_limit) / 2)
        return fitted

    def newton_step(self, half: Floats) -> Floats:
        """A step towards the minimum, none longer than 1, by conjugate gradients."""
        n = len(half)
        amounts = np.exp(self.pull + half[self.a] + half[self.b])
        diagonal = 2 * np.exp(2 * half) + self.drawn(amounts)
        across = coo_array((np.tile(amounts, 2), (np.r_[self.a, self.b], np.r_[self.b, self.a])), (n, n))
        scaled = diags_array(1 / diagonal)
        step, _ = cg((across + diags_array(diagonal)).tocsr(), -self.excess(half), rtol=1e-10, M=scaled)
        shortened: Floats = step / max(1.0, np.abs(step).max())
        return shortened


def _halves(market: _Market, tolerance: float) -> Floats:
    """½ log μ_i0 of everyone, float64 (n,)."""
    half = np.log(market.limit) / 2
    for _ in range(ROUNDS):
        half = market.fitted(half)
    for _ in range(STEPS):
        excess = market.excess(half)
        if np.abs(excess).max(initial=0.0) <= tolerance:
            return half
        step = market.newton_step(half)
        slope = excess @ step
        while market.excess(half + step) @ step > abs(slope) / 2:
            step, slope = step / 2, slope / 2
        half = half + step
    raise InvalidInput(
        f"The market reached no equilibrium in {STEPS} steps: give a larger spread or tolerance.", field="spread"
    )
