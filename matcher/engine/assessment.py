"""Assess profiles for one asker: similarities both ways, coverage, utility and score."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from embeddings.index import VectorSnapshot
from matcher.domain.matches import Asker, Direction
from matcher.engine.market import Market, Positions
from matcher.engine.surroundings import Surroundings
from matcher.retrieval.items import ItemTable
from matcher.retrieval.similarity import Likeness, SimilarityModel
from matcher.scoring.coverage import (
    UNLINKED,
    Coverage,
    Floats,
    coverage_by_asker,
    coverage_of_asker,
    item_weights,
)
from matcher.scoring.utility import Summand, directed_utility, summands, total_score


@dataclass(frozen=True, slots=True)
class Way:
    """One direction, m sought × n offered items.

    likeness: by kind of evidence; similarity: the same combined, float64 (m, n); weights: float64 (m,).
    """

    seeks: ItemTable
    offers: ItemTable
    likeness: Likeness
    similarity: Floats
    weights: Floats
    coverage: Coverage
    utility: Floats


@dataclass(frozen=True, slots=True)
class Assessment:
    """p profiles as one asker sees them.

    `to` is the way that serves the asker, `back` the one that serves them. float64 (p,), NaN for no data: `wanted`, how
    much of what the asker offers they seek, and the utility of that; score.
    """

    positions: Positions
    to: Way
    back: Way
    wanted: Floats
    wanted_utility: Floats
    context: Surroundings
    terms: tuple[Summand, ...]
    score: Floats


@dataclass(frozen=True, slots=True)
class Stated:
    """What an asker offers and seeks, as arrays."""

    offers: ItemTable
    seeks: ItemTable


class Assessor:
    """Scores profiles of one market, whose vectors are in two indexes, with one similarity model."""

    def __init__(self, market: Market, offers: VectorSnapshot, seeks: VectorSnapshot, model: SimilarityModel) -> None:
        self._market = market
        self._offers = offers
        self._seeks = seeks
        self._model = model

    def assess(self, asker: Asker, stated: Stated, context: Surroundings, direction: Direction) -> Assessment:
        """Score the profiles whose context this is."""
        positions = context.positions
        offers = self._market.items("offers", positions, self._offers)
        seeks = self._market.items("seeks", positions, self._seeks)
        profiles = len(positions)
        to = self._way(
            stated.seeks,
            offers,
            lambda c, w: coverage_of_asker(c, w, offers.owner, profiles),
            context.to,
            context.weight,
        )
        back = self._way(
            seeks,
            stated.offers,
            lambda c, w: coverage_by_asker(c, w, seeks.owner, profiles),
            context.back,
            context.weight,
        )
        wanted = coverage_of_asker(
            back.similarity.T, need_weights(stated.offers, self._model), seeks.owner, profiles
        ).value
        wanted_utility = directed_utility(wanted, context.back, context.weight)
        returned = asker.profile.seeks if direction is Direction.DEMAND else asker.profile.offers
        terms = summands(direction, to.utility, back.utility, wanted_utility, reciprocal=bool(returned))
        return Assessment(positions, to, back, wanted, wanted_utility, context, terms, total_score(terms))

    def _way(
        self,
        seeks: ItemTable,
        offers: ItemTable,
        cover: Callable[[Floats, Floats], Coverage],
        context: Floats,
        context_weight: float,
    ) -> Way:
        likeness = self._model.likeness(seeks, offers)
        weights = need_weights(seeks, self._model)
        similarity = likeness.similarity.astype(float)
        coverage = cover(similarity, weights)
        utility = directed_utility(coverage.value, context, context_weight)
        return Way(seeks, offers, likeness, similarity, weights, coverage, utility)


def need_weights(items: ItemTable, model: SimilarityModel) -> Floats:
    """Weight of each item, the rarity of its rarest skill times 2 for a must: float64 (m,)."""
    if not len(items):
        return np.empty(0)
    columns = items.items
    linked = model.weight[columns.link_skill] * (columns.link_confidence > 0)
    rarity = np.maximum.reduceat(linked, columns.link_start[:-1]).astype(float)
    return item_weights(columns.must, np.where(rarity > 0, rarity, UNLINKED))
