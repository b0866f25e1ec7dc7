"""Keep the engine that answers in step with the database, the one truth, whoever changed it."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable
from datetime import date

from matcher.domain.profiles import Purpose
from matcher.engine import Engine
from matcher.errors import Unavailable
from matcher.ports import Operation, Store

BATCH = 1000
"""Changes applied to the engine at a time."""
POLL_S = 0.5
"""Between two looks at what other processes have changed."""
FRESH_S = 2.0
"""An answer is not made from what was last compared with the database longer ago."""
PATIENCE_S = 2.0
"""How long a question waits for a change that it names and that is not here yet."""
_RETRY_S = 0.05

log = logging.getLogger(__name__)


class Follower:
    """Applies committed changes in the order of their numbers to the engine that answers.

    How far it has come is the engine's own generation, and kept nowhere else. Safe to call from several threads.
    """

    def __init__(
        self, store: Store, engine: Engine, *, poll_s: float = POLL_S, today: Callable[[], date] = date.today
    ) -> None:
        self._store = store
        self._engine = engine
        self._poll_s = poll_s
        self._today = today
        self._day: date | None = None
        self._turn = threading.Lock()
        self._looked = -math.inf
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def engine(self) -> Engine:
        """The engine that answers: it knows every change that a call of `catch_up` has returned for."""
        return self._engine

    def start(self) -> None:
        """Begin to follow the changes of other processes in the background."""
        if self._thread is None:
            self._over.clear()
            self._thread = threading.Thread(target=self._follow, name="follower", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Follow no more; every call of `refresh` then looks at the database again."""
        if self._thread is not None:
            self._over.set()
            self._thread.join()
            self._thread = None

    def refresh(self) -> None:
        """Make sure that the engine knows all that this process has written, and not long ago all that others had.

        A database at hand is asked, so that processes beside this one are followed at once. Another is not while it is
        followed in the background.

        Raises:
            Unavailable: the database cannot be reached to find out.
        """
        self._begin_day()
        fresh = not self._store.at_hand and self._thread is not None and time.monotonic() - self._looked <= FRESH_S
        if not fresh or self._engine.generation < self._store.written:
            self.catch_up()

    def catch_up(self) -> int:
        """Apply what was committed since the last call; the generation reached."""
        self._begin_day()
        looking = time.monotonic()
        with self._store.unit_of_work() as unit:
            behind = unit.generation() != self._engine.generation
        if behind:
            with self._turn:
                self._apply_to(self._engine)
        self._looked = max(self._looked, looking)
        return self._engine.generation

    def reach(self, number: int, deadline: float) -> None:
        """Wait until the engine knows the change of this number, until `deadline` on the monotonic clock.

        Raises:
            Unavailable: there is no such change by then.
        """
        while self._engine.generation < number and (reached := self.catch_up()) < number:
            if time.monotonic() >= deadline:
                raise Unavailable(
                    f"Change {number} is not here yet, the last one is {reached}: try again in a few seconds.",
                    field="min_generation",
                    found=number,
                    expected=f"at most {reached}",
                )
            time.sleep(_RETRY_S)

    def hand_over(self, successor: Engine) -> None:
        """Let another engine answer from now on, which then knows no less than the present one."""
        # Most of what it lacks is applied before the turn, which writers wait for.
        self._apply_to(successor)
        with self._turn:
            self._apply_to(successor)
            self._let_go(successor, self._today())
            self._engine = successor

    def _begin_day(self) -> None:
        """Once on each day take out whose consent to matching has ended, which changes nothing in the database."""
        day = self._today()
        if day == self._day:
            return
        with self._turn:
            self._let_go(self._engine, day)
            self._day = day

    def _let_go(self, engine: Engine, day: date) -> None:
        with self._store.unit_of_work() as unit:
            lapsed = unit.profiles.lapsed(day)
        if lapsed:
            engine.update([], lapsed, engine.generation)

    def _follow(self) -> None:
        failing = False
        while not self._over.wait(self._poll_s):
            try:
                self.catch_up()
                failing = False
            except Exception as error:
                # Once for each time of trouble, not twice a second.
                if not failing:
                    log.warning("Changes by others wait: %s", error, exc_info=not isinstance(error, Unavailable))
                failing = True

    def _apply_to(self, engine: Engine) -> None:
        with self._store.unit_of_work() as unit:
            while changes := unit.changes_after(engine.generation, BATCH):
                if any(change.operation is Operation.ERASED for change in changes):
                    engine.keep_only(frozenset(unit.profiles.ids()))
                touched = list(dict.fromkeys(change.profile_id for change in changes))
                stored = unit.profiles.get_many(touched)
                engine.update(
                    changed=[one.profile.seen_for(Purpose.MATCHING, self._today()) for one in stored.values()],
                    removed=[profile_id for profile_id in touched if profile_id not in stored],
                    generation=changes[-1].number,
                )
                if engine is self._engine:
                    self._looked = time.monotonic()
