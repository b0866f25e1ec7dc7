"""The one writer of an index kept outside: what changes in the database is carried to it, in order."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

import numpy as np

from embeddings.errors import IndexUnavailable
from matcher.domain.profiles import Purpose, today
from matcher.errors import Conflict, Unavailable
from matcher.ports import Operation, Store
from matcher.usecases.indexes.lease import Lease
from matcher.usecases.indexes.pair import IndexPair
from matcher.usecases.indexes.rows import SIDES, RowMaker, every_id

BATCH = 200
"""Changes carried at a time, well within the term of the lease."""
LOOKED_THROUGH = 1_000
"""Rows read at a time where some may be of people who were erased."""
POLL_S = 1.0
"""How long to wait where nothing has changed, or another process feeds the index."""

log = logging.getLogger(__name__)


class IndexFeed:
    """Carries changes to a pair of indexes while it holds the lease; each may be carried twice, and none is missed.

    The number of the last change is noted beside the rows, after them: a feed that dies repeats its last batch, which
    leaves the same rows.
    """

    def __init__(self, store: Store, maker: RowMaker, pair: IndexPair, lease: Lease) -> None:
        self._store = store
        self._maker = maker
        self._pair = pair
        self._lease = lease

    def step(self) -> int | None:
        """Carry the next changes; how many there were, None where another process feeds the index.

        Raises:
            Conflict: the index knows changes that the database does not have.
            IndexUnavailable, Unavailable: index or database cannot be reached.
        """
        if not self._lease.hold():
            return None
        known = self._pair.change or 0
        with self._store.unit_of_work() as unit:
            self._refuse_the_future(known, unit.generation())
            changes = unit.changes_after(known, BATCH)
            touched = list(dict.fromkeys(change.profile_id for change in changes))
            day = today()
            stored = unit.profiles.get_many(touched).values()
            profiles = [one.profile.seen_for(Purpose.MATCHING, day) for one in stored]
            erasing = any(change.operation is Operation.ERASED for change in changes)
            present = unit.profiles.ids() if erasing else None
        if not changes:
            return 0
        fresh = self._maker.rows(profiles)
        # Encoding may have taken longer than the term.
        if not self._lease.hold():
            return None
        for side in SIDES:
            rows = fresh[side]
            self._pair[side].upsert(rows.ids, rows.vectors, rows.payloads)
            self._pair[side].delete(np.setdiff1d(every_id(touched, side), rows.ids))
            if present is not None:
                self._keep_only(present, side)
        self._pair.change = changes[-1].number
        return len(changes)

    def catch_up(self) -> bool:
        """Carry everything there is; False where another process feeds the index."""
        while (carried := self.step()) != 0:
            if carried is None:
                return False
        return True

    def run(self, stop: threading.Event) -> None:
        """Carry changes until `stop` is set; what cannot be reached is tried again."""
        failing = False
        while not stop.is_set():
            try:
                carried = self.step()
                if failing:
                    log.info("The index at %s is fed again.", self._pair.home.name)
                failing = False
            except (IndexUnavailable, Unavailable) as error:
                if not failing:
                    log.warning("The index at %s is not fed until this is mended: %s", self._pair.home.name, error)
                failing, carried = True, None
            if not carried:
                stop.wait(POLL_S)
        self._lease.release()

    def _keep_only(self, profile_ids: Sequence[str], side: str) -> None:
        """Delete the rows of everybody else: an erasure does not say whose they are, so that all are looked through."""
        index, known, last = self._pair[side], np.sort(every_id(profile_ids, side)), -1
        while len(ids := index.rows(after=last, limit=LOOKED_THROUGH).ids):
            index.delete(np.setdiff1d(ids, known, assume_unique=True))
            last = int(ids[-1])

    def _refuse_the_future(self, known: int, last: int) -> None:
        if known > last:
            raise Conflict(
                f"The index at {self._pair.home.name} knows change {known}, the database only {last}: it was made from "
                "another database, or from this one before a restore. Copy to another prefix, schema or folder.",
                index=self._pair.home.name,
                found=known,
                expected=last,
            )
