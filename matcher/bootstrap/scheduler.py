"""The bare scheduling problem solved, for whoever asks, a few at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cached_property

from matcher.domain.schedules import Progress, Solution
from matcher.errors import Unavailable
from matcher.intake.scheduling_problem import SchedulingRequest
from matcher.usecases.events.solvers import Solve

MOST_AT_ONCE = 2
"""Each solve takes several processes: more of them at a time would each find less until their deadline."""


class Scheduler:
    """Solves scheduling problems, `most` at a time; `solver` is that of the house unless another is set."""

    def __init__(self, most: int = MOST_AT_ONCE) -> None:
        self._places = threading.BoundedSemaphore(most)

    @cached_property
    def solver(self) -> Solve:
        """What finds timetables; ortools takes a while to import."""
        from matcher.scheduling.timetable import solve  # noqa: PLC0415

        return solve

    def solve(
        self,
        asked: SchedulingRequest,
        *,
        progress: Callable[[Progress], None] = lambda progress: None,
        stop: threading.Event | None = None,
    ) -> Solution:
        """The best timetable found within the time that is asked for, or until `stop` is set.

        Raises:
            Unavailable: as many problems as may be are being solved already, or the search broke down.
        """
        if not self._places.acquire(blocking=False):
            raise Unavailable("As many problems are being solved as may be at a time. Try again in a few seconds.")
        try:
            return self.solver(
                asked.problem, time_limit_s=asked.time_limit_s, seed=asked.seed, progress=progress, stop=stop
            )
        finally:
            self._places.release()
