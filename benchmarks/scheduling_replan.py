"""Timetables mended on the day, and made by colouring: `python -m benchmarks.scheduling_replan [SIDE] [EVENTS]`.

An event of two sides, SIDE people each (500), with quotas of 8 and 12 slots; 8 % do not come. The ceiling is the
optimum of a linear programme, built apart from ours, that no way of filling seats can pass. The peers are to fill them
one after another, best first, and to make a new timetable of pairs taken best first. Colouring stands beside taking a
largest matching again and again, which is what one would write with scipy. One thread; EVENTS (5) events.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from statistics import median
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from matcher.domain.schedules import MeetingRequest, Participant, PlacedMeeting, SchedulingProblem
from matcher.scheduling.replan.differences import differences
from matcher.scheduling.replan.repair import repair
from matcher.scheduling.tables import assign_tables
from matcher.scheduling.timetable.colouring import by_colouring, colour_rounds
from matcher.scheduling.verification import verify

QUOTA, SLOTS, LIKED, AWAY = 8, 12, 30, 0.08
"""Meetings wanted, slots, how many of the other side somebody would like to meet, and the share who do not come."""
CROWDS = ((500, 4_000, 500), (2_000, 20_000, 2_000), (2_000, 20_000, 1_000))
"""People a side, meetings and tables to colour."""
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Day:
    """What is left of an event when the doors close, with the timetable and the spare pairs, best first."""

    problem: SchedulingProblem
    current: tuple[PlacedMeeting, ...]
    spare: tuple[MeetingRequest, ...]
    hosts: tuple[str, ...]
    cancelled: int


def main() -> None:
    """Mend events, then colour crowds, each beside its peers."""
    side = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    events = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    out = sys.stdout.write
    out(f"{side} × {side}, {AWAY:.0%} do not come: meetings cancelled, and those that fill their seats\n")
    out("  event  cancelled  ceiling    ours  moved      s   greedy   anew: more  moved\n")
    shares, greedy_shares = [], []
    for seed in range(events):
        day = _day(seed, side)
        started = perf_counter()
        placed = repair(day.problem, day.current, day.spare, hosts=day.hosts)
        seconds = perf_counter() - started
        _check(day, placed)
        found = differences(day.current, placed)
        ceiling, greedy = _ceiling(day), _greedy(day)
        shares.append(len(found.added) / ceiling)
        greedy_shares.append(greedy / ceiling)
        out(f"  {seed:5} {day.cancelled:10} {ceiling:8.1f} {len(found.added):7} {len(found.moved):6} {seconds:6.2f}")
        out(f" {greedy:8} {_anew(day)}\n")
    out(f"  of the ceiling: ours {median(shares):.1%}, greedy {median(greedy_shares):.1%}\n")
    out("Colouring: people a side, and rounds, which nobody can have fewer of than somebody has meetings\n")
    out("   side  meetings  tables  largest  rounds       s   peer: rounds       s\n")
    for size, meetings, tables in CROWDS:
        out(_coloured(size, meetings, tables))


def _day(seed: int, side: int) -> Day:
    """An event whose best pairs meet, tables for a tenth more meetings than there are, and who is away."""
    random = np.random.default_rng(seed)
    tastes = random.standard_normal((2, side, 8))
    utility = tastes[0] @ tastes[1].T + random.standard_normal((side, side))
    liked = np.zeros((side, side), np.bool_)
    np.put_along_axis(liked, np.argsort(-utility, 1)[:, :LIKED], values=True, axis=1)
    np.put_along_axis(liked, np.argsort(-utility, 0)[:LIKED], values=True, axis=0)
    hosts, guests = (ends.tolist() for ends in np.nonzero(liked))
    best_first = sorted(zip(hosts, guests, strict=True), key=lambda pair: -utility[pair])
    requests = [MeetingRequest(f"{host}-{guest}", f"h{host}", f"g{guest}") for host, guest in best_first]
    chosen = _within_quotas(requests)
    tables = -(-len(chosen) * 11 // (10 * SLOTS))
    people = [Participant(f"{letter}{place}", quota=QUOTA) for letter, place in product("hg", range(side))]
    event = SchedulingProblem(SLOTS, tables, tuple(people), tuple(chosen))
    slots = {one.id: one.slot for one in by_colouring(event) or ()}
    names = tuple(one.id for one in people[:side])
    current = assign_tables(chosen, slots, range(1, tables + 1), names)
    away = {people[place].id for place in random.permutation(2 * side)[: round(AWAY * 2 * side)]}
    there = [one for one in chosen if away.isdisjoint((one.a, one.b))]
    left, met = {one.id for one in there}, {one.id for one in chosen}
    return Day(
        replace(event, meetings=tuple(there)),
        tuple(one for one in current if one.id in left),
        tuple(one for one in requests if one.id not in met and away.isdisjoint((one.a, one.b))),
        names,
        len(chosen) - len(there),
    )


def _within_quotas(best_first: Sequence[MeetingRequest]) -> list[MeetingRequest]:
    have, chosen = Counter[str](), []
    for one in best_first:
        if max(have[one.a], have[one.b]) < QUOTA:
            have.update((one.a, one.b))
            chosen.append(one)
    return chosen


def _check(day: Day, placed: Sequence[PlacedMeeting]) -> None:
    there = {one.id for one in placed}
    held = tuple(one for one in (*day.problem.meetings, *day.spare) if one.id in there)
    if violations := verify(replace(day.problem, meetings=held), placed):
        raise AssertionError(f"The timetable breaks rules: {violations[:5]}")


def _taken(day: Day) -> tuple[set[tuple[str, int]], Counter[int], Counter[str]]:
    """Who is busy when, how many meetings there are in each slot, and how many each has."""
    slot = {one.id: one.slot for one in day.current}
    ends = [(person, slot[one.id]) for one in day.problem.meetings for person in (one.a, one.b)]
    return set(ends), Counter(slot.values()), Counter(person for person, _ in ends)


def _ceiling(day: Day) -> float:
    """The most spare meetings, shared out over slots in fractions."""
    busy, held, have = _taken(day)
    rows: dict[tuple[object, ...], int] = {}
    limits: list[int] = []
    entries: list[tuple[int, int]] = []
    columns = 0
    for one, slot in product(day.spare, range(1, SLOTS + 1)):
        if {(one.a, slot), (one.b, slot)} & busy:
            continue
        needs: list[tuple[tuple[object, ...], int]] = [
            ((slot,), day.problem.tables - held[slot]),
            ((one.id, "once"), 1),
        ]
        for person in (one.a, one.b):
            needs += [((person, slot), 1), ((person,), QUOTA - have[person])]
        for need, limit in needs:
            if need not in rows:
                rows[need] = len(limits)
                limits.append(limit)
            entries.append((rows[need], columns))
        columns += 1
    matrix = csr_array((np.ones(len(entries)), np.array(entries).T), shape=(len(limits), columns))
    constraint = LinearConstraint(matrix, ub=np.array(limits, np.float64))
    shared_out = milp(-np.ones(columns), constraints=constraint, bounds=Bounds(0, 1))
    assert shared_out.x is not None, "to leave every seat empty is allowed"  # noqa: S101 -- a measurement
    return float(shared_out.x.sum())


def _greedy(day: Day) -> int:
    """How many spare meetings find a place when each takes the first that is free."""
    busy, held, have = _taken(day)
    added = 0
    for one in day.spare:
        for slot in range(1, SLOTS + 1):
            places = {(one.a, slot), (one.b, slot)}
            if max(have[one.a], have[one.b]) < QUOTA and not places & busy and held[slot] < day.problem.tables:
                busy |= places
                held[slot] += 1
                have.update((one.a, one.b))
                added += 1
                break
    return added


def _anew(day: Day) -> str:
    """What a new timetable costs: the meetings it adds, and those it moves to another slot."""
    meetings = _within_quotas([*day.problem.meetings, *day.spare])
    placed = by_colouring(replace(day.problem, meetings=tuple(meetings))) or ()
    slot = {one.id: one.slot for one in placed}
    moved = sum(slot[one.id] != one.slot for one in day.current)
    return f"{len(placed) - len(day.current):12} {moved:6}"


def _coloured(side: int, meetings: int, tables: int) -> str:
    drawn = np.random.default_rng(0).choice(side * side, meetings, replace=False)
    a, b = drawn // side, drawn % side + side
    largest = int(np.bincount(np.concatenate([a, b])).max())
    started = perf_counter()
    slots = colour_rounds(a, b, 2 * side, meetings, tables)
    seconds = perf_counter() - started
    rounds = 0 if slots is None else int(slots.max())
    started = perf_counter()
    peer = _matched(a, b - side, side, tables)
    peer_s = perf_counter() - started
    return f"{side:7} {meetings:9} {tables:7} {largest:8} {rounds:7} {seconds:7.3f} {peer:14} {peer_s:7.3f}\n"


def _matched(a: Ints, b: Ints, side: int, tables: int) -> int:
    """Rounds when each is a largest matching of the meetings left, cut off at the tables."""
    left, rounds = np.ones(len(a), np.bool_), 0
    place = csr_array((np.arange(len(a)), (a, b)), shape=(side, side))
    while left.any():
        graph = csr_array((np.ones(left.sum(), np.int8), (a[left], b[left])), shape=(side, side))
        matched = maximum_bipartite_matching(graph, perm_type="column")
        rows = np.flatnonzero(matched >= 0)[:tables]
        left[np.asarray(place[rows, matched[rows]]).ravel()] = False
        rounds += 1
    return rounds


if __name__ == "__main__":
    main()
