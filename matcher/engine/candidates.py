"""Candidates: profiles that near vectors, shared skills or shared words bring up, with what those promise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.index import VectorSnapshot, Where
from matcher.engine.market import Market, Positions, SideName
from matcher.retrieval.facets import Mask
from matcher.retrieval.items import ItemTable
from matcher.retrieval.mix import COMPONENTS, Shape
from matcher.retrieval.ragged import row_of
from matcher.retrieval.similarity import Likeness, SimilarityModel
from matcher.scoring.context import Floats

WORDY = 4_096
"""Profiles that the words of one item bring up, those of its rarest words."""

Evidence = tuple[int, int, Positions, NDArray[np.float32]]
"""The number of a component and of an item asked, and the profiles for which there is so much of it, in [0, 1]."""

CONCEPT, DENSE, FORWARD = (COMPONENTS.index(name) for name in ("concept", "dense", "forward"))


@dataclass(frozen=True, slots=True)
class Promise:
    """p profiles, ascending, and how alike their best item seems to each of m items asked: float64 (m, p) in [0, 1]."""

    positions: Positions
    similarity: Floats

    @classmethod
    def none(cls, items: int) -> Promise:
        """Nobody seems alike to any of so many items."""
        return cls(np.empty(0, np.int64), np.empty((items, 0)))

    def at(self, positions: Positions) -> Floats:
        """The same for other profiles (q,), 0 for those about which nothing was found: float64 (m, q)."""
        padded = np.concatenate([self.similarity, np.zeros((len(self.similarity), 1))], axis=1)
        place = np.searchsorted(self.positions, positions)
        known = np.append(self.positions, -1)[place] == positions
        return padded[:, np.where(known, place, -1)]


@dataclass(frozen=True, slots=True)
class Search:
    """Where candidates for one asker are sought: among those that pass, bool (p,), on one side of the market."""

    market: Market
    side: SideName
    index: VectorSnapshot
    model: SimilarityModel
    passing: Mask
    where: Where

    def promise(self, asked: ItemTable, k: int) -> Promise:
        """Profiles among the k best for any item asked by skills or by words, or the k / 2 best by vectors.

        The reverse direction needs no function of its own: what is near, alike or said in both is so either way.
        """
        if not len(asked):
            return Promise.none(0)
        evidence = [*self._near(asked, k // 2), *self._alike(asked, k), *self._saying(asked, k)]
        positions = np.unique(np.concatenate([found for _, _, found, _ in evidence]))
        components = np.zeros((len(COMPONENTS), len(asked), len(positions)), np.float32)
        for component, item, found, much in evidence:
            np.maximum.at(components[component, item], np.searchsorted(positions, found), much)
        strengths = self.model.mix.strengths(components, self._shape(asked))
        return Promise(positions, Likeness(strengths).similarity.astype(float))

    def _shape(self, asked: ItemTable) -> Shape:
        """What is known of the items asked, against a text of usual length in an unknown language."""
        known = self.model.shape(asked, asked)
        return Shape(
            query=known.query,
            collection=known.collection,
            document=np.zeros(1, np.float32),
            across=np.zeros((len(asked), 1), np.float32),
            familiarity=known.familiarity,
            fragments=known.fragments,
        )

    def _near(self, asked: ItemTable, k: int) -> Iterator[Evidence]:
        """Owners of the k nearest views of each view asked."""
        if not len(self.index):
            return
        nearest = self.index.search(asked.vectors, k, where=self.where)
        owners, languages, places = self.market.views(self.side, nearest.ids.ravel())
        kept = self.passing[owners]
        owners, languages, places = owners[kept], languages[kept], places[kept]
        view = places // k
        cosines = nearest.scores.ravel()[places]
        alike = self.model.curves.similarity(cosines, asked.items.view_language[view], languages)
        item = row_of(asked.items.view_start, view)
        for number in range(len(asked)):
            own = item == number
            yield DENSE, number, owners[own], alike[own]

    def _alike(self, asked: ItemTable, k: int) -> Iterator[Evidence]:
        """The first k of those linked to a related skill, the nearest skills first."""
        for item, related in enumerate(self.model.related(asked.items)):
            left = k
            for skill in np.argsort(-related, kind="stable")[: np.count_nonzero(related)].tolist():
                found = _spread(self._passing(self.market.linked(self.side, skill)), left)
                yield CONCEPT, item, found, np.full(len(found), related[skill], np.float32)
                left -= len(found)
                if left <= 0:
                    break

    def _saying(self, asked: ItemTable, k: int) -> Iterator[Evidence]:
        """The k that hold most of an item's words, by what those say; the commonest are not looked up."""
        for item in range(len(asked)):
            tokens = np.unique(asked.items.tokens.of(item))
            weights = self.model.rarity.tokens[tokens]
            rarest = np.argsort(-weights, kind="stable")
            profiles, place = self.market.saying(self.side, tokens[rarest], WORDY)
            kept = self.passing[profiles]
            distinct, number = np.unique(profiles[kept], return_inverse=True)
            said = np.bincount(number, weights[rarest][place[kept]], len(distinct)) / max(weights.sum(), 1e-9)
            most = np.argpartition(-said, k)[:k] if k < len(distinct) else slice(None)
            yield FORWARD, item, distinct[most], said[most].astype(np.float32)

    def _passing(self, positions: Positions) -> Positions:
        return positions[self.passing[positions]]


def _spread(positions: Positions, most: int) -> Positions:
    """At most so many of the positions, evenly chosen."""
    if len(positions) <= most:
        return positions
    return positions[np.linspace(0, len(positions) - 1, max(most, 0)).astype(np.int64)]
