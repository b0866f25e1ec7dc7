"""When they meet: the timetable with the fewest breaks, proved, or as good as the time allows."""

from __future__ import annotations

from matcher.scheduling.timetable.solving import solve

__all__ = ["solve"]
