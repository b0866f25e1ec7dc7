"""Keep the engine in step with the database, the one truth, whoever changed it."""

from __future__ import annotations

import threading

from matcher.engine import Engine
from matcher.ports import Store, UnitOfWork

BATCH = 1000
"""Changes applied to the engine at a time."""


class Follower:
    """Applies committed changes to an engine in the order of their numbers; safe to call from several threads."""

    def __init__(self, store: Store, engine: Engine) -> None:
        self._store = store
        self._engine = engine
        self._turn = threading.Lock()

    def catch_up(self) -> int:
        """Apply what was committed since the last call; the generation reached."""
        with self._store.unit_of_work() as unit:
            if unit.generation() == self._engine.generation:
                return self._engine.generation
        with self._turn, self._store.unit_of_work() as unit:
            while self._apply(unit):
                pass
        return self._engine.generation

    def _apply(self, unit: UnitOfWork) -> bool:
        changes = unit.changes_after(self._engine.generation, BATCH)
        if not changes:
            return False
        touched = list(dict.fromkeys(change.profile_id for change in changes))
        stored = unit.profiles.get_many(touched)
        self._engine.update(
            changed=[one.profile for one in stored.values()],
            removed=[profile_id for profile_id in touched if profile_id not in stored],
            generation=changes[-1].number,
        )
        return True
