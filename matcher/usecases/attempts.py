"""One owner's work on a job: what it is given, how it says how far it is, and what comes of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping

from matcher.domain.jobs import Job, JobProgress
from matcher.domain.schedules import Progress
from matcher.ports import UnitOfWork

SHORTEST_S = 1.0
"""What an attempt is given at least, whatever earlier ones have used up."""


class Attempt:
    """One owner's work on a job: `stop` is set when it should end with the best it has."""

    def __init__(self, job: Job, stop: threading.Event) -> None:
        self.job = job
        self.stop = stop
        self.progress = job.progress
        self._begun = time.monotonic()

    @property
    def remaining_s(self) -> float:
        """The seconds that earlier attempts have left of the limit."""
        return max(SHORTEST_S, self.job.time_limit_s - self.job.progress.wall_s)

    def report(self, progress: Progress) -> None:
        """Note how far a solve is, kept with the next sign of life; what an earlier attempt found better stays."""
        better = progress.best is not None and (self.progress.best is None or progress.best < self.progress.best)
        found = progress if better or not self.progress.meetings else self.progress
        self.progress = JobProgress(
            best=found.best,
            bound=progress.bound,
            wall_s=self.job.progress.wall_s + progress.wall_s,
            meetings=found.meetings,
        )

    def count(self, done: int, expected: int | None) -> None:
        """Note how many rows this attempt has done, of how many; the time that earlier ones took stays taken."""
        wall_s = self.job.progress.wall_s + time.monotonic() - self._begun
        self.progress = JobProgress(wall_s=wall_s, done=done, expected=expected)

    def begin_anew(self) -> None:
        """Forget what earlier attempts found, which is of no use any more; the time they took stays taken."""
        self.progress = JobProgress(wall_s=self.job.progress.wall_s)


Keep = Callable[[UnitOfWork], Mapping[str, object]]
Work = Callable[[Attempt], Keep]
"""Does a job; what it gives writes the outcome in the transaction that ends the job, and returns the job's result."""
