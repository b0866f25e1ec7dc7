"""Keep the engine that answers in step with the database, the one truth, whoever changed it."""

from __future__ import annotations

import threading

from matcher.engine import Engine
from matcher.ports import Store

BATCH = 1000
"""Changes applied to the engine at a time."""


class Follower:
    """Applies committed changes in the order of their numbers to the engine that answers.

    Safe to call from several threads.
    """

    def __init__(self, store: Store, engine: Engine) -> None:
        self._store = store
        self._engine = engine
        self._turn = threading.Lock()

    @property
    def engine(self) -> Engine:
        """The engine that answers: it knows every change that a call of `catch_up` has returned for."""
        return self._engine

    def catch_up(self) -> int:
        """Apply what was committed since the last call; the generation reached."""
        with self._store.unit_of_work() as unit:
            if unit.generation() == self._engine.generation:
                return self._engine.generation
        with self._turn:
            self._apply_to(self._engine)
            return self._engine.generation

    def hand_over(self, successor: Engine) -> None:
        """Let another engine answer from now on, which then knows no less than the present one."""
        # Most of what it lacks is applied before the turn, which writers wait for.
        self._apply_to(successor)
        with self._turn:
            self._apply_to(successor)
            self._engine = successor

    def _apply_to(self, engine: Engine) -> None:
        with self._store.unit_of_work() as unit:
            while changes := unit.changes_after(engine.generation, BATCH):
                touched = list(dict.fromkeys(change.profile_id for change in changes))
                stored = unit.profiles.get_many(touched)
                engine.update(
                    changed=[one.profile for one in stored.values()],
                    removed=[profile_id for profile_id in touched if profile_id not in stored],
                    generation=changes[-1].number,
                )
