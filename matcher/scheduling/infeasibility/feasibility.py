"""Ask a solver whether a problem has a timetable at all, and which meetings are best left out if not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from ortools.sat.python import cp_model

from matcher.domain.schedules import SchedulingProblem
from matcher.scheduling.infeasibility.certificates import certificates
from matcher.scheduling.possibilities import Possibilities

Literal = cp_model.LiteralT


class Limits(NamedTuple):
    """How long one question to the solver may take, in seconds, and the seed of its search."""

    time_s: float
    seed: int = 0


def refuted(problem: SchedulingProblem, exempt: frozenset[str] = frozenset()) -> bool:
    """Whether a certificate shows, in milliseconds, that no timetable exists; arguments as for `feasible`."""
    return bool(certificates(replace(problem, fairness=None) if exempt else problem))


def feasible(problem: SchedulingProblem, limits: Limits, exempt: frozenset[str] = frozenset()) -> bool | None:
    """Whether a timetable exists, with the `exempt` participants left out of fairness; None where time ran out."""
    # Without linear relaxations a solver counts no pigeons into holes, which the certificates do.
    if refuted(problem, exempt):
        return False
    solver = _solver(limits)
    # Linear relaxations slow the search for a fair timetable down by a factor of twenty.
    solver.parameters.linearization_level = 0
    status = solver.solve(_Model(problem, exempt=exempt).model)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return True
    return False if status == cp_model.INFEASIBLE else None


def fewest_dropped(
    problem: SchedulingProblem, limits: Limits, exempt: frozenset[str] = frozenset()
) -> tuple[str, ...] | None:
    """The fewest meetings without which the others have a timetable, with the `exempt` left out of fairness.

    Where time ran out, the fewest that were found, which may be more; None where none were.
    """
    model = _Model(problem, droppable=True, exempt=exempt)
    solver = _solver(limits)
    if solver.solve(model.model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return tuple(meeting for meeting, dropped in model.dropped.items() if solver.boolean_value(dropped))


def _solver(limits: Limits) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = limits.seed
    solver.parameters.max_time_in_seconds = max(limits.time_s, 0.01)
    return solver


class _Model:
    """Which slot each meeting has, as booleans; with `droppable`, meetings may be left out, as few as possible."""

    def __init__(
        self, problem: SchedulingProblem, *, droppable: bool = False, exempt: frozenset[str] = frozenset()
    ) -> None:
        self.model = cp_model.CpModel()
        self.dropped: dict[str, cp_model.IntVar] = {}
        self._problem = problem
        self._known = Possibilities(problem)
        self._placed = {
            meeting: {slot: self.model.new_bool_var("") for slot in sorted(slots)}
            for meeting, slots in self._known.alone.items()
        }
        if droppable:
            self.dropped = {meeting.id: self.model.new_bool_var("") for meeting in problem.meetings}
            self.model.minimize(sum(self.dropped.values()))
        self._place()
        self._keep_order()
        used = {participant: self._meet_once(participant) for participant in self._known.free}
        if problem.fairness is not None:
            self._be_fair({person: slots for person, slots in used.items() if person not in exempt}, problem.fairness)

    def _place(self) -> None:
        by_slot: dict[int, list[Literal]] = defaultdict(list)
        for meeting, slots in self._placed.items():
            self.model.add_exactly_one([*slots.values(), *self._unless_dropped(meeting)])
            for slot, placed in slots.items():
                by_slot[slot].append(placed)
        for placed_there in by_slot.values():
            if len(placed_there) > self._problem.tables:
                self.model.add(sum(placed_there) <= self._problem.tables)

    def _keep_order(self) -> None:
        for later in self._problem.meetings:
            for earlier in later.after:
                unless = self._unless_dropped(earlier)
                for slot, placed in self._placed[later.id].items():
                    before = [other for time, other in self._placed[earlier].items() if time < slot]
                    self.model.add_bool_or([~placed, *before, *unless])

    def _unless_dropped(self, meeting: str) -> list[Literal]:
        return [self.dropped[meeting]] if self.dropped else []

    def _meet_once(self, participant: str) -> Sequence[Literal]:
        """Whether the participant meets in each slot, from the first slot to the last; never twice in one."""
        meetings = self._known.meetings_of[participant]
        used: list[Literal] = []
        for slot in range(1, self._problem.slots + 1):
            there = [self._placed[meeting.id][slot] for meeting in meetings if slot in self._placed[meeting.id]]
            used.append(self.model.new_bool_var(""))
            self.model.add_exactly_one([*there, ~used[-1]])
        if not self.dropped:
            self.model.add(sum(used) == len(meetings))
        return used

    def _be_fair(self, used: Mapping[str, Sequence[Literal]], fairness: int) -> None:
        fewest = self.model.new_int_var(0, self._problem.slots, "")
        for participant, slots in used.items():
            if len(self._known.meetings_of[participant]) < 2:
                self.model.add(fewest == 0)
                continue
            breaks = sum(self._break_ends(slots))
            self.model.add(breaks >= fewest)
            self.model.add(breaks <= fewest + fairness)

    def _break_ends(self, used: Sequence[Literal]) -> list[Literal]:
        """For each slot but the first, whether a break ends as it begins."""
        ends: list[Literal] = []
        met = used[0]
        for idle, meets in pairwise(used):
            end = self.model.new_bool_var("")
            self.model.add_bool_or([end, ~meets, idle, ~met])
            for needed in (meets, ~idle, met):
                self.model.add_implication(end, needed)
            ends.append(end)
            met_by_now = self.model.new_bool_var("")
            self.model.add_max_equality(met_by_now, [met, meets])
            met = met_by_now
        return ends
