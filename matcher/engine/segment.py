"""A part of the market: profiles as columns that are never changed once made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Ids
from matcher.domain.profiles import Profile
from matcher.engine.documents import read, written
from matcher.engine.encoding import Encoded, EncodedSide
from matcher.engine.hashes import Lookup, hashed
from matcher.lexicon.normalisation import fold
from matcher.retrieval.facets import FacetTable
from matcher.retrieval.items import Codes, ItemColumns
from matcher.retrieval.ragged import Places, Start, joined, row_of, starts, taken
from matcher.retrieval.text_column import TextColumn
from matcher.scoring.context import FactTable

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Postings:
    """For each number the profiles that have it on one side: `start` int64 (n + 1,), `profiles` int32, ascending."""

    start: Start
    profiles: NDArray[np.int32]

    @classmethod
    def of(cls, numbers: NDArray[np.integer], profiles: NDArray[np.integer]) -> Postings:
        """Of pairs of a number and a profile, each kept once."""
        width = int(profiles.max(initial=0)) + 1
        pairs = np.unique(numbers.astype(np.int64) * width + profiles)
        count = np.bincount(pairs // width)
        return cls(np.concatenate([[0], np.cumsum(count)]), (pairs % width).astype(np.int32))

    def having(self, number: int) -> NDArray[np.int32]:
        """The profiles that have a number."""
        if number + 1 >= len(self.start):
            return self.profiles[:0]
        return self.profiles[self.start[number] : self.start[number + 1]]


@dataclass(frozen=True, slots=True)
class Side:
    """The offers or the seeks of p profiles.

    `start` int64 (p + 1,): items start[i] to start[i + 1] belong to profile i; `ids` int64 (v,) of the views in an
    index, found again by `views`; `skills` and `tokens`: who has which.
    """

    start: Start
    items: ItemColumns
    ids: Ids
    views: Lookup
    skills: Postings
    tokens: Postings

    @classmethod
    def of(cls, start: Start, items: ItemColumns, ids: Ids) -> Side:
        """Items of p profiles, with what finds them again."""
        owner = row_of(start, np.arange(len(items)))
        linked = items.link_confidence > 0
        return cls(
            start=start,
            items=items,
            ids=ids,
            views=Lookup.of(ids),
            skills=Postings.of(items.link_skill[linked], owner[row_of(items.link_start, np.flatnonzero(linked))]),
            tokens=Postings.of(items.token_ids, owner[row_of(items.token_start, np.arange(len(items.token_ids)))]),
        )

    def rows(self, profiles: Rows) -> tuple[Places, Start]:
        """The items of profiles (m,), and where each one's begin among those."""
        return taken(self.start, profiles)

    def take(self, profiles: Rows) -> tuple[Start, ItemColumns, Ids]:
        """The items of profiles (m,) and the ids of their views."""
        items, start = self.rows(profiles)
        views, _ = taken(self.items.view_start, items)
        return start, self.items.take(items), self.ids[views]

    def found(self, view_ids: Ids) -> tuple[Rows, Codes, Rows]:
        """Of those views that are of this side the profile, the language, and their places in `view_ids`."""
        views = self.views.places(view_ids)
        places = np.flatnonzero(views >= 0)
        owners = row_of(self.start, row_of(self.items.view_start, views[places]))
        return owners, self.items.view_language[views[places]], places


@dataclass(frozen=True)
class Segment:
    """p profiles: their texts, what they can be filtered by, facts, items of both sides, and who bars whom.

    ids and names (folded, to sort by) of the profiles, and the profiles themselves as `documents`; numbers: int64 (p,)
    hashes of the ids, and `by_number` the rows by those; blocks: hashes of the ids that each one blocks, `block_start` int64 (p + 1,); organisation: int64
    (p,) the hash of the body behind each, -1 for none; spoken: names of the columns of `facts.languages`.
    """

    ids: TextColumn
    names: TextColumn
    documents: TextColumn
    numbers: Ids
    by_number: Lookup
    block_start: Start
    blocks: Ids
    organisation: Ids
    spoken: TextColumn
    facts: FactTable
    facets: FacetTable
    offers: Side
    seeks: Side

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def of(cls, encoded: Encoded) -> Segment:
        """Encoded profiles, each id once."""
        profiles = encoded.profiles
        spoken = sorted({language for profile in profiles for language in profile.facts.languages})
        return cls(
            ids=TextColumn.of(profile.id for profile in profiles),
            names=TextColumn.of(fold(profile.name) for profile in profiles),
            documents=TextColumn.of(map(written, profiles)),
            numbers=(numbers := _hashes(profile.id for profile in profiles)),
            by_number=Lookup.of(numbers),
            block_start=starts(len(profile.blocks) for profile in profiles),
            blocks=_hashes(blocked for profile in profiles for blocked in profile.blocks),
            organisation=_hashes(profile.organisation for profile in profiles),
            spoken=TextColumn.of(spoken),
            facts=fact_table(profiles, spoken),
            facets=FacetTable.of(encoded.facets),
            offers=_side(encoded.offers),
            seeks=_side(encoded.seeks),
        )

    @classmethod
    def concatenate(cls, parts: Sequence[Segment]) -> Segment:
        """The profiles of one part after those of the other; no id may come twice."""
        spoken = sorted({language for part in parts for language in part.spoken.texts()})
        return cls(
            ids=TextColumn.concatenate([part.ids for part in parts]),
            names=TextColumn.concatenate([part.names for part in parts]),
            documents=TextColumn.concatenate([part.documents for part in parts]),
            numbers=(numbers := np.concatenate([part.numbers for part in parts])),
            by_number=Lookup.of(numbers),
            block_start=joined([part.block_start for part in parts]),
            blocks=np.concatenate([part.blocks for part in parts]),
            organisation=np.concatenate([part.organisation for part in parts]),
            spoken=TextColumn.of(spoken),
            facts=FactTable.concatenate([part.facts_of(slice(None), spoken) for part in parts]),
            facets=FacetTable.concatenate([part.facets for part in parts]),
            offers=_joined([part.offers for part in parts]),
            seeks=_joined([part.seeks for part in parts]),
        )

    def take(self, rows: Rows) -> Segment:
        """The profiles at `rows`, int64 (m,), in that order."""
        blocks, block_start = taken(self.block_start, rows)
        return Segment(
            ids=self.ids.take(rows),
            names=self.names.take(rows),
            documents=self.documents.take(rows),
            numbers=self.numbers[rows],
            by_number=Lookup.of(self.numbers[rows]),
            block_start=block_start,
            blocks=self.blocks[blocks],
            organisation=self.organisation[rows],
            spoken=self.spoken,
            facts=self.facts.select(rows),
            facets=self.facets.take(rows),
            offers=Side.of(*self.offers.take(rows)),
            seeks=Side.of(*self.seeks.take(rows)),
        )

    def profile(self, row: int) -> Profile:
        """One of the profiles."""
        return read(self.documents.raw(row))

    def row(self, profile_id: str) -> int | None:
        """Where a profile is; None where it is not here."""
        found = (int(row) for row in self.by_number.find(hashed(profile_id)) if self.ids.text(int(row)) == profile_id)
        return next(found, None)

    def facts_of(self, rows: Rows | slice, languages: Sequence[str]) -> FactTable:
        """The facts of some profiles, with these languages in the columns."""
        facts, known = self.facts.select(rows), self.spoken.texts()
        columns = [
            facts.languages[:, known.index(name)] if name in known else np.zeros(len(facts.lat), bool)
            for name in languages
        ]
        return facts.with_languages(np.stack(columns, axis=1) if columns else facts.languages[:, :0])

    @cached_property
    def blockers(self) -> Lookup:
        """Who blocks, by the hash of the id that is blocked."""
        return Lookup.of(self.blocks, row_of(self.block_start, np.arange(len(self.blocks))))

    @cached_property
    def colleagues(self) -> Lookup:
        """Profiles by the hash of the body behind them."""
        return Lookup.of(self.organisation)


def fact_table(profiles: Sequence[Profile], languages: Sequence[str]) -> FactTable:
    """The facts of the profiles, languages in the columns given."""
    return FactTable.of([profile.place.point for profile in profiles], [one.facts for one in profiles], languages)


def _side(encoded: EncodedSide) -> Side:
    return Side.of(encoded.start, encoded.items, encoded.ids)


def _joined(sides: Sequence[Side]) -> Side:
    return Side.of(
        joined([side.start for side in sides]),
        ItemColumns.concatenate([side.items for side in sides]),
        np.concatenate([side.ids for side in sides]),
    )


def _hashes(texts: Iterable[str | None]) -> Ids:
    return np.fromiter((-1 if text is None else hashed(text) for text in texts), np.int64)
