"""Work that one process does at a time, while others stand by."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from matcher.ports import Store

TERM_S = 30.0
"""After so many seconds without a sign of life another process takes over."""


class Lease:
    """The right to do a piece of work, kept in the database under the work's name."""

    def __init__(
        self,
        store: Store,
        work: str,
        owner: str,
        term_s: float = TERM_S,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._key = f"lease:{work}"
        self._owner = owner
        self._term = timedelta(seconds=term_s)
        self._now = now
        self._until: datetime | None = None

    def hold(self) -> bool:
        """Take the lease, or keep it for another term; False while another process has it."""
        now = self._now()
        if self._until is not None and self._until - now > self._term / 2:
            return True
        with self._store.unit_of_work(write=True) as unit:
            noted = unit.meta(self._key)
            holder, until = json.loads(noted) if noted else (None, "")
            if holder not in (None, self._owner) and datetime.fromisoformat(until) > now:
                self._until = None
                return False
            self._until = now + self._term
            unit.set_meta(self._key, json.dumps([self._owner, self._until.isoformat()]))
            unit.commit()
        return True

    def release(self) -> None:
        """Let another process take it at once."""
        if self._until is None:
            return
        self._until = None
        with self._store.unit_of_work(write=True) as unit:
            noted = unit.meta(self._key)
            if noted and json.loads(noted)[0] == self._owner:
                unit.set_meta(self._key, json.dumps([None, ""]))
                unit.commit()
