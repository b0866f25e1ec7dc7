"""The whole way from a problem to its timetable: what is obvious, then the lanes, and the reasons when none exists."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matcher.domain.schedules import Objective, PlacedMeeting, Progress, SchedulingProblem, Solution, Status
from matcher.scheduling.infeasibility import TIME_RAN_OUT, certificates, explain
from matcher.scheduling.lanes.findings import Assignment, Finding
from matcher.scheduling.tables import assign_tables, seated
from matcher.scheduling.timetable.colouring import by_colouring
from matcher.scheduling.timetable.portfolio import Portfolio
from matcher.scheduling.verification import breaks_of, verify

POLL_S = 0.05
PROVING = 100_000
"""Possible placements (meetings × slots) up to which proofs are searched for."""
NEAR, HEAD_START_S = 7, 8.0
"""Breaks between the best timetable and the bound, and seconds, from which each count of breaks is tried on its own."""
EXPLANATION_S = 10.0
"""The longest that reasons are searched for once a problem is known to have no timetable."""


def ignore(_: Progress) -> None:
    """Progress that nobody follows."""


def solve(
    problem: SchedulingProblem,
    *,
    time_limit_s: float,
    seed: int = 0,
    progress: Callable[[Progress], None] = ignore,
    stop: threading.Event | None = None,
    hint: Sequence[PlacedMeeting] = (),
) -> Solution:
    """The timetable with the fewest breaks that can be found in `time_limit_s` seconds or until `stop` is set.

    `progress` is called in this thread with every better timetable and bound; `hint` is a timetable to begin from,
    taken when it breaks no rule. The same seed searches in the same order, but which lane is first depends on the
    machine. With the objective `none` any timetable is optimal. When none exists, `explanation` says why, for which up
    to 10 s more are used.

    Raises:
        Unavailable: the processes that search broke down.
    """
    begun = time.monotonic()
    known = _Known(problem, progress, begun)
    known.infeasible = bool(certificates(problem))
    known.take(hint)
    if not known.settled:
        known.take(by_colouring(problem) or ())
    if not known.settled:
        slots = {one.id: one.slot for one in known.best}
        assignment = Assignment(problem, tuple(slots[one.id] for one in problem.meetings if slots), seed)
        _search(assignment, known, begun + time_limit_s, stop or threading.Event())
    if known.infeasible:
        causes = explain(problem, time_limit_s=EXPLANATION_S, seed=seed, proved=True)
        return Solution(Status.INFEASIBLE, explanation=causes, wall_s=time.monotonic() - begun)
    return known.solution()


def _search(assignment: Assignment, known: _Known, deadline: float, stop: threading.Event) -> None:
    """Two lanes from the start, as far as the problem's size makes a proof likely; a third where it is near."""
    placements = len(assignment.problem.meetings) * assignment.problem.slots
    with Portfolio() as lanes:
        lanes.start("chains", assignment)
        if placements <= PROVING:
            lanes.start("core", assignment)
        while not known.settled and not lanes.over and not stop.is_set() and time.monotonic() < deadline:
            finding = lanes.next(min(POLL_S, deadline - time.monotonic()))
            if finding is not None:
                known.learn(finding)
            elif "rising" not in lanes and "core" in lanes and known.nearly_settled:
                lanes.start("rising", assignment)
                lanes.give_way("chains")


@dataclass(slots=True)
class _Known:
    """The best timetable and the highest bound so far, or that there is none."""

    problem: SchedulingProblem
    progress: Callable[[Progress], None]
    begun: float
    best: tuple[PlacedMeeting, ...] = ()
    breaks: int | None = None
    bound: int = 0
    infeasible: bool = False

    @property
    def settled(self) -> bool:
        """Whether nothing is left to search for."""
        any_will_do = self.problem.objective is Objective.NONE
        return self.infeasible or (self.breaks is not None and (any_will_do or self.breaks <= self.bound))

    @property
    def nearly_settled(self) -> bool:
        """Whether few breaks are left in question, although it has been a while."""
        late = time.monotonic() - self.begun > HEAD_START_S
        return late and self.breaks is not None and self.breaks - self.bound <= NEAR

    def learn(self, finding: Finding) -> None:
        """Takes what a lane found; its timetables are verified like everyone's."""
        self.infeasible |= finding.infeasible
        if finding.bound is not None and finding.bound > self.bound:
            self.bound = finding.bound
            self._tell()
        if finding.slots is not None:
            meetings = self.problem.meetings
            self.take(seated({one.id: slot for one, slot in zip(meetings, finding.slots, strict=True)}))

    def take(self, placed: Sequence[PlacedMeeting]) -> None:
        """Keeps a timetable that is right and better than the best."""
        if verify(self.problem, placed):
            return
        breaks = sum(breaks_of(self.problem, placed).values())
        if self.breaks is None or breaks < self.breaks:
            self.best, self.breaks = tuple(placed), breaks
            self._tell()

    def solution(self) -> Solution:
        """All of it, at tables that are changed seldom."""
        wall_s = time.monotonic() - self.begun
        if self.breaks is None:
            return Solution(Status.UNKNOWN, explanation=(TIME_RAN_OUT,), wall_s=wall_s)
        slots = {one.id: one.slot for one in self.best}
        placed = assign_tables(self.problem.meetings, slots, range(1, self.problem.tables + 1))
        return Solution(
            Status.OPTIMAL if self.settled else Status.FEASIBLE,
            self.breaks,
            self.bound,
            placed,
            breaks_of(self.problem, placed),
            wall_s=time.monotonic() - self.begun,
        )

    def _tell(self) -> None:
        self.progress(Progress(self.breaks, self.bound, time.monotonic() - self.begun, self.best))
