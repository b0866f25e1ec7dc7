"""A part of the market: columns that are never changed once made, with what finds a profile in them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Ids
from matcher.engine.columns import Columns, Rows, SideColumns
from matcher.engine.hashes import Lookup, hashed
from matcher.retrieval.items import Codes
from matcher.retrieval.ragged import Start, row_of


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

    def having(self, number: int) -> NDArray[np.int32]:
        """The profiles that have a number."""
        if number + 1 >= len(self.start):
            return self.profiles[:0]
        return self.profiles[self.start[number] : self.start[number + 1]]

    def first(self, numbers: NDArray[np.integer], most: int) -> tuple[Rows, Rows]:
        """The profiles of the first numbers that together have no more than `most`, and the place of each's number."""
        known = np.minimum(numbers, len(self.start) - 2)
        lengths = np.where(numbers == known, self.start[known + 1] - self.start[known], 0)
        few = np.cumsum(lengths) <= most
        count = len(few) if few.all() else int(few.argmin())
        chosen, lengths = known[:count], lengths[:count]
        begin = np.cumsum(lengths) - lengths
        places = np.repeat(self.start[chosen] - begin, lengths) + np.arange(lengths.sum())
        return self.profiles[places].astype(np.int64), np.repeat(np.arange(count), lengths)


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
        views = self.finders.views.places(view_ids)
        places = np.flatnonzero(views >= 0)
        items = self.columns.items
        owners = row_of(self.columns.start, row_of(items.view_start, views[places]))
        return owners, items.view_language[views[places]], places


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
