"""Meetings moved by hand: which rules that would break, and what becomes of breaks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from matcher.domain.schedules import PlacedMeeting, SchedulingProblem


class MoveRule(StrEnum):
    """What stands in the way of a move: the `code` of an `Obstacle`."""

    PARTICIPANT_BUSY = "participant_busy"
    TABLE_TAKEN = "table_taken"
    NO_FREE_TABLE = "no_free_table"
    SLOT_OVER = "slot_over"
    ABSENT = "absent"
    UNAVAILABLE = "unavailable"
    HOST_MOVES = "host_moves"
    FAIRNESS_EXCEEDED = "fairness_exceeded"
    LOCKED = "locked"


FIRM = frozenset(
    {MoveRule.PARTICIPANT_BUSY, MoveRule.TABLE_TAKEN, MoveRule.NO_FREE_TABLE, MoveRule.SLOT_OVER, MoveRule.ABSENT}
)
"""Rules that nobody can set aside; an organiser may set aside the others, one by one."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One rule that a move breaks: `code` names it, the rest whom and what it is about; `values` are for its sentence.

    Values: `table` of `table_taken`, `table` and `own` of `host_moves`, `most`, `least` and `fairness` of
    `fairness_exceeded`.
    """

    code: MoveRule
    participants: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    slots: tuple[int, ...] = ()
    values: Mapping[str, int] = field(default_factory=dict)

    @property
    def firm(self) -> bool:
        """Whether nobody can set the rule aside."""
        return self.code in FIRM


@dataclass(frozen=True, slots=True)
class Trial:
    """Where a move puts meetings, the rules it breaks, and the breaks before and after of those whose number changes.

    Table 0 stands for no table that is free.
    """

    placed: tuple[PlacedMeeting, ...]
    obstacles: tuple[Obstacle, ...]
    breaks: Mapping[str, tuple[int, int]]


class Board:
    """A timetable on which moves are tried; every participant of a meeting is in the problem.

    `hosts` keep one table, `absent` are not there, `locked` are meetings that others are not to displace; slots before
    `first_slot` are over. Meetings of the problem that are not `placed` may be placed.
    """

    def __init__(
        self,
        problem: SchedulingProblem,
        placed: Sequence[PlacedMeeting],
        *,
        hosts: Collection[str] = (),
        absent: Collection[str] = (),
        locked: Collection[str] = (),
        first_slot: int = 1,
    ) -> None:
        self._problem = problem
        self._people = {meeting.id: (meeting.a, meeting.b) for meeting in problem.meetings}
        self._unavailable = {participant.id: participant.unavailable for participant in problem.participants}
        self._hosts, self._absent, self._locked = frozenset(hosts), frozenset(absent), frozenset(locked)
        self._first_slot = first_slot
        self._at = {one.id: one for one in placed}
        self._seats: dict[tuple[int, int], str] = {(one.slot, one.table): one.id for one in placed}
        self._agendas: dict[str, dict[str, PlacedMeeting]] = {participant: {} for participant in self._unavailable}
        for one in placed:
            for person in self._people[one.id]:
                self._agendas[person][one.id] = one
        self._breaks = {
            person: _breaks({one.slot for one in agenda.values()}) for person, agenda in self._agendas.items()
        }

    def move(self, meeting: str, slot: int, table: int | None = None, *, swap: bool = False) -> Trial:
        """What the meeting would meet with in the slot, at the table or at any free one that suits.

        With `swap` the meeting in the way, if there is one that can, takes the place that becomes empty.
        """
        other = self._in_the_way(meeting, slot, table) if swap and meeting in self._at else None
        moving = {meeting} | ({other} if other else set())
        after = [PlacedMeeting(meeting, slot, table or self._suiting(meeting, slot, moving))]
        if other is not None:
            after.append(self._back(other, self._at[meeting], after[0], named=table is not None))
        return Trial(tuple(after), tuple(self._obstacles(after, moving)), self._changes(after))

    def _in_the_way(self, meeting: str, slot: int, table: int | None) -> str | None:
        """The one meeting that is at the table, or, where no table is asked for, that one of the two has then."""
        if table is not None:
            found = {self._seats.get((slot, table), meeting)}
        else:
            agendas = [self._agendas[person].values() for person in self._people[meeting]]
            found = {one.id for agenda in agendas for one in agenda if one.slot == slot}
        found -= {meeting}
        return found.pop() if len(found) == 1 else None

    def _back(self, other: str, left: PlacedMeeting, taken: PlacedMeeting, *, named: bool) -> PlacedMeeting:
        """Where the meeting that makes room goes: to the seat left, or, where no table was named, to one that suits."""
        if named or left.slot == taken.slot:
            return PlacedMeeting(other, left.slot, left.table)
        return PlacedMeeting(other, left.slot, self._suiting(other, left.slot, {other, left.id}))

    def _suiting(self, meeting: str, slot: int, moving: Collection[str]) -> int:
        """The free table that saves the most changes: its host's, then the nearest in time of the two; 0 if none is."""
        free = [
            table for table in range(1, self._problem.tables + 1) if self._seats.get((slot, table), meeting) in moving
        ]
        near: defaultdict[int, float] = defaultdict(float)
        for person in self._people[meeting]:
            for one in self._agendas[person].values():
                weight = self._problem.slots if person in self._hosts else 1 / (1 + abs(one.slot - slot))
                near[one.table] = max(near[one.table], weight)
        return max(free, key=lambda table: (near[table], -table), default=0)

    def _obstacles(self, after: Sequence[PlacedMeeting], moving: Collection[str]) -> Iterator[Obstacle]:
        for one in after:
            yield from self._of_slot(one, moving)
            yield from self._of_table(one, moving)
        for one in after[1:]:
            if one.id in self._locked:
                yield Obstacle(MoveRule.LOCKED, self._people[one.id], (one.id,), (self._at[one.id].slot,))
        yield from self._unfair(after)

    def _of_slot(self, one: PlacedMeeting, moving: Collection[str]) -> Iterator[Obstacle]:
        left = [self._at[one.id].slot] if one.id in self._at else []
        over = tuple(sorted(slot for slot in {one.slot, *left} if slot < self._first_slot))
        if over:
            yield Obstacle(MoveRule.SLOT_OVER, self._people[one.id], (one.id,), over)
        for person in self._people[one.id]:
            if person in self._absent:
                yield Obstacle(MoveRule.ABSENT, (person,), (one.id,), (one.slot,))
            # Whoever is where the wish was set aside before is not asked again.
            elif one.slot in self._unavailable[person] and one.slot not in left:
                yield Obstacle(MoveRule.UNAVAILABLE, (person,), (one.id,), (one.slot,))
            for other in self._agendas[person].values():
                if other.slot == one.slot and other.id not in moving:
                    partner = next(name for name in self._people[other.id] if name != person)
                    yield Obstacle(MoveRule.PARTICIPANT_BUSY, (person, partner), (one.id, other.id), (one.slot,))

    def _of_table(self, one: PlacedMeeting, moving: Collection[str]) -> Iterator[Obstacle]:
        holder = self._seats.get((one.slot, one.table), one.id)
        if one.table == 0:
            yield Obstacle(MoveRule.NO_FREE_TABLE, (), (one.id,), (one.slot,))
        elif holder not in moving:
            yield Obstacle(
                MoveRule.TABLE_TAKEN, self._people[holder], (one.id, holder), (one.slot,), {"table": one.table}
            )
        for host in self._hosts.intersection(self._people[one.id]):
            own = sorted(other.table for other in self._agendas[host].values() if other.id not in moving)
            if one.table and own and one.table not in own:
                values = {"table": one.table, "own": max(own, key=own.count)}
                yield Obstacle(MoveRule.HOST_MOVES, (host,), (one.id,), (one.slot,), values)

    def _unfair(self, after: Sequence[PlacedMeeting]) -> Iterator[Obstacle]:
        if self._problem.fairness is None or not self._breaks:
            return
        changed = {person: then for person, (_, then) in self._changes(after).items()}
        breaks = self._breaks | changed
        most, least = max(breaks, key=breaks.__getitem__), min(breaks, key=breaks.__getitem__)
        spread = breaks[most] - breaks[least]
        if spread > max(self._problem.fairness, max(self._breaks.values()) - min(self._breaks.values())):
            values = {"most": breaks[most], "least": breaks[least], "fairness": self._problem.fairness}
            yield Obstacle(MoveRule.FAIRNESS_EXCEEDED, (most, least), (after[0].id,), (), values)

    def _changes(self, after: Sequence[PlacedMeeting]) -> dict[str, tuple[int, int]]:
        """The breaks before and after, of those whose number changes."""
        slots: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for one in after:
            for person in self._people[one.id]:
                slots[person] = slots[person] or {other: at.slot for other, at in self._agendas[person].items()}
                slots[person][one.id] = one.slot
        changed = {person: (self._breaks[person], _breaks(set(at.values()))) for person, at in slots.items()}
        return {person: both for person, both in changed.items() if both[0] != both[1]}


def _breaks(slots: Collection[int]) -> int:
    """The idle blocks between the first and the last of the slots."""
    return sum(slot + 1 not in slots for slot in slots) - 1 if slots else 0
