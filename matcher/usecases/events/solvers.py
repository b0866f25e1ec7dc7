"""What events ask of scheduling; the concrete solvers are chosen where the application is wired."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from matcher.domain.events import Event, EventParticipant, Pair
from matcher.domain.schedules import (
    MeetingRequest,
    PlacedMeeting,
    Progress,
    SchedulingProblem,
    Solution,
    Violation,
)
from matcher.scheduling.pairs.fairness import FairnessReport

Two = tuple[str, str]
"""Two participants by id, the smaller first."""


class ChoosePairs(Protocol):
    """Decides who meets whom."""

    def __call__(
        self, event: Event, people: Sequence[EventParticipant], pairs: Sequence[Pair], forbidden: Collection[Two]
    ) -> Collection[Two]:
        """The pairs to choose among `pairs`, none of them `forbidden`; those that must meet or are locked included.

        Raises:
            Infeasible: what must be cannot be.
        """
        ...


class Solve(Protocol):
    """Decides when they meet."""

    def __call__(
        self,
        problem: SchedulingProblem,
        *,
        time_limit_s: float,
        seed: int = 0,
        progress: Callable[[Progress], None] = ...,
        stop: threading.Event | None = None,
        hint: Sequence[PlacedMeeting] = (),
    ) -> Solution:
        """The best timetable found within the limit, or until `stop` is set; `hint` is where to begin.

        Those that `progress` is told are right too, their tables included.
        """
        ...


class Seat(Protocol):
    """Decides at which table they meet."""

    def __call__(
        self,
        meetings: Sequence[MeetingRequest],
        slots: Mapping[str, int],
        tables: Sequence[int],
        hosts: Collection[str] = (),
        locked: Mapping[str, int] | None = None,
    ) -> tuple[PlacedMeeting, ...]:
        """A table for each meeting, of which `slots` has the slot."""
        ...


class Repair(Protocol):
    """Mends a timetable on the day."""

    def __call__(
        self,
        problem: SchedulingProblem,
        current: Sequence[PlacedMeeting],
        spare: Sequence[MeetingRequest],
        *,
        moves: int,
        hosts: Collection[str],
    ) -> tuple[PlacedMeeting, ...]:
        """Where the problem's meetings are held now, and those of `spare` (best first) that fill freed seats.

        What is possible where it was in `current` stays there, but for `moves` meetings at most; what has no place
        left is left out. `hosts` keep one table where they can.
        """
        ...


Verify = Callable[[SchedulingProblem, Sequence[PlacedMeeting]], tuple[Violation, ...]]
MeasureFairness = Callable[[Event, Sequence[EventParticipant], Sequence[Pair]], FairnessReport]
"""Says who got what from the chosen ones of the pairs."""


@dataclass(frozen=True, slots=True)
class Solvers:
    """Everything that events ask of scheduling."""

    choose: ChoosePairs
    solve: Solve
    seat: Seat
    verify: Verify
    repair: Repair
    fairness: MeasureFairness
