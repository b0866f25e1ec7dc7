"""What a lane is given, and what it tells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matcher.domain.schedules import SchedulingProblem


@dataclass(frozen=True, slots=True)
class Assignment:
    """A problem, a known timetable to begin from (a slot for each meeting, or empty), and the seed."""

    problem: SchedulingProblem
    slots: tuple[int, ...] = ()
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """A timetable (`slots`, one for each meeting), a proved `bound` on its breaks, or that none exists."""

    slots: Sequence[int] | None = None
    bound: int | None = None
    infeasible: bool = False


Tell = Callable[[Finding], None]
