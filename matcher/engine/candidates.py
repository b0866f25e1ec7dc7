"""Candidates: the profiles worth scoring exactly, from near vectors, shared skills and shared words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from embeddings.index import VectorSnapshot, Where
from matcher.engine.market import Market, Positions, SideName
from matcher.retrieval.facets import Mask
from matcher.retrieval.items import ItemTable
from matcher.retrieval.similarity import SimilarityModel

WORDY = 8_192
"""Profiles that the words of one item bring up, those of its rarest words."""


@dataclass(frozen=True, slots=True)
class Search:
    """Where candidates for one asker are sought: among those that pass, bool (p,), on one side of the market."""

    market: Market
    side: SideName
    index: VectorSnapshot
    model: SimilarityModel
    passing: Mask
    where: Where

    def candidates(self, asked: ItemTable, k: int) -> Positions:
        """Profiles among the k best for each item asked by vectors, by skills and by words: distinct, ascending.

        The reverse direction needs no function of its own: what is near, alike or said in both is so either way.
        """
        if not len(asked):
            return np.empty(0, np.int64)
        found = [self._near(asked, k)]
        related = self.model.related(asked.items)
        for item in range(len(asked)):
            found += [self._alike(related[item], k), self._saying(asked, item, k)]
        return np.unique(np.concatenate(found))

    def _near(self, asked: ItemTable, k: int) -> Positions:
        """Owners of the k nearest views of each view asked."""
        if not len(self.index):
            return np.empty(0, np.int64)
        ids = np.unique(self.index.search(asked.vectors, k, where=self.where).ids)
        owners = self.market.owners(self.side, ids[ids >= 0])
        return owners[self.passing[owners]]

    def _alike(self, related: np.ndarray[tuple[int], np.dtype[np.float32]], k: int) -> Positions:
        """The first k of those linked to a related skill, the nearest skills first."""
        found = [np.empty(0, np.int64)]
        left = k
        for skill in np.argsort(-related, kind="stable")[: np.count_nonzero(related)].tolist():
            passing = self._passing(self.market.linked(self.side, skill))
            found.append(_spread(passing, left))
            left -= len(found[-1])
            if left <= 0:
                break
        return np.concatenate(found)

    def _saying(self, asked: ItemTable, item: int, k: int) -> Positions:
        """The k that hold most of an item's words, by what those say; the commonest are not looked up."""
        tokens = np.unique(asked.items.tokens.of(item))
        weights = self.model.rarity.tokens[tokens]
        profiles, weight, left = [np.empty(0, np.int64)], [np.empty(0, np.float32)], WORDY
        for place in np.argsort(-weights, kind="stable").tolist():
            having = self._passing(self.market.saying(self.side, int(tokens[place])))
            if len(having) > left:
                break
            profiles.append(having)
            weight.append(np.full(len(having), weights[place], np.float32))
            left -= len(having)
        distinct, place_of = np.unique(np.concatenate(profiles), return_inverse=True)
        said = np.bincount(place_of, np.concatenate(weight), len(distinct))
        return distinct[np.argpartition(-said, k)[:k]] if k < len(distinct) else distinct

    def _passing(self, positions: Positions) -> Positions:
        return positions[self.passing[positions]]


def _spread(positions: Positions, most: int) -> Positions:
    """At most so many of the positions, evenly chosen."""
    if len(positions) <= most:
        return positions
    return positions[np.linspace(0, len(positions) - 1, max(most, 0)).astype(np.int64)]
