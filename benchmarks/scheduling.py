"""Timetables: `python -m benchmarks.scheduling [--instances FOLDER] [--limit S] [--peer-limit S] [--largest SIDE]`.

FOLDER holds published instances (`.dzn` files) and `expected_optima.csv` with columns `file` and `optimal_total_breaks`
(a number, or UNSAT): those of Bofill et al., JAIR 74 (2022), are at github.com/kieuvantuyen01/
Business-Meeting-Scheduling-Problem. Without it only synthetic events are solved, of two sides with up to SIDE (2,000)
people each. The peer is CP-SAT as one would use it: the same model, two workers and nothing else set. The ratio of a
median compares only what both proved.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
from ortools.sat.python import cp_model

from matcher.domain.schedules import (
    MeetingRequest,
    Participant,
    PlacedMeeting,
    Progress,
    SchedulingProblem,
    Solution,
    Status,
)
from matcher.intake.dzn import problem_of_dzn
from matcher.intake.scheduling_problem import read_problem
from matcher.scheduling.lanes.model import Model, build
from matcher.scheduling.timetable import solve
from matcher.scheduling.verification import breaks_of, verify

SIDES = (60, 125, 250, 500, 1_000, 2_000)
SLOTS, QUOTA, OFTEN_AWAY = 12, 5, 0.3
"""Slots of the synthetic events, meetings of one participant at most, and the share who are away for a third of it."""
out = sys.stdout.write


@dataclass(frozen=True)
class Run:
    """How one problem went."""

    status: Status
    objective: int | None
    seconds: float

    @property
    def proved(self) -> bool:
        """Whether nothing is left open."""
        return self.status in (Status.OPTIMAL, Status.INFEASIBLE)


def main() -> None:
    """Solve published instances where there are some, then growing events."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instances", type=Path)
    parser.add_argument("--limit", type=float, default=120)
    parser.add_argument("--peer-limit", type=float, default=10)
    parser.add_argument("--largest", type=int, default=2_000)
    options = parser.parse_args()
    if options.instances:
        _published(options.instances, options.limit, options.peer_limit)
    _synthetic(options.largest, options.limit)


def _published(folder: Path, limit: float, peer_limit: float) -> None:
    with (folder / "expected_optima.csv").open(encoding="utf-8") as file:
        expected = {row["file"]: row["optimal_total_breaks"] for row in csv.DictReader(file)}
    out(f"  {'instance':28} published       ours        s   CP-SAT        s\n")
    ours, peers, wrong = [], [], 0
    for name, optimum in expected.items():
        problem = read_problem(problem_of_dzn(folder / name, fairness=2)).problem
        run = _timed(partial(_ours, problem, limit))
        peer = _timed(partial(_peer, problem, peer_limit))
        ours.append(run)
        peers.append(peer)
        wrong += run.proved and _told(run) != optimum
        out(f"  {Path(name).stem:28} {optimum:>9} {_told(run):>10} {run.seconds:8.2f}")
        out(f" {_told(peer):>8} {peer.seconds:8.2f}\n")
    both = [(one.seconds, other.seconds) for one, other in zip(ours, peers, strict=True) if one.proved and other.proved]
    out(f"  proved: ours {sum(one.proved for one in ours)} of {len(ours)} in {limit:g} s,")
    out(f" CP-SAT {sum(one.proved for one in peers)} in {peer_limit:g} s; against what is published: {wrong}\n")
    out(f"  ours: median {median(one.seconds for one in ours):.2f} s, longest {max(one.seconds for one in ours):.1f} s")
    out(f"; proved by both: {len(both)}, CP-SAT takes {median(other / one for one, other in both):.1f} times as long\n")


def _told(run: Run) -> str:
    if run.status is Status.INFEASIBLE:
        return "UNSAT"
    return "?" if run.objective is None else f"{run.objective}{'' if run.proved else '+'}"


def _timed(attempt: Callable[[], tuple[Status, int | None]]) -> Run:
    started = perf_counter()
    status, objective = attempt()
    return Run(status, objective, perf_counter() - started)


def _ours(problem: SchedulingProblem, limit: float) -> tuple[Status, int | None]:
    return _checked(problem, solve(problem, time_limit_s=limit))


def _checked(problem: SchedulingProblem, solution: Solution) -> tuple[Status, int | None]:
    if solution.meetings and (violations := verify(problem, solution.meetings)):
        raise AssertionError(f"The timetable breaks rules: {violations[:5]}")
    if solution.status is Status.INFEASIBLE and not solution.explanation:
        raise AssertionError("No cause is given.")
    return solution.status, solution.objective


def _peer(problem: SchedulingProblem, limit: float) -> tuple[Status, int | None]:
    model = _programme(build(problem))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = limit
    match solver.solve(model):
        case cp_model.OPTIMAL:
            return Status.OPTIMAL, round(solver.objective_value)
        case cp_model.FEASIBLE:
            return Status.FEASIBLE, round(solver.objective_value)
        case cp_model.INFEASIBLE:
            return Status.INFEASIBLE, None
    return Status.UNKNOWN, None


def _programme(model: Model) -> cp_model.CpModel:
    program = cp_model.CpModel()
    variables = [program.new_bool_var("") for _ in range(model.variables + 1)]

    def total(numbers: Sequence[int]) -> cp_model.LinearExprT:
        return cp_model.LinearExpr.sum([variables[one] for one in numbers])

    for clause in model.clauses:
        program.add_bool_or([variables[one] if one > 0 else ~variables[-one] for one in clause])
    for numbers, count in model.at_most:
        program.add(total(numbers) <= count)
    for numbers, count in model.exactly:
        program.add(total(numbers) == count)
    program.minimize(total(model.costs))
    return program


def _synthetic(largest: int, limit: float) -> None:
    out(f"Two sides, {SLOTS} slots, {OFTEN_AWAY:.0%} away for a third of them; greedy: the first free slot for each\n")
    out("   side  meetings     first s    status   breaks    bound        s   greedy leaves out  breaks\n")
    for side in (one for one in SIDES if one <= largest):
        problem = event(side)
        told: list[Progress] = []
        started = perf_counter()
        solution = solve(problem, time_limit_s=limit, progress=told.append)
        seconds = perf_counter() - started
        _checked(problem, solution)
        first = next((f"{one.wall_s:.1f}" for one in told if one.meetings), "-")
        placed = _greedy(problem)
        out(f"  {side:5} {len(problem.meetings):9} {first:>11} {solution.status.value:>9} {solution.objective!s:>8}")
        out(f" {solution.bound!s:>8} {seconds:8.1f} {len(problem.meetings) - len(placed):19}")
        out(f" {sum(breaks_of(problem, placed).values()):7}\n")


def event(side: int, seed: int = 0) -> SchedulingProblem:
    """An event of two sides that has a timetable: one is drawn first, among those who are there."""
    random = np.random.default_rng(seed)
    away = random.random((2, side)) < OFTEN_AWAY
    first = np.where(away, random.integers(0, SLOTS, (2, side)), 0)
    length = np.where(away, SLOTS // 3, 0)
    free = np.ones((2, side, SLOTS), np.bool_)
    for shift in range(SLOTS // 3):
        one, who = np.nonzero(length > shift)
        free[one, who, (first[one, who] + shift) % SLOTS] = False
    meetings: dict[tuple[int, int], None] = {}
    have = [Counter[int](), Counter[int]()]
    for slot in random.permutation(SLOTS).tolist():
        hosts = [one for one in np.flatnonzero(free[0, :, slot]).tolist() if have[0][one] < QUOTA]
        guests = [one for one in np.flatnonzero(free[1, :, slot]).tolist() if have[1][one] < QUOTA]
        for host, guest in zip(random.permutation(hosts).tolist(), random.permutation(guests).tolist(), strict=False):
            if (host, guest) not in meetings:
                meetings[host, guest] = None
                have[0][host] += 1
                have[1][guest] += 1
    people = [
        Participant(f"{'hg'[one]}{who}", frozenset((np.flatnonzero(~free[one, who]) + 1).tolist()))
        for one in range(2)
        for who in range(side)
    ]
    requests = tuple(MeetingRequest(f"h{host}-g{guest}", f"h{host}", f"g{guest}") for host, guest in meetings)
    return SchedulingProblem(SLOTS, side, tuple(people), requests)


def _greedy(problem: SchedulingProblem) -> list[PlacedMeeting]:
    away = {person.id: person.unavailable for person in problem.participants}
    busy: set[tuple[str, int]] = set()
    held = Counter[int]()
    placed = []
    for one in problem.meetings:
        for slot in range(1, problem.slots + 1):
            ends = {(one.a, slot), (one.b, slot)}
            if slot not in away[one.a] | away[one.b] and not ends & busy and held[slot] < problem.tables:
                busy |= ends
                held[slot] += 1
                placed.append(PlacedMeeting(one.id, slot, held[slot]))
                break
    return placed


if __name__ == "__main__":
    main()
