"""The saved market: opened in place of building it from the database, saved again when it has fallen behind."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable

from embeddings.errors import DamagedFolder
from matcher.engine import Engine
from matcher.engine.saving import Origin, Shelf
from matcher.errors import Unavailable
from matcher.ports import Store

STORE = "store"
"""Name of the stored fact that tells this database from others."""
LAST_ERASURE = "last_erasure"
"""Name of the stored fact that says which change erased somebody last: a market saved before may hold them still."""
SMALL = 2_000
"""A market of fewer profiles is made from the database as fast as it is opened."""
BEHIND = 0.02
"""A saved market is saved again when more changes than this share of its profiles, or than SMALL / 2, came since."""
LOOK_S = 20.0
"""Between two looks at whether it has fallen behind."""

log = logging.getLogger(__name__)


class Shelving:
    """Keeps the market of one engine on a shelf. Whatever goes wrong there costs time, and never an answer."""

    def __init__(self, store: Store, shelf: Shelf, *, vocabulary: str) -> None:
        self._store = store
        self._shelf = shelf
        self._vocabulary = vocabulary
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def open(self, engine: Engine) -> bool:
        """Let an engine go on from the saved market; False where there is none that fits."""
        self.forget_the_erased()
        generation = self._shelf.generation()
        if generation < 0:
            return False
        try:
            engine.open(self._shelf, self._origin(engine.model, generation))
        except DamagedFolder as error:
            log.warning("The market is made anew from the database, because the saved one is of no use: %s", error)
            return False
        return True

    @property
    def worthwhile(self) -> bool:
        """Whether the market is large, and the saved one far behind it or none."""
        with self._store.unit_of_work() as unit:
            profiles, generation = unit.profiles.count(), unit.generation()
        saved = self._shelf.generation()
        near = saved >= 0 and 0 <= generation - saved <= max(BEHIND * profiles, SMALL / 2)
        return profiles >= SMALL and not near

    def save(self, engine: Engine) -> None:
        """Save the market where that is worth it, unless it holds somebody who was erased meanwhile."""
        self.forget_the_erased()
        if not self.worthwhile:
            return
        try:
            engine.save(self._shelf, lambda generation: self._origin(engine.model, generation))
        except (OSError, Unavailable) as error:
            log.warning("The market could not be saved, so the next start takes longer: %s", error)
        self.forget_the_erased()

    def forget_the_erased(self) -> None:
        """Erase a saved market from before somebody was erased."""
        with self._store.unit_of_work() as unit:
            erased = int(unit.meta(LAST_ERASURE) or 0)
        if 0 <= self._shelf.generation() < erased:
            self._shelf.forget()

    def start(self, engine: Callable[[], Engine]) -> None:
        """Begin to look in the background whether the engine's market should be saved."""
        if self._thread is None:
            self._over.clear()
            self._thread = threading.Thread(target=self._look, args=(engine,), name="shelving", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Save no more; a save under way is ended first."""
        if self._thread is not None:
            self._over.set()
            self._thread.join()
            self._thread = None

    def _look(self, engine: Callable[[], Engine]) -> None:
        while True:
            try:
                self.save(engine())
            except Exception:
                log.exception("The market could not be saved, so the next start takes longer.")
            if self._over.wait(LOOK_S):
                return

    def _origin(self, encoder: str, generation: int) -> Origin:
        """What a market at a generation depends on; a database restored to another past has another last change."""
        with self._store.unit_of_work() as unit:
            store = unit.meta(STORE)
            last = unit.changes_after(generation - 1, 1)
            reached = unit.generation()
        if store is None:
            with self._store.unit_of_work(write=True) as unit:
                store = unit.meta(STORE) or uuid.uuid4().hex
                unit.set_meta(STORE, store)
                unit.commit()
        known = last[0] if last and last[0].number == generation else None
        mark = f"{known.profile_id}/{known.operation}" if known else "" if generation <= reached else "ahead"
        return Origin(f"{store}/{mark}", encoder, self._vocabulary)
