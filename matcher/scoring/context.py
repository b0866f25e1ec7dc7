"""Context: what is known beside the items, as parts in [0, 1] and their mean over those that are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from embeddings.compiled import Float64s, WideTable, compiled
from embeddings.great_circle import great_circle_km
from matcher.domain.profiles import Facts, Point

Floats = NDArray[np.float64]

CITY_SCALE_KM = 25.0
"""How far apart two addresses feel: nearness is e^(-km / 25)."""
STATED_SCALE_KM = 2.5
"""The same where the asker names a place: a district away is already far."""
AVAILABILITY_SCALE_DAYS = 30.0
PART_WEIGHT = {"distance": 3.0, "language": 1.0, "run_size": 1.0, "lead_time": 1.0, "availability": 1.0}


@dataclass(frozen=True, slots=True)
class FactTable:
    """Facts of p profiles as arrays, NaN where unknown.

    lat, lon: degrees; run_min, run_max: pieces; lead_time: days; available: ordinal day; languages: bool (p, l); told:
    bool (p,), whether any language is known, also one that is not among the l columns.
    """

    lat: Floats
    lon: Floats
    run_min: Floats
    run_max: Floats
    lead_time: Floats
    available: Floats
    languages: NDArray[np.bool_]
    told: NDArray[np.bool_]

    def select(self, rows: NDArray[np.int64] | slice) -> FactTable:
        """The profiles at rows, int64 (m,)."""
        return FactTable(*(getattr(self, name)[rows] for name in self.__slots__))

    def with_languages(self, languages: NDArray[np.bool_]) -> FactTable:
        """The same facts with other columns of languages, bool (p, l)."""
        return replace(self, languages=languages)

    @classmethod
    def concatenate(cls, parts: Sequence[FactTable]) -> FactTable:
        """The profiles of one part after those of the other, columns of languages alike."""
        if len(parts) == 1:
            return parts[0]
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in cls.__slots__))

    @classmethod
    def of(cls, points: Sequence[Point | None], facts: Sequence[Facts], languages: Sequence[str]) -> FactTable:
        """Tabulate p points and facts; `languages` names the l columns."""
        return cls(
            lat=np.array([np.nan if point is None else point.lat for point in points], float),
            lon=np.array([np.nan if point is None else point.lon for point in points], float),
            run_min=_numbers([fact.run_min for fact in facts]),
            run_max=_numbers([fact.run_max for fact in facts]),
            lead_time=_numbers([fact.lead_time_days for fact in facts]),
            available=_numbers([fact.available_from.toordinal() if fact.available_from else None for fact in facts]),
            languages=np.array([[name in fact.languages for name in languages] for fact in facts], bool).reshape(
                len(facts), len(languages)
            ),
            told=np.array([bool(fact.languages) for fact in facts], bool),
        )


def haversine_km(lat: float, lon: float, lats: Floats, lons: Floats) -> Floats:
    """Great-circle distance in kilometres from one point to n points (degrees): float64 (n,), NaN where unknown."""
    return great_circle_km(np.radians(lat), np.radians(lon), np.radians(lats), np.radians(lons))


def context_parts(asker: FactTable, others: FactTable, km: Floats, scale_km: float, today: date) -> dict[str, Floats]:
    """Each part for p others seen by one asker who seeks: float64 (p,) in [0, 1], NaN where either side is unknown.

    asker: one row; others: p rows; km: (p,) distances. Run sizes meet where their ranges overlap, otherwise as the
    ratio of the nearest ends; a lead time longer than the asker can wait counts as the ratio of the two.
    """
    shared = (asker.languages & others.languages).any(axis=1).astype(float)
    both = asker.told & others.told
    return {
        "distance": np.exp(-km / scale_km),
        "language": np.where(both, shared, np.nan),
        "run_size": _run_size(asker, others),
        "lead_time": lead_time_part(asker.lead_time, others.lead_time),
        "availability": np.exp(-np.maximum(0.0, others.available - today.toordinal()) / AVAILABILITY_SCALE_DAYS),
    }


def lead_time_part(patience: Floats, taken: Floats) -> Floats:
    """1 where the days taken fit the days one can wait, else their ratio, NaN where either is unknown."""
    return np.minimum(1.0, patience / np.maximum(taken, 1e-9))


def context_value(parts: Mapping[str, Floats]) -> Floats:
    """Weighted mean of the known parts: float64 (p,), NaN where none is known."""
    return _mean_of_known(np.stack([parts[name] for name in PART_WEIGHT]), np.array([*PART_WEIGHT.values()]))


@compiled
def _mean_of_known(values: WideTable, weights: Float64s) -> Floats:
    """The weighted mean of each column of values (v, p) without what is NaN."""
    means = np.empty(values.shape[1])
    for column in range(len(means)):
        summed = total = 0.0
        for row, weight in enumerate(weights):
            if not np.isnan(values[row, column]):
                summed += weight * values[row, column]
                total += weight
        means[column] = summed / total
    return means


def _run_size(asker: FactTable, others: FactTable) -> Floats:
    known = ~(np.isnan(asker.run_min) & np.isnan(asker.run_max)) & ~(
        np.isnan(others.run_min) & np.isnan(others.run_max)
    )
    asked = np.nan_to_num(asker.run_min, nan=1.0), np.nan_to_num(asker.run_max, nan=np.inf)
    made = np.nan_to_num(others.run_min, nan=1.0), np.nan_to_num(others.run_max, nan=np.inf)
    low, high = np.maximum(asked[0], made[0]), np.minimum(asked[1], made[1])
    return np.where(known, np.minimum(1.0, high / np.maximum(low, 1e-9)), np.nan)


def _numbers(values: list[int | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], float)
