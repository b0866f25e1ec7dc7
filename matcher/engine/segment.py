"""A part of the market: columns that are never changed once made, with what finds a profile in them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Ids
from embeddings.compiled import Bools, Float32s, Int32s, Int64s, compiled
from embeddings.static_model import TokenIds
from matcher.engine.columns import Columns, Rows, SideColumns
from matcher.engine.hashes import Lookup, hashed
from matcher.retrieval.facets import Mask
from matcher.retrieval.items import Codes
from matcher.retrieval.ragged import Start, row_of

Weights = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Postings:
    """For each number the profiles that have it on one side: `start` int64 (n + 1,), `profiles` int32, ascending."""

    start: Start
    profiles: NDArray[np.int32]

    @classmethod
    def of(cls, numbers: NDArray[np.integer], profiles: NDArray[np.integer]) -> Postings:
        """Of pairs of a number and a profile, each kept once."""
        width = int(profiles.max(initial=0)) + 1
        pairs = np.sort(numbers.astype(np.int64) * width + profiles)
        pairs = pairs[np.diff(pairs, prepend=-1) > 0]
        return cls(np.concatenate([[0], np.cumsum(np.bincount(pairs // width))]), (pairs % width).astype(np.int32))

    def passing(self, numbers: Rows, passing: Mask, enough: int) -> tuple[Rows, Rows]:
        """Of the first numbers that `enough` profiles pass of, or all: those profiles, and the place of each's number.

        passing: bool (p,).
        """
        return _passing(self.start, self.profiles, numbers, passing, enough)

    def sums(self, numbers: TokenIds, weights: Weights, passing: Mask, most: int) -> tuple[Rows, Weights]:
        """The profiles of the first numbers that together have no more than `most`, and the sum of weights of each.

        weights: float32, one a number; profiles that do not pass, bool (p,), are left out.
        """
        return _sums(self.start, self.profiles, numbers, weights, passing, most)


@compiled
def _passing(start: Int64s, profiles: Int32s, numbers: Int64s, passing: Bools, enough: int) -> tuple[Rows, Rows]:
    most = 0
    for number in numbers:
        if number < len(start) - 1:
            most += start[number + 1] - start[number]
    found, places = np.empty(most, np.int64), np.empty(most, np.int64)
    count = 0
    for place, number in enumerate(numbers):
        if count >= enough:
            break
        if number < len(start) - 1:
            for profile in profiles[start[number] : start[number + 1]]:
                if passing[profile]:
                    found[count], places[count] = profile, place
                    count += 1
    return found[:count].copy(), places[:count].copy()


@compiled
def _sums(
    start: Int64s, profiles: Int32s, numbers: Int32s, weights: Float32s, passing: Bools, most: int
) -> tuple[Rows, Weights]:
    slots = 8
    while slots < 2 * most:
        slots *= 2
    places = np.full(slots, -1, np.int32)
    found, sums = np.empty(most, np.int64), np.empty(most, np.float32)
    looked_up = count = 0
    for at, number in enumerate(numbers):
        if number >= len(start) - 1:
            continue
        looked_up += start[number + 1] - start[number]
        if looked_up > most:
            break
        for profile in profiles[start[number] : start[number + 1]]:
            if passing[profile]:
                slot = profile & (slots - 1)
                while places[slot] >= 0 and found[places[slot]] != profile:
                    slot = (slot + 1) & (slots - 1)
                if places[slot] < 0:
                    places[slot], found[count], sums[count] = count, profile, 0
                    count += 1
                sums[places[slot]] += weights[at]
    return found[:count].copy(), sums[:count].copy()


@dataclass(frozen=True, slots=True)
class Finders:
    """What finds the profiles of one side: `views` by the id of a view, and who has which skill and which token."""

    views: Lookup
    skills: Postings
    tokens: Postings

    @classmethod
    def of(cls, side: SideColumns) -> Finders:
        """Those of a side."""
        items = side.items
        owner = row_of(side.start, np.arange(len(items)))
        linked = np.flatnonzero(items.link_confidence > 0)
        return cls(
            views=Lookup.of(side.ids),
            skills=Postings.of(items.link_skill[linked], owner[row_of(items.link_start, linked)]),
            tokens=Postings.of(items.token_ids, owner[row_of(items.token_start, np.arange(len(items.token_ids)))]),
        )


@dataclass(frozen=True, slots=True)
class Side:
    """The offers or the seeks of a segment."""

    columns: SideColumns
    finders: Finders

    def found(self, view_ids: Ids) -> tuple[Rows, Codes, Rows]:
        """Of those views that are of this side the profile, the language, and their places in `view_ids`."""
        found = self.finders.views.places(view_ids)
        places = np.flatnonzero(found >= 0)
        items, views = self.columns.items, found[places].astype(np.int64)
        return row_of(self.columns.start, row_of(items.view_start, views)), items.view_language[views], places


@dataclass(frozen=True, slots=True)
class Segment:
    """p profiles and what finds them.

    by_number: by the hash of the id; blockers: who blocks, by that of the id blocked; colleagues: by that of the body
    behind them.
    """

    columns: Columns
    by_number: Lookup
    blockers: Lookup
    colleagues: Lookup
    offer_finders: Finders
    seek_finders: Finders

    def __len__(self) -> int:
        return len(self.columns)

    @classmethod
    def of(cls, columns: Columns) -> Segment:
        """Profiles of distinct ids."""
        blocking = row_of(columns.block_start, np.arange(len(columns.blocks)))
        return cls(
            columns=columns,
            by_number=Lookup.of(columns.numbers),
            blockers=Lookup.of(columns.blocks, blocking),
            colleagues=Lookup.of(columns.organisation),
            offer_finders=Finders.of(columns.offers),
            seek_finders=Finders.of(columns.seeks),
        )

    @property
    def offers(self) -> Side:
        """What the profiles offer."""
        return Side(self.columns.offers, self.offer_finders)

    @property
    def seeks(self) -> Side:
        """What they seek."""
        return Side(self.columns.seeks, self.seek_finders)

    def row(self, profile_id: str) -> int | None:
        """Where a profile is; None where it is not here."""
        found = (int(row) for row in self.by_number.find(hashed(profile_id)))
        return next((row for row in found if self.columns.ids.text(row) == profile_id), None)


@dataclass(frozen=True, slots=True)
class Merger:
    """Neighbouring segments laid together as one, which keeps the rows `kept` of them, int64 (m,) ascending."""

    replaced: tuple[Segment, ...]
    segment: Segment
    kept: Rows

    @classmethod
    def of(cls, replaced: tuple[Segment, ...], live: NDArray[np.bool_]) -> Merger:
        """The segments with those of their rows that are `live`, bool (p,)."""
        kept = np.flatnonzero(live)
        whole = Columns.concatenate([segment.columns for segment in replaced])
        return cls(replaced, Segment.of(whole if len(kept) == len(whole) else whole.take(kept)), kept)
