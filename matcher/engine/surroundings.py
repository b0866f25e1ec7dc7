"""Where and under which conditions: the context of each profile as one asker sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matcher.domain.matches import Asker, District
from matcher.engine.columns import fact_table
from matcher.engine.market import Market, Positions
from matcher.scoring.context import (
    CITY_SCALE_KM,
    STATED_SCALE_KM,
    FactTable,
    Floats,
    context_parts,
    context_value,
    haversine_km,
    lead_time_part,
)
from matcher.scoring.utility import CONTEXT_WEIGHT, STATED_CONTEXT_WEIGHT


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Context of the p profiles at `positions`, ascending: `km` (p,), the known `parts` (p,) each, NaN for unknown.

    Their means are `to`, seen by the asker who seeks, and `back`, by the other side who seeks, (p,) each; `weight` is
    what context counts for.
    """

    positions: Positions
    km: Floats
    parts: Mapping[str, Floats]
    to: Floats
    back: Floats
    weight: float

    def at(self, rows: NDArray[np.int64]) -> Surroundings:
        """Those of some of the profiles (q,)."""
        parts = {name: part[rows] for name, part in self.parts.items()}
        return Surroundings(self.positions[rows], self.km[rows], parts, self.to[rows], self.back[rows], self.weight)


def surroundings(asker: Asker, market: Market, positions: Positions, today: date) -> Surroundings:
    """The context of the profiles at `positions`, int64 (p,)."""
    languages = asker.profile.facts.languages
    facts = fact_table([asker.profile], languages)
    others = market.facts(positions, languages)
    if asker.stated:
        km = np.fmin.reduce([_km_to_district(district, market, positions, others) for district in asker.stated])
    else:
        km = haversine_km(facts.lat[0], facts.lon[0], others.lat, others.lon)
    parts = context_parts(facts, others, km, STATED_SCALE_KM if asker.stated else CITY_SCALE_KM, today)
    mirrored = parts | {
        "lead_time": lead_time_part(others.lead_time, facts.lead_time),
        "availability": np.full(len(positions), np.nan),
    }
    return Surroundings(
        positions=positions,
        km=km,
        parts=parts,
        to=context_value(parts),
        back=context_value(mirrored),
        weight=STATED_CONTEXT_WEIGHT if asker.stated else CONTEXT_WEIGHT,
    )


def _km_to_district(district: District, market: Market, positions: Positions, others: FactTable) -> Floats:
    """Kilometres to the district's centre, 0 for a profile inside it."""
    km = haversine_km(district.point.lat, district.point.lon, others.lat, others.lon)
    values = map(str, district.nils) if district.level == "nil" else [district.id]
    return np.where(market.having(district.level, {*values})[positions], 0.0, km)
