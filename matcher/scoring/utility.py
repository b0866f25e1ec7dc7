"""Utility one way, mutual utility and the score that ranks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.domain.matches import Band, Direction

Floats = NDArray[np.float64]

CONTEXT_WEIGHT = 0.15
STATED_CONTEXT_WEIGHT = 0.2
"""Where the asker names a place, context counts for more; chosen on the development queries."""
ONE_WAY_DISCOUNT = 0.5
"""Interest known one way only is worth half as much as the same interest both ways."""
BANDS = ((0.65, Band.STRONG), (0.45, Band.GOOD), (0.25, Band.FAIR))


def directed_utility(coverage: Floats, context: Floats, context_weight: float) -> Floats:
    """Mix u = (1 - w) F + w G, F where G is unknown (NaN), NaN where F is: float64 (p,) in [0, 1]."""
    mixed = (1 - context_weight) * coverage + context_weight * context
    return np.where(np.isnan(context), coverage, mixed)


def mutual_utility(to: Floats, back: Floats) -> Floats:
    """Harmonic mean 2uv / (u + v), 0 where both are 0, NaN where either is unknown: float64 (p,)."""
    total = to + back
    return np.divide(2 * to * back, total, out=np.where(np.isnan(total), np.nan, 0.0), where=total > 0)


@dataclass(frozen=True, slots=True)
class Summand:
    """One term of a score over p profiles: `value` (p,), NaN where it does not apply, times `weight`."""

    name: str
    value: Floats
    weight: float


def summands(
    direction: Direction, to: Floats, back: Floats, wanted: Floats, *, reciprocal: bool
) -> tuple[Summand, ...]:
    """The terms of a score: for p profiles, `to` serves the asker and `back` serves the other, NaN for no data.

    Supply ranks by 0.7 u + 0.3 m. Demand mirrors it with `wanted`, how much of what the asker offers is sought, in the
    place of u. Where the asker states nothing for the way back (not `reciprocal`) nobody's interest can be known, so
    the first part counts whole; where only this profile states nothing, its mutual part is 0, so that stating more
    never lowers anyone's place. Mutual ranks by m, and a match known one way only by half of what is known.
    """
    mutual = mutual_utility(to, back)
    if direction is Direction.MUTUAL:
        alone = np.isnan(mutual)
        return (
            Summand("mutual", mutual, 1.0),
            Summand("to", np.where(alone, to, np.nan), ONE_WAY_DISCOUNT),
            Summand("from", np.where(alone, back, np.nan), ONE_WAY_DISCOUNT),
        )
    name, served = ("to", to) if direction is Direction.SUPPLY else ("wanted", wanted)
    if not reciprocal:
        return (Summand(name, served, 1.0),)
    return (Summand(name, served, 0.7), Summand("mutual", mutual, 0.3))


def total_score(terms: tuple[Summand, ...]) -> Floats:
    """The sum of the terms that apply: float64 (p,), NaN where none does."""
    values = np.stack([term.weight * term.value for term in terms])
    known = ~np.isnan(values)
    return np.where(known.any(axis=0), np.where(known, values, 0.0).sum(axis=0), np.nan)


def band(score: float) -> Band:
    """The band of a score in [0, 1]."""
    return next((name for least, name in BANDS if score >= least), Band.WEAK)
