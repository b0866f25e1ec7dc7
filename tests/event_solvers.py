"""Solvers that are slow, obvious and good enough for a handful of people."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import count

from matcher.domain.events import Event, EventParticipant, Pair
from matcher.domain.schedules import (
    MeetingRequest,
    PlacedMeeting,
    Progress,
    SchedulingProblem,
    Solution,
    Status,
    Violation,
)
from matcher.scheduling.pairs.events import fairness
from matcher.usecases.events.solvers import Solvers, Two


def choose_best_first(
    event: Event, people: Sequence[EventParticipant], pairs: Sequence[Pair], forbidden: Collection[Two]
) -> Collection[Two]:
    left = Counter({person.id: person.quota or event.rules.quota for person in people})
    chosen = []
    for pair in sorted(pairs, key=lambda one: (one.rule is None, not one.locked, -one.utility)):
        key = (pair.a, pair.b)
        if key not in forbidden and left[pair.a] > 0 and left[pair.b] > 0:
            chosen.append(key)
            left.subtract(key)
    return chosen


def solve_first_fit(
    problem: SchedulingProblem,
    *,
    time_limit_s: float,
    seed: int = 0,
    progress: Callable[[Progress], None] = lambda progress: None,
    stop: threading.Event | None = None,
    hint: Sequence[PlacedMeeting] = (),
) -> Solution:
    free = {person.id: set(range(1, problem.slots + 1)) - person.unavailable for person in problem.participants}
    placed: list[PlacedMeeting] = []
    used: Counter[int] = Counter()
    for meeting in sorted(problem.meetings, key=lambda one: one.slot is None):
        wanted = {meeting.slot} if meeting.slot is not None else set(range(1, problem.slots + 1))
        open_slots = sorted(slot for slot in wanted & free[meeting.a] & free[meeting.b] if used[slot] < problem.tables)
        if not open_slots:
            return Solution(Status.INFEASIBLE)
        used[open_slots[0]] += 1
        placed.append(PlacedMeeting(meeting.id, open_slots[0], used[open_slots[0]]))
        free[meeting.a].discard(open_slots[0])
        free[meeting.b].discard(open_slots[0])
        progress(Progress(0, 0, 0.0, tuple(placed)))
    return Solution(Status.FEASIBLE, 0, 0, tuple(placed), {person.id: 0 for person in problem.participants})


def seat_in_order(
    meetings: Sequence[MeetingRequest],
    slots: Mapping[str, int],
    tables: Sequence[int],
    hosts: Collection[str] = (),
    locked: Mapping[str, int] | None = None,
) -> tuple[PlacedMeeting, ...]:
    seats = {(slots[name], table): name for name, table in (locked or {}).items()}
    for meeting in meetings:
        if meeting.id not in seats.values():
            slot = slots[meeting.id]
            seats[slot, next(table for table in count(1) if (slot, table) not in seats)] = meeting.id
    return tuple(PlacedMeeting(name, slot, table) for (slot, table), name in sorted(seats.items()))


def find_nothing_wrong(problem: SchedulingProblem, placed: Sequence[PlacedMeeting]) -> tuple[Violation, ...]:
    return ()


def repair_first_fit(
    problem: SchedulingProblem,
    current: Sequence[PlacedMeeting],
    spare: Sequence[MeetingRequest],
    *,
    moves: int,
    hosts: Collection[str],
) -> tuple[PlacedMeeting, ...]:
    """Keep what is possible where it was, then place the rest and the spare where there is room, each once."""
    free = {person.id: set(range(1, problem.slots + 1)) - person.unavailable for person in problem.participants}
    before = {one.id: one for one in current}
    waiting: list[MeetingRequest] = []
    placed: dict[tuple[int, int], PlacedMeeting] = {}
    for meeting in problem.meetings:
        one = before[meeting.id]
        if one.slot in free[meeting.a] & free[meeting.b]:
            placed[one.slot, one.table] = one
            free[meeting.a].discard(one.slot)
            free[meeting.b].discard(one.slot)
        else:
            waiting.append(meeting)
    for meeting in (*waiting, *spare):
        seats = [
            (slot, table)
            for slot in sorted(free[meeting.a] & free[meeting.b])
            for table in range(1, problem.tables + 1)
            if (slot, table) not in placed
        ]
        if seats and (meeting in spare or moves > 0):
            moves -= meeting not in spare
            placed[seats[0]] = PlacedMeeting(meeting.id, *seats[0])
            free[meeting.a].discard(seats[0][0])
            free[meeting.b].discard(seats[0][0])
    return tuple(placed.values())


SIMPLE = Solvers(choose_best_first, solve_first_fit, seat_in_order, find_nothing_wrong, repair_first_fit, fairness)
