"""A market drafted while its profiles are being stored, so that they need not be read back and encoded afterwards."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.domain.profiles import Profile
from matcher.engine import Engine
from matcher.ports import Store, UnitOfWork
from matcher.usecases.preparing import Prepared

MISSING = 500
"""Profiles that are read at a time where the draft lacks them."""


class Drafting:
    """Drafts the market of an engine during one import, for that engine to begin with.

    Nobody else may write meanwhile: where somebody has, the draft is of no use, and the database is read as ever.
    `encoder` names what the engine encodes with, for helpers to do alike.
    """

    def __init__(self, engine: Engine, encoder: str, store: Store) -> None:
        self.engine = engine
        self.encoder = encoder
        self._draft = engine.draft()
        self.profile_encoder = self._draft.encoder
        self._held: set[str] = set()
        with store.unit_of_work() as unit:
            self._generation = unit.generation()
        self._complete = False

    def hold(self, prepared: Prepared) -> None:
        """Draft what is about to be stored."""
        if prepared.encoded is not None:
            self._held.update(profile.id for profile in prepared.profiles)
            self._draft.add(prepared.encoded)

    def note(self, changed: Sequence[Profile]) -> None:
        """So many changes were committed."""
        self._generation += len(changed)

    def complete(self) -> None:
        """All that is held was stored."""
        self._complete = True

    def finish(self, unit: UnitOfWork) -> bool:
        """Let the engine begin with the draft and whatever else is stored; False where the draft is of no use."""
        if not self._complete or unit.generation() != self._generation:
            return False
        if unit.profiles.count() != len(self._held):
            missing = [profile_id for profile_id, _ in unit.profiles.names() if profile_id not in self._held]
            for first in range(0, len(missing), MISSING):
                stored = unit.profiles.get_many(missing[first : first + MISSING])
                self._draft.encode(one.profile for one in stored.values())
        self.engine.finish(self._draft, self._generation)
        return True
