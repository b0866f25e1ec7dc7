"""At which table: hosts receive at one table for the whole event, everyone else changes tables seldom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

import numpy as np
from scipy.optimize import linear_sum_assignment

from matcher.domain.schedules import MeetingRequest, PlacedMeeting
from matcher.errors import Conflict, Infeasible, InvalidInput
from matcher.scheduling.homes import Host, home_tables

HOST_STAYS = 10_000
"""How many guests who need not change tables one host is worth who need not."""
SWEEPS = 10
"""How often at most every slot's tables are assigned again, knowing those before and after it."""


def seated(slots: Mapping[str, int]) -> tuple[PlacedMeeting, ...]:
    """Meetings, of which `slots` has the slot by id, at the first tables that are free."""
    taken: dict[int, int] = {}
    placed = []
    for one, slot in slots.items():
        taken[slot] = taken.get(slot, 0) + 1
        placed.append(PlacedMeeting(one, slot, taken[slot]))
    return tuple(placed)


def assign_tables(
    meetings: Sequence[MeetingRequest],
    slots: Mapping[str, int],
    tables: Sequence[int],
    hosts: Collection[str] = (),
    locked: Mapping[str, int] | None = None,
) -> tuple[PlacedMeeting, ...]:
    """Give each meeting, of which `slots` has the slot by id, one of the `tables` (numbers); `locked` ones keep theirs.

    Each host has a table of its own as long as there are tables, otherwise shares one with hosts who are busy at other
    times; only hosts for whom none is found move. Slot by slot an assignment problem then saves the most changes of
    table between each participant's consecutive meetings, again and again until nothing is saved.

    Raises:
        Infeasible: a slot has more meetings than there are tables.
        Conflict: two meetings are locked at one table in one slot.
        InvalidInput: a meeting is locked at a table that is not one of `tables`.
    """
    locked = locked or {}
    at_once = _checked(meetings, slots, tables, locked)
    homes = home_tables(_hosts(meetings, slots, hosts, locked), tables, _taken(slots, locked))
    plan = _Plan(meetings, slots, tables, hosts, homes)
    plan.table |= locked
    changes = None
    for _ in range(SWEEPS):
        for slot in sorted(at_once):
            plan.assign([meeting for meeting in at_once[slot] if meeting.id not in locked], slot)
        before, changes = changes, plan.changes()
        if before is not None and changes >= before:
            break
    return tuple(PlacedMeeting(meeting.id, slots[meeting.id], plan.table[meeting.id]) for meeting in meetings)


class _Plan:
    """The tables given so far, and who would be where before and after."""

    def __init__(
        self,
        meetings: Sequence[MeetingRequest],
        slots: Mapping[str, int],
        tables: Sequence[int],
        hosts: Collection[str],
        homes: Mapping[str, int],
    ) -> None:
        self.table: dict[str, int] = {}
        self._tables = tables
        self._column = {table: column for column, table in enumerate(tables)}
        self._slots = slots
        self._homes = homes
        self._hosts = set(hosts)
        self._neighbours: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        agendas: defaultdict[str, list[str]] = defaultdict(list)
        for meeting in sorted(meetings, key=lambda meeting: slots[meeting.id]):
            for person in (meeting.a, meeting.b):
                agendas[person].append(meeting.id)
        self._agendas = agendas
        for person, agenda in agendas.items():
            for earlier, later in pairwise(agenda):
                self._neighbours[person, earlier].append(later)
                self._neighbours[person, later].append(earlier)

    def assign(self, meetings: Sequence[MeetingRequest], slot: int) -> None:
        """Give the meetings of one slot the tables there that save the most changes."""
        taken = {table for other, table in self.table.items() if self._slots[other] == slot}
        taken -= {self.table[meeting.id] for meeting in meetings if meeting.id in self.table}
        saved = np.zeros((len(meetings), len(self._tables)))
        for row, meeting in enumerate(meetings):
            if meeting.id in self.table:
                # Among tables that save as much the one given before, so that sweeps come to rest.
                saved[row, self._column[self.table[meeting.id]]] += 1 / (len(meetings) + 1)
            for person in (meeting.a, meeting.b):
                weight = HOST_STAYS if person in self._hosts else 1
                if person in self._homes:
                    saved[row, self._column[self._homes[person]]] += weight
                    continue
                for other in self._neighbours[person, meeting.id]:
                    if (column := self._column.get(self.table.get(other, 0))) is not None:
                        saved[row, column] += weight
        free = [column for column, table in enumerate(self._tables) if table not in taken]
        rows, columns = linear_sum_assignment(saved[:, free], maximize=True)
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            self.table[meetings[row].id] = self._tables[free[column]]

    def changes(self) -> int:
        """What the changes of table weigh, and the meetings of hosts away from home."""
        total = 0
        for person, agenda in self._agendas.items():
            weight = HOST_STAYS if person in self._hosts else 1
            if person in self._homes:
                total += weight * sum(self.table[one] != self._homes[person] for one in agenda)
            else:
                total += weight * sum(self.table[one] != self.table[other] for one, other in pairwise(agenda))
        return total


def _checked(
    meetings: Sequence[MeetingRequest], slots: Mapping[str, int], tables: Sequence[int], locked: Mapping[str, int]
) -> dict[int, list[MeetingRequest]]:
    at_once: defaultdict[int, list[MeetingRequest]] = defaultdict(list)
    holder: dict[tuple[int, int], str] = {}
    for meeting in meetings:
        slot = slots[meeting.id]
        at_once[slot].append(meeting)
        if (table := locked.get(meeting.id)) is None:
            continue
        if table not in tables:
            raise InvalidInput(
                f"Meeting {meeting.id} is locked at table {table}, which cannot be used. Unlock it or add the table.",
                meeting=meeting.id,
                table=table,
            )
        if (other := holder.setdefault((slot, table), meeting.id)) != meeting.id:
            raise Conflict(
                f"Meetings {other} and {meeting.id} are both locked at table {table} in slot {slot}. Unlock one.",
                meetings=(other, meeting.id),
                slot=slot,
                table=table,
            )
    for slot, held in at_once.items():
        if len(held) > len(tables):
            raise Infeasible(
                f"Slot {slot} has {len(held)} meetings and {len(tables)} tables. Add tables or move meetings.",
                slot=slot,
                meetings=len(held),
                tables=len(tables),
            )
    return at_once


def _hosts(
    meetings: Sequence[MeetingRequest], slots: Mapping[str, int], hosts: Collection[str], locked: Mapping[str, int]
) -> list[Host]:
    busy: dict[str, set[int]] = {host: set() for host in hosts}
    tables: dict[str, list[int]] = {host: [] for host in hosts}
    for meeting in meetings:
        # Where two hosts meet, the first one receives.
        host = meeting.a if meeting.a in busy else meeting.b
        if host not in busy:
            continue
        if meeting.id in locked:
            tables[host].append(locked[meeting.id])
        else:
            busy[host].add(slots[meeting.id])
    return [Host(host, frozenset(busy[host]), tuple(tables[host])) for host in hosts if busy[host] or tables[host]]


def _taken(slots: Mapping[str, int], locked: Mapping[str, int]) -> dict[int, set[int]]:
    taken: defaultdict[int, set[int]] = defaultdict(set)
    for meeting, table in locked.items():
        taken[table].add(slots[meeting])
    return taken
