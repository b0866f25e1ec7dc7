"""Utilities that know how sought everyone is, so that popular participants do not swamp everybody's ranking.

The matching market with transferable utility has one equilibrium (Choo and Siow, Who marries whom and why, 2006; for a
market without sides Chiappori, Galichon and Salanié, The roommate problem is more stable than you think, 2014). With
φ = (u_a + u_b) / 2 and a spread σ of tastes, candidate (i, j) has an amount of meetings

    μ_ij = exp(φ_ij / σ) · √(μ_i0 · μ_j0),    Σ_j μ_ij + μ_i0 = quota_i,

where μ_i0 is what i's quota keeps unused: little for who is sought by many, which lowers the rank of that participant
in everybody's list. It is found by iterative proportional fitting in the log domain (Galichon and Salanié, Cupid's
invisible hand, 2022), as Tomita et al. (Fast and examination-agnostic reciprocal recommendation in matching markets,
RecSys 2023) do for rankings. Both sides of the fitting are the participants themselves: x ← f(K x) goes to and fro
between two copies of the market, whose only equilibrium is symmetric.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matcher.errors import InvalidInput
from matcher.scheduling.pairs.problem import Floats, Ints, PairingProblem
from matcher.scheduling.pairs.removal import KEPT, removals

SPREAD = 0.1
"""A difference in mutual utility of this much makes a pair e times as likely, everything else being equal."""

ITERATIONS = 100_000
"""Bound of the iterations; a market takes tens or hundreds."""


@dataclass(frozen=True, slots=True, eq=False)
class Equilibrium:
    """meetings: float64 (m,), the amount of meetings of each candidate; unused: float64 (n,), what quotas keep."""

    meetings: Floats
    unused: Floats


def corrected(problem: PairingProblem, *, spread: float = SPREAD) -> PairingProblem:
    """The problem with the equilibrium's amounts, at most 1, as utilities; what a meeting is worth to each stays.

    Raises:
        InvalidInput: spread not above 0.
        Infeasible: a pair that must meet may not.
    """
    to_a, to_b = problem.utilities
    meetings = equilibrium(problem, spread=spread).meetings
    return replace(problem, utility=np.minimum(meetings, 1.0), utility_a=to_a, utility_b=to_b)


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
    a, b = problem.a[market], problem.b[market]
    to_a, to_b = problem.utilities
    pull = (to_a + to_b)[market] / (2 * spread)
    seeker, sought = np.concatenate([a, b]), np.concatenate([b, a])
    order = np.argsort(seeker, kind="stable")
    half = _halves(seeker[order], sought[order], np.tile(pull, 2)[order], limit, tolerance)
    meetings, unused = np.zeros(len(problem.a)), limit.astype(np.float64)
    meetings[market] = np.exp(pull + half[a] + half[b])
    active = np.unique(seeker)
    unused[active] = np.exp(2 * half[active])
    return Equilibrium(meetings, unused)


def _halves(seeker: Ints, sought: Ints, pull: Floats, limit: Ints, tolerance: float) -> Floats:
    """½ log μ_i0 of each participant, float64 (n,); arcs come by ascending seeker.

    With x = √μ_i0 and s = Σ_j exp(pull_ij) x_j the limit q is met where x² + s x = q: x = 2q / (s + √(s² + 4q)).
    """
    active, start = np.unique(seeker, return_index=True)
    log_limit = np.log(limit[active])
    half = np.zeros(len(limit))
    half[active] = log_limit / 2
    for _ in range(ITERATIONS):
        terms = pull + half[sought]
        peak = np.maximum.reduceat(terms, start) if len(start) else log_limit
        drawn = peak + np.log(np.add.reduceat(np.exp(terms - np.repeat(peak, _lengths(start, len(terms)))), start))
        now = half[active]
        if np.abs(np.exp(2 * now) + np.exp(now + drawn) - limit[active]).max(initial=0.0) <= tolerance:
            return half
        root = np.logaddexp(2 * drawn, np.log(4) + log_limit) / 2
        half[active] = np.log(2) + log_limit - np.logaddexp(drawn, root)
    raise InvalidInput(
        f"The market reached no equilibrium in {ITERATIONS} iterations: give a larger spread or tolerance.",
        field="spread",
    )


def _lengths(start: Ints, total: int) -> Ints:
    return np.diff(start, append=total)
