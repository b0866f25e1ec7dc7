"""The shortlist: of all candidates, those that promise most once both ways and the context are counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from embeddings.compiled import Int64s, WideTable, compiled
from matcher.domain.matches import Asker, Direction
from matcher.engine.assessment import Stated, need_weights
from matcher.engine.candidates import Promise
from matcher.engine.market import Market, Positions
from matcher.engine.surroundings import Surroundings, surroundings
from matcher.retrieval.facets import Mask
from matcher.retrieval.items import ItemTable
from matcher.retrieval.similarity import SimilarityModel
from matcher.scoring.context import Floats
from matcher.scoring.utility import directed_utility, summands, total_score

MORE = 4
"""So many times as many as are shortlisted are looked at with their context."""


@dataclass(frozen=True, slots=True)
class Shortlister:
    """Ranks what searches promise for one asker, by the formulas that scores are made of."""

    market: Market
    model: SimilarityModel
    asker: Asker
    stated: Stated
    direction: Direction
    today: date

    def shortlist(self, offers: Promise, seeks: Promise, most: int) -> Surroundings:
        """The context of the `most` profiles that promise most by their offers and their seeks."""
        positions = _union(offers.positions, seeks.positions)
        ways = self._ways(positions, offers.at(positions), seeks.at(positions))
        if len(positions) > (some := MORE * most):
            # The context moves a score by little: who is far behind without it need not be looked up.
            rows = np.sort(np.argpartition(-self._score(ways, None), some)[:some])
            positions, ways = positions[rows], ways[:, rows]
        context = surroundings(self.asker, self.market, positions, self.today)
        if len(positions) <= most:
            return context
        return context.at(np.sort(np.argpartition(-self._score(ways, context), most)[:most]))

    def _ways(self, positions: Positions, offered: Floats, sought: Floats) -> Floats:
        """What serves the asker, what serves the other, and what of the asker's offers is sought: float64 (3, p)."""
        has = self.market.stating
        to = self._mean(self.stated.seeks, offered, has[Direction.SUPPLY][positions])
        wanted = self._mean(self.stated.offers, sought, has[Direction.DEMAND][positions])
        back = np.where(np.isnan(wanted), np.nan, self._served(positions, sought))
        return np.stack([to, back, wanted])

    def _score(self, ways: Floats, context: Surroundings | None) -> Floats:
        to, back, wanted = ways
        if context is not None:
            to = directed_utility(to, context.to, context.weight)
            back = directed_utility(back, context.back, context.weight)
            wanted = directed_utility(wanted, context.back, context.weight)
        terms = summands(self.direction, to, back, wanted, reciprocal=self._reciprocal)
        return np.nan_to_num(total_score(terms))

    def _served(self, positions: Positions, sought: Floats) -> Floats:
        """How much of what profiles seek the asker seems to offer, if each offer meets another need: float64 (p,)."""
        return _mean_of_best(sought, self.market.lengths("seeks", positions))

    @property
    def _reciprocal(self) -> bool:
        profile = self.asker.profile
        return bool(profile.seeks if self.direction is Direction.DEMAND else profile.offers)

    def _mean(self, asked: ItemTable, similarity: Floats, stating: Mask) -> Floats:
        """The mean over the items asked, by their weights: float64 (p,), NaN where one of the two states nothing."""
        weights = need_weights(asked, self.model)
        if not len(weights):
            return np.full(similarity.shape[1], np.nan)
        return np.where(stating, weights @ similarity / weights.sum(), np.nan)


@compiled
def _union(one: Int64s, other: Int64s) -> Positions:
    """All of two ascending sets, ascending."""
    union = np.empty(len(one) + len(other), np.int64)
    first = second = count = 0
    while first < len(one) or second < len(other):
        if second == len(other) or (first < len(one) and one[first] <= other[second]):
            union[count] = one[first]
            second += second < len(other) and one[first] == other[second]
            first += 1
        else:
            union[count] = other[second]
            second += 1
        count += 1
    return union[:count].copy()


@compiled
def _mean_of_best(values: WideTable, counts: Int64s) -> Floats:
    """The mean of so many of the greatest of each column (m, p), zeros where there are fewer, of at least one."""
    means, greatest = np.empty(values.shape[1]), np.empty(len(values))
    for column, count in enumerate(counts):
        for row, value in enumerate(values[:, column]):
            place = row
            while place > 0 and greatest[place - 1] < value:
                greatest[place] = greatest[place - 1]
                place -= 1
            greatest[place] = value
        means[column] = greatest[: max(count, 1)].sum() / max(count, 1)
    return means
