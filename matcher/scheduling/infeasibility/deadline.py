"""The time that one explanation may take in all."""

from __future__ import annotations

import time

from matcher.scheduling.infeasibility.feasibility import Limits


class Deadline:
    """A point in time, so many seconds from now, that every question to the solver is asked within."""

    def __init__(self, time_limit_s: float, seed: int = 0) -> None:
        self._end = time.monotonic() + time_limit_s
        self._seed = seed

    @property
    def passed(self) -> bool:
        """Whether no time is left."""
        return time.monotonic() >= self._end

    def limits(self) -> Limits:
        """What is left of the time, for one question."""
        return Limits(max(0.0, self._end - time.monotonic()), self._seed)

    def part(self, share: float) -> Deadline:
        """A deadline after a share (0 to 1) of what is left."""
        return Deadline(share * self.limits().time_s, self._seed)
