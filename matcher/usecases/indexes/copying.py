"""Fill an index kept outside from the database or from another index; what was cut off goes on where it was."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from embeddings.index_home import Rows
from matcher.domain.profiles import Purpose, today
from matcher.ports import Store
from matcher.usecases.indexes.pair import IndexPair
from matcher.usecases.indexes.rows import OFFERS, SIDES, RowMaker

PROFILES = 500
"""Profiles copied at a time."""
ROWS = 1_000
"""Rows copied at a time."""
UNDER_WAY = "copy"
"""The note of a copy that has not ended: where it comes from, what it will know, and how far it is."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of each side; who has them goes on from `cursor`. `done` counts what was read so far."""

    cursor: str
    rows: Mapping[str, Rows]
    done: int


class RowSource(Protocol):
    """Where rows come from; `change` is the last change of the database that all of them reflect."""

    @property
    def name(self) -> str: ...

    @property
    def change(self) -> int: ...

    def total(self) -> int:
        """How much there is to read, in what a page's `done` counts."""
        ...

    def pages(self, cursor: str | None) -> Iterator[Page]:
        """The pages after a cursor; all of them after None."""
        ...


class StoredRows:
    """The rows of the profiles in the database."""

    def __init__(self, store: Store, maker: RowMaker) -> None:
        self._store = store
        self._maker = maker
        with store.unit_of_work() as unit:
            self._change = unit.generation()

    @property
    def name(self) -> str:
        return "database"

    @property
    def change(self) -> int:
        return self._change

    def total(self) -> int:
        """The number of profiles."""
        with self._store.unit_of_work() as unit:
            return unit.profiles.count()

    def pages(self, cursor: str | None) -> Iterator[Page]:
        """See `RowSource.pages`; the cursor is the id of a profile, and `done` counts from it."""
        done = 0
        while True:
            with self._store.unit_of_work() as unit:
                found = [
                    one.profile.seen_for(Purpose.MATCHING, today())
                    for one in unit.profiles.page(after=cursor, limit=PROFILES)
                ]
            if not found:
                return
            cursor, done = found[-1].id, done + len(found)
            yield Page(cursor, self._maker.rows(found), done)


class KeptRows:
    """The rows of another pair of indexes, which was filled before."""

    def __init__(self, pair: IndexPair) -> None:
        self._pair = pair
        self._change = pair.change or 0

    @property
    def name(self) -> str:
        return self._pair.home.name

    @property
    def change(self) -> int:
        return self._change

    def total(self) -> int:
        """The number of rows on both sides."""
        return sum(len(self._pair[side]) for side in SIDES)

    def pages(self, cursor: str | None) -> Iterator[Page]:
        """See `RowSource.pages`; the cursor is a side and the id of a row, and `done` counts from it."""
        side, after = json.loads(cursor) if cursor else (OFFERS, -1)
        done = 0
        for reading in SIDES[SIDES.index(side) :]:
            while len((rows := self._pair[reading].rows(after=after, limit=ROWS)).ids):
                after, done = int(rows.ids[-1]), done + len(rows.ids)
                yield Page(json.dumps([reading, after]), {reading: rows}, done)
            after = -1


def copy(source: RowSource, target: IndexPair, progress: Callable[[int, int], None] = lambda done, total: None) -> None:
    """Write every row of the source to the target, then build what makes searching fast; safe to repeat.

    The target then knows the `change` of the source, or of whatever filled it before if that is older: a feed that goes
    on from there carries what came after, and takes out who was erased meanwhile.
    """
    noted = json.loads(target.home.note(UNDER_WAY) or "null")
    changes = (source.change, noted and noted["change"], target.change)
    change = min(number for number in changes if number is not None)
    total = source.total()
    for page in source.pages(noted["cursor"] if noted and noted["source"] == source.name else None):
        for side, rows in page.rows.items():
            target[side].upsert(rows.ids, rows.vectors, rows.payloads)
        target.home.set_note(UNDER_WAY, json.dumps({"source": source.name, "change": change, "cursor": page.cursor}))
        progress(page.done, total)
    target.change = change
    target.settle()
    target.home.set_note(UNDER_WAY, "null")
