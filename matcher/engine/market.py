"""The market: every profile that takes part, in segments, with what an answer reads of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Ids
from embeddings.index import Clause, VectorSnapshot
from embeddings.static_model import TokenIds
from matcher.domain.matches import Direction
from matcher.domain.profiles import Profile
from matcher.engine.columns import Columns, Rows, SideColumns
from matcher.engine.segment import Merger, Segment, Side, Weights
from matcher.retrieval.facets import Mask, most_frequent
from matcher.retrieval.items import Codes, ItemColumns, ItemTable
from matcher.scoring.context import FactTable, Floats

Positions = Rows
SideName = Literal["offers", "seeks"]
Kind = TypeVar("Kind", bound=np.generic)

SEALED = 1_024
"""Changed profiles join the last segment while it has fewer: each write copies no more than those."""


@dataclass(frozen=True)
class Market:
    """p profiles at positions 0 to p - 1, of which `live`, bool (p,), take part: the others were replaced or erased."""

    segments: tuple[Segment, ...]
    live: Mask

    def __len__(self) -> int:
        """How many profiles take part."""
        return int(self.live.sum())

    @classmethod
    def of(cls, segments: Iterable[Segment]) -> Market:
        """At least one segment, of distinct profiles, all of which take part."""
        laid = tuple(segments)
        return cls(laid, np.ones(sum(map(len, laid)), bool))

    def columns(self) -> Columns:
        """All profiles that take part."""
        whole = Columns.concatenate([segment.columns for segment in self.segments])
        return whole if self.live.all() else whole.take(np.flatnonzero(self.live))

    def view_ids(self, side: SideName, positions: Positions) -> Ids:
        """The ids in an index of all views of profiles (m,) ascending."""
        parts = [self._side(segment, side).columns.take(rows).ids for segment, rows in self._parts(positions)]
        return np.concatenate([np.empty(0, np.int64), *parts])

    def without(self, positions: Positions) -> Market:
        """With profiles taken out."""
        live = self.live.copy()
        live[positions] = False
        return Market(self.segments, live)

    def with_segment(self, added: Segment) -> Market:
        """With more profiles, none of which is here already."""
        if not len(added):
            return self
        grown = Market((*self.segments, added), np.concatenate([self.live, np.ones(len(added), bool)]))
        if len(self.segments[-1]) >= SEALED:
            return grown
        last = slice(len(self.segments) - 1, len(grown.segments))
        return grown.with_merger(grown.merger(last))

    def merger(self, places: slice) -> Merger:
        """The segments at `places` laid together without their dead."""
        replaced = self.segments[places]
        start = int(self.offsets[places.start])
        return Merger.of(replaced, self.live[start : start + sum(map(len, replaced))])

    def with_merger(self, merger: Merger) -> Market:
        """With segments replaced by what they were laid together to, whoever died meanwhile staying dead."""
        first = next(place for place, segment in enumerate(self.segments) if segment is merger.replaced[0])
        last = first + len(merger.replaced)
        start, end = int(self.offsets[first]), int(self.offsets[last])
        segments = (*self.segments[:first], merger.segment, *self.segments[last:])
        live = np.concatenate([self.live[:start], self.live[start:end][merger.kept], self.live[end:]])
        return Market(segments, live)

    @cached_property
    def offsets(self) -> Rows:
        """The position of the first profile of each segment, and the end: int64 (segments + 1,)."""
        return np.concatenate([[0], np.cumsum([len(segment) for segment in self.segments], dtype=np.int64)])

    def position(self, profile_id: str) -> int | None:
        """Where a profile that takes part is; None where it does not."""
        for offset, segment in zip(self.offsets.tolist(), self.segments, strict=False):
            row = segment.row(profile_id)
            if row is not None and self.live[offset + row]:
                return int(offset) + row
        return None

    def profile(self, position: int) -> Profile:
        """The profile at a position."""
        segment, row = self._at(position)
        return segment.columns.profile(row)

    def document(self, position: int) -> bytes:
        """The profile at a position as it is kept."""
        segment, row = self._at(position)
        return segment.columns.documents.raw(row)

    def id(self, position: int) -> str:
        """The id of the profile at a position."""
        segment, row = self._at(position)
        return segment.columns.ids.text(row)

    def ids(self) -> list[str]:
        """The ids of everyone who takes part."""
        rows = self._parts(np.flatnonzero(self.live))
        return [name for segment, some in rows for name in segment.columns.ids.take(some).texts()]

    def names(self, positions: Positions) -> list[str]:
        """The folded names of profiles (m,) ascending."""
        return [name for segment, rows in self._parts(positions) for name in segment.columns.names.take(rows).texts()]

    def facts(self, positions: Positions, languages: Sequence[str]) -> FactTable:
        """The facts of profiles (m,) ascending, with these languages in the columns."""
        parts = [segment.columns.facts_of(rows, languages) for segment, rows in self._parts(positions)]
        return FactTable.concatenate(parts) if parts else FactTable.of([], [], languages)

    @cached_property
    def points(self) -> tuple[Floats, Floats]:
        """Latitude and longitude of every position in degrees: float64 (p,) each, NaN where unknown."""
        tables = [segment.columns.facts for segment in self.segments]
        return _laid([table.lat for table in tables]), _laid([table.lon for table in tables])

    def items(self, side: SideName, positions: Positions, index: VectorSnapshot) -> ItemTable:
        """The items of profiles (m,) ascending, owned by 0 to m - 1, with their vectors from the index."""
        parts = [self._side(segment, side).columns.take(rows) for segment, rows in self._parts(positions)]
        if not parts:
            return ItemTable(ItemColumns.empty(), np.empty(0, np.int32), np.empty((0, index.dim), np.float32))
        whole = SideColumns.concatenate(parts) if len(parts) > 1 else parts[0]
        owner = np.repeat(np.arange(len(positions), dtype=np.int32), np.diff(whole.start))
        return ItemTable(whole.items, owner, index.fetch(whole.ids))

    def lengths(self, side: SideName, positions: Positions) -> Rows:
        """How many items profiles (m,) ascending have on one side."""
        starts = [(self._side(segment, side).columns.start, rows) for segment, rows in self._parts(positions)]
        return np.concatenate([np.empty(0, np.int64), *(start[rows + 1] - start[rows] for start, rows in starts)])

    def views(self, side: SideName, view_ids: Ids) -> tuple[Positions, Codes, Rows]:
        """Of those views that are here the position of the profile, the language, and their places in `view_ids`.

        Views of profiles that take no part any more are among them.
        """
        found = [self._side(segment, side).found(view_ids) for segment in self.segments]
        if not found:
            return np.empty(0, np.int64), np.empty(0, np.int8), np.empty(0, np.int64)
        owners = [rows + offset for offset, (rows, _, _) in zip(self.offsets, found, strict=False)]
        return (
            np.concatenate(owners),
            np.concatenate([languages for _, languages, _ in found]),
            np.concatenate([places for _, _, places in found]),
        )

    def linked(self, side: SideName, skills: Rows, passing: Mask, enough: int) -> tuple[Positions, Rows]:
        """Positions of those whose items name one of the first skills, and which of them, ascending.

        Of those that pass, bool (p,): of each segment so many skills that `enough` are found, or all.
        """
        found = [
            self._side(segment, side).finders.skills.passing(skills, passing[offset : offset + len(segment)], enough)
            for offset, segment in zip(self.offsets.tolist(), self.segments, strict=False)
        ]
        positions, places = self._from_segments(found)
        order = np.argsort(places, kind="stable")
        return positions[order], places[order]

    def saying(
        self, side: SideName, tokens: TokenIds, weights: Weights, passing: Mask, most: int
    ) -> tuple[Positions, Weights]:
        """Positions of those whose items hold one of the tokens, and the sum of the weights of these: float32 (m,).

        Of those that pass, bool (p,): of each segment those of the first tokens that together are held by no more than
        `most`.
        """
        found = [
            self._side(segment, side).finders.tokens.sums(
                tokens, weights, passing[offset : offset + len(segment)], most
            )
            for offset, segment in zip(self.offsets.tolist(), self.segments, strict=False)
        ]
        return self._from_segments(found)

    def passing(self, clauses: Sequence[Clause]) -> Mask:
        """Which positions satisfy every clause: bool (p,)."""
        return _laid([segment.columns.facets.passing(clauses) for segment in self.segments]).astype(bool, copy=False)

    def having(self, facet: str, values: Collection[str]) -> Mask:
        """Which positions have any of the values of a facet: bool (p,)."""
        return self.passing([Clause(facet, any=frozenset(values))])

    def counts(self, facet: str, mask: Mask) -> dict[str, int]:
        """Profiles of the mask, bool (p,), with each value of a facet; most frequent first, then by value."""
        counted: dict[str, int] = {}
        for offset, segment in zip(self.offsets.tolist(), self.segments, strict=False):
            counts = segment.columns.facets.column(facet).counts(mask[offset : offset + len(segment)])
            counted |= {value: counted.get(value, 0) + count for value, count in counts.items()}
        return most_frequent(counted)

    @cached_property
    def stating(self) -> Mapping[Direction, Mask]:
        """Who takes part and has something to match, by direction: bool (p,)."""
        offers, seeks = (
            self.live
            & _laid([np.diff(self._side(segment, side).columns.start) > 0 for segment in self.segments]).astype(bool)
            for side in ("offers", "seeks")
        )
        return {Direction.SUPPLY: offers, Direction.DEMAND: seeks, Direction.MUTUAL: offers | seeks}

    def _at(self, position: int) -> tuple[Segment, int]:
        place = int(np.searchsorted(self.offsets, position, side="right")) - 1
        return self.segments[place], int(position - self.offsets[place])

    def _parts(self, positions: Positions) -> Iterator[tuple[Segment, Rows]]:
        """The segments that hold some of the positions (m,) ascending, with the rows there."""
        bounds = np.searchsorted(positions, self.offsets).tolist()
        for segment, offset, first, last in zip(self.segments, self.offsets.tolist(), bounds, bounds[1:], strict=False):
            if first < last:
                yield segment, positions[first:last] - offset

    def gathered(self, rows_of: Callable[[Segment], np.ndarray]) -> Positions:
        """Positions of the rows of each segment that a function names: int64 (m,)."""
        parts = [rows_of(segment) + offset for offset, segment in zip(self.offsets, self.segments, strict=False)]
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def _from_segments(self, found: Sequence[tuple[Rows, NDArray[Kind]]]) -> tuple[Positions, NDArray[Kind]]:
        """What was found at rows of each of the segments, by position."""
        positions = [rows + offset for offset, (rows, _) in zip(self.offsets, found, strict=False)]
        return _laid(positions), _laid([more for _, more in found])

    @staticmethod
    def _side(segment: Segment, side: str) -> Side:
        return segment.offers if side == "offers" else segment.seeks


def _laid(parts: Sequence[np.ndarray]) -> np.ndarray:
    if len(parts) == 1:
        return parts[0]
    return np.concatenate(parts) if parts else np.empty(0)
