"""Profiles as columns: no object for each, good to be laid together, chosen from and kept in files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Ids
from matcher.domain.profiles import Profile
from matcher.engine.documents import read, written
from matcher.engine.hashes import hashed
from matcher.lexicon.normalisation import fold
from matcher.retrieval.facets import FacetTable
from matcher.retrieval.items import ItemColumns
from matcher.retrieval.ragged import Start, joined, starts, taken
from matcher.retrieval.text_column import TextColumn
from matcher.scoring.context import FactTable

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SideColumns:
    """The offers or the seeks of p profiles.

    `start` int64 (p + 1,): items start[i] to start[i + 1] belong to profile i; ids int64 (v,) of the items' views in an
    index, in their order.
    """

    start: Start
    items: ItemColumns
    ids: Ids

    @classmethod
    def empty(cls, profiles: int) -> SideColumns:
        """So many profiles without items."""
        return cls(np.zeros(profiles + 1, np.int64), ItemColumns.empty(), np.empty(0, np.int64))

    @classmethod
    def concatenate(cls, parts: Sequence[SideColumns]) -> SideColumns:
        """The profiles of one part after those of the other."""
        return cls(
            joined([part.start for part in parts]),
            ItemColumns.concatenate([part.items for part in parts]),
            np.concatenate([part.ids for part in parts]),
        )

    def take(self, profiles: Rows) -> SideColumns:
        """The items of profiles (m,), in that order."""
        items, start = taken(self.start, profiles)
        views, _ = taken(self.items.view_start, items)
        return SideColumns(start, self.items.take(items), self.ids[views])


@dataclass(frozen=True, slots=True)
class Columns:
    """p profiles: their texts, what they can be filtered by, facts, items of both sides, and who bars whom.

    ids and names (folded, to sort by) of the profiles, and the profiles themselves as `documents`; numbers: int64 (p,)
    hashes of the ids; blocks: those of the ids that each one blocks, `block_start` int64 (p + 1,); organisation: int64
    (p,) the hash of the body behind each, -1 for none; spoken: names of the columns of `facts.languages`.
    """

    ids: TextColumn
    names: TextColumn
    documents: TextColumn
    numbers: Ids
    block_start: Start
    blocks: Ids
    organisation: Ids
    spoken: TextColumn
    facts: FactTable
    facets: FacetTable
    offers: SideColumns
    seeks: SideColumns

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def of(
        cls,
        profiles: Sequence[Profile],
        facets: Sequence[Mapping[str, frozenset[str]]],
        offers: SideColumns,
        seeks: SideColumns,
    ) -> Columns:
        """Profiles with their facets and encoded sides."""
        spoken = sorted({language for profile in profiles for language in profile.facts.languages})
        return cls(
            ids=TextColumn.of(profile.id for profile in profiles),
            names=TextColumn.of(fold(profile.name) for profile in profiles),
            documents=TextColumn.of(map(written, profiles)),
            numbers=_hashes(profile.id for profile in profiles),
            block_start=starts(len(profile.blocks) for profile in profiles),
            blocks=_hashes(blocked for profile in profiles for blocked in profile.blocks),
            organisation=_hashes(profile.organisation for profile in profiles),
            spoken=TextColumn.of(spoken),
            facts=fact_table(profiles, spoken),
            facets=FacetTable.of(facets),
            offers=offers,
            seeks=seeks,
        )

    @classmethod
    def concatenate(cls, parts: Sequence[Columns]) -> Columns:
        """The profiles of one part after those of the other."""
        if len(parts) == 1:
            return parts[0]
        spoken = sorted({language for part in parts for language in part.spoken.texts()})
        return cls(
            ids=TextColumn.concatenate([part.ids for part in parts]),
            names=TextColumn.concatenate([part.names for part in parts]),
            documents=TextColumn.concatenate([part.documents for part in parts]),
            numbers=np.concatenate([part.numbers for part in parts]),
            block_start=joined([part.block_start for part in parts]),
            blocks=np.concatenate([part.blocks for part in parts]),
            organisation=np.concatenate([part.organisation for part in parts]),
            spoken=TextColumn.of(spoken),
            facts=FactTable.concatenate([part.facts_of(slice(None), spoken) for part in parts]),
            facets=FacetTable.concatenate([part.facets for part in parts]),
            offers=SideColumns.concatenate([part.offers for part in parts]),
            seeks=SideColumns.concatenate([part.seeks for part in parts]),
        )

    def take(self, rows: Rows) -> Columns:
        """The profiles at `rows`, int64 (m,), in that order."""
        blocks, block_start = taken(self.block_start, rows)
        return Columns(
            ids=self.ids.take(rows),
            names=self.names.take(rows),
            documents=self.documents.take(rows),
            numbers=self.numbers[rows],
            block_start=block_start,
            blocks=self.blocks[blocks],
            organisation=self.organisation[rows],
            spoken=self.spoken,
            facts=self.facts.select(rows),
            facets=self.facets.take(rows),
            offers=self.offers.take(rows),
            seeks=self.seeks.take(rows),
        )

    def profile(self, row: int) -> Profile:
        """One of the profiles."""
        return read(self.documents.raw(row))

    def facts_of(self, rows: Rows | slice, languages: Sequence[str]) -> FactTable:
        """The facts of some profiles, with these languages in the columns."""
        facts, known = self.facts.select(rows), self.spoken.texts()
        columns = [
            facts.languages[:, known.index(name)] if name in known else np.zeros(len(facts.lat), bool)
            for name in languages
        ]
        return facts.with_languages(np.stack(columns, axis=1) if columns else facts.languages[:, :0])


def fact_table(profiles: Sequence[Profile], languages: Sequence[str]) -> FactTable:
    """The facts of the profiles, languages in the columns given."""
    return FactTable.of([profile.place.point for profile in profiles], [one.facts for one in profiles], languages)


def _hashes(texts: Iterable[str | None]) -> Ids:
    return np.fromiter((-1 if text is None else hashed(text) for text in texts), np.int64)
