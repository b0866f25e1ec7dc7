"""A timetable mended: every meeting that survives stays, the others and spare ones fill the free seats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from matcher.domain.schedules import MeetingRequest, PlacedMeeting, SchedulingProblem
from matcher.scheduling.replan.conflicts import Policy, settle
from matcher.scheduling.replan.filling import Filling
from matcher.scheduling.tables import assign_tables


def repair(
    problem: SchedulingProblem,
    current: Sequence[PlacedMeeting],
    spare: Sequence[MeetingRequest],
    *,
    moves: int = 0,
    policy: Policy = Policy.REMOVE,
    tables: Sequence[int] | None = None,
    hosts: Collection[str] = (),
) -> tuple[PlacedMeeting, ...]:
    """Place the problem's meetings, where they are in `current`, and those of `spare`, best first, in free seats.

    What can stay stays, but for `moves` meetings at most that make room for others. The rest is put where there is
    room: as many of the problem's as can be, then as many of `spare` as can be up to the quotas, then the best of them.
    What has no place is left out. Fairness is not looked at: nobody is to wait more so that all wait alike. `tables`
    are those in use, by default all of the problem's; `hosts` keep one table where they can.

    Raises:
        Conflict: meetings cannot stay where they are, and the policy is to inform.
    """
    tables = range(1, problem.tables + 1) if tables is None else tables
    kept = settle(problem, current, tables, policy)
    holders = _holders(kept, tables)
    crowd = Counter(one.slot for one in kept)
    held = Counter(slot for slot, _ in holders)
    free = {
        slot: max(0, min(len(tables) - held[slot], problem.tables - crowd[slot]))
        for slot in range(1, problem.slots + 1)
    }
    movable = {holder for (slot, _), holder in holders.items() if held[slot] == crowd[slot]}
    filling = Filling(problem, {one.id: one.slot for one in current}, kept, spare, free)
    slots = {one.id: one.slot for one in kept} | filling.filled(moves, movable)
    staying = [one for one in kept if slots[one.id] == one.slot]
    locked = {holder: table for (_, table), holder in _holders(staying, tables).items()}
    # Whoever stays in spite of a conflict about the table has no claim on it.
    aside = {one.id: one for one in staying if one.id not in locked}
    meetings = [one for one in (*problem.meetings, *spare) if one.id in slots]
    seated = assign_tables([one for one in meetings if one.id not in aside], slots, tables, hosts, locked)
    placed = aside | {one.id: one for one in seated}
    return tuple(placed[one.id] for one in meetings)


def _holders(placed: Sequence[PlacedMeeting], tables: Collection[int]) -> dict[tuple[int, int], str]:
    """The meeting, by (slot, table), that holds it: the first one there."""
    holders: dict[tuple[int, int], str] = {}
    for one in placed:
        if one.table in tables:
            holders.setdefault((one.slot, one.table), one.id)
    return holders
