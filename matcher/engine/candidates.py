"""Candidates: profiles that near vectors, shared skills or shared words bring up, with what those promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Matrix
from embeddings.compiled import Float32s, Int64s, WideTable, compiled
from embeddings.index import VectorSnapshot, Where
from embeddings.static_model import TokenIds
from matcher.engine.market import Market, Positions, SideName
from matcher.retrieval.facets import Mask
from matcher.retrieval.items import ItemTable
from matcher.retrieval.mix import Shape
from matcher.retrieval.ragged import row_of
from matcher.retrieval.similarity import Likeness, SimilarityModel
from matcher.scoring.context import Floats

WORDY = 4_096
"""Profiles that the words of one item bring up, those of its rarest words."""


class Evidence(NamedTuple):
    """For each of e findings the number of an item asked, int64, a profile, int64, and how alike, float32 in [0, 1]."""

    item: NDArray[np.int64]
    profile: Positions
    much: NDArray[np.float32]

    @classmethod
    def joined(cls, parts: Sequence[tuple[Positions, NDArray[np.float32]]]) -> Evidence:
        """What was found of one item after the other."""
        return cls(
            np.repeat(np.arange(len(parts)), [len(profiles) for profiles, _ in parts]),
            np.concatenate([profiles for profiles, _ in parts]),
            np.concatenate([much for _, much in parts]),
        )


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
        """The same for other profiles (q,), ascending, 0 where nothing was found: float64 (m, q)."""
        return _at(self.positions, self.similarity, positions)


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
        found = (self._alike(asked, k), self._near(asked, k // 2), self._saying(asked, k))
        anyone = np.zeros(len(self.passing), bool)
        for one in found:
            anyone[one.profile] = True
        positions = np.flatnonzero(anyone)
        place = np.empty(len(self.passing), np.int64)
        place[positions] = np.arange(len(positions))
        components = np.stack(
            [_most(one.item, place[one.profile], one.much, len(asked), len(positions)) for one in found]
        )
        # The other components, which nobody is looked up by, come after these and prove nothing.
        strengths = self.model.mix.strengths(components, self._shape(asked, len(positions)))
        return Promise(positions, Likeness(strengths).similarity.astype(float))

    def _shape(self, asked: ItemTable, profiles: int) -> Shape:
        """What is known of the items asked, against texts of usual length in an unknown language."""
        return replace(
            self.model.shape(asked, asked),
            document=np.zeros(profiles, np.float32),
            across=np.zeros((len(asked), profiles), np.float32),
        )

    def _near(self, asked: ItemTable, k: int) -> Evidence:
        """Owners of the k nearest views of each view asked."""
        if not len(self.index):
            return Evidence(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float32))
        nearest = self.index.search(asked.vectors, k, where=self.where)
        owners, languages, places = self.market.views(self.side, nearest.ids.ravel())
        kept = self.passing[owners]
        owners, languages, places = owners[kept], languages[kept], places[kept]
        view, cosines = places // k, nearest.scores.ravel()[places]
        alike = self.model.curves.similarity(cosines, asked.items.view_language[view], languages)
        return Evidence(row_of(asked.items.view_start, view), owners, alike)

    def _alike(self, asked: ItemTable, k: int) -> Evidence:
        """The first k of those linked to a related skill, the nearest skills first."""
        return Evidence.joined([self._linked(related, k) for related in self.model.related(asked.items)])

    def _linked(self, related: NDArray[np.float32], k: int) -> tuple[Positions, NDArray[np.float32]]:
        nearest = np.argsort(-related, kind="stable")[: np.count_nonzero(related)]
        profiles, place = self.market.linked(self.side, nearest, self.passing, k)
        if len(profiles) > k:
            # More are linked to the last of the skills than are still wanted: those are chosen evenly.
            first, end = np.searchsorted(place, place[k - 1]), np.searchsorted(place, place[k - 1], side="right")
            kept = np.concatenate([np.arange(first), np.linspace(first, end - 1, k - first).astype(np.int64)])
            profiles, place = profiles[kept], place[kept]
        return profiles, related[nearest[place]]

    def _saying(self, asked: ItemTable, k: int) -> Evidence:
        """The k that hold most of an item's words, by what those say; the commonest are not looked up."""
        return Evidence.joined([self._holding(asked.items.tokens.of(item), k) for item in range(len(asked))])

    def _holding(self, tokens: TokenIds, k: int) -> tuple[Positions, NDArray[np.float32]]:
        distinct = np.unique(tokens)
        weights = self.model.rarity.tokens[distinct]
        rarest = np.argsort(-weights, kind="stable")
        shares = weights[rarest] / max(weights.sum(), np.float32(1e-9))
        profiles, said = self.market.saying(self.side, distinct[rarest], shares, self.passing, WORDY)
        most = np.argpartition(-said, k)[:k] if k < len(said) else slice(None)
        return profiles[most], said[most]


@compiled
def _most(item: Int64s, profile: Int64s, much: Float32s, items: int, profiles: int) -> Matrix:
    """The most evidence for each item and profile: float32 (items, profiles)."""
    most = np.zeros((items, profiles), np.float32)
    for at, number in enumerate(item):
        most[number, profile[at]] = max(most[number, profile[at]], much[at])
    return most


@compiled
def _at(known: Int64s, similarity: WideTable, wanted: Int64s) -> Floats:
    """The columns of the positions wanted, both ascending; zeros for those that are not known."""
    found = np.zeros((len(similarity), len(wanted)))
    place = 0
    for column, position in enumerate(wanted):
        while place < len(known) and known[place] < position:
            place += 1
        if place < len(known) and known[place] == position:
            found[:, column] = similarity[:, place]
    return found
