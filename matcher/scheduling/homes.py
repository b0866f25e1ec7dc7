"""One table for each host: its own, or one shared with hosts who receive at other times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SEARCHED = 40
"""Up to this many hosts who share tables, every way to share is searched when the first one leaves hosts out."""
STEPS = 20_000
"""How many hosts the search may seat before it takes the best it has."""


@dataclass(frozen=True, slots=True)
class Host:
    """Who receives in the slots `busy` at a table to be found; `locked` are the tables of meetings that keep theirs."""

    id: str
    busy: frozenset[int]
    locked: tuple[int, ...] = ()


def home_tables(hosts: Sequence[Host], tables: Sequence[int], taken: Mapping[int, set[int]]) -> dict[str, int]:
    """A table for each host, at which nobody else is while the host is busy; hosts for whom none is found are left out.

    `taken` are the slots in which a table is locked, by table. A host with locked meetings gets their table if it is
    free. Then each host takes an empty table while there are enough for all, else the fullest that is free.
    """
    used = {table: set(taken.get(table, ())) for table in tables}
    homes: dict[str, int] = {}
    rest = []
    for host in sorted(hosts, key=lambda host: (-len(host.locked), -len(host.busy), host.id)):
        wished = [table for table, _ in Counter(host.locked).most_common() if not used[table] & host.busy]
        if wished:
            homes[host.id] = wished[0]
            used[wished[0]] |= host.busy
        else:
            rest.append(host)
    empty = [table for table in tables if table not in homes.values() and not used[table]]
    if len(rest) <= len(empty):
        return homes | {host.id: table for host, table in zip(rest, empty, strict=False)}
    shared = _first_fit(rest, used)
    if len(shared) < len(rest) <= SEARCHED:
        shared = max(shared, _Search(rest, used).best, key=lambda found: _received(rest, found))
    return homes | shared


def _first_fit(hosts: Sequence[Host], used: Mapping[int, set[int]]) -> dict[str, int]:
    used = {table: set(slots) for table, slots in used.items()}
    homes = {}
    for host in hosts:
        free = [table for table in used if not used[table] & host.busy]
        if free:
            homes[host.id] = max(free, key=lambda table: len(used[table]))
            used[homes[host.id]] |= host.busy
    return homes


def _received(hosts: Sequence[Host], homes: Mapping[str, int]) -> int:
    return sum(len(host.busy) for host in hosts if host.id in homes)


class _Search:
    """Branch and bound for the homes at which the most meetings are received."""

    def __init__(self, hosts: Sequence[Host], used: Mapping[int, set[int]]) -> None:
        self.best: dict[str, int] = {}
        self._most = -1
        self._hosts = hosts
        self._used = {table: set(slots) for table, slots in used.items()}
        self._homes: dict[str, int] = {}
        self._steps = STEPS
        self._seat(0, 0, sum(len(host.busy) for host in hosts))

    def _seat(self, index: int, received: int, left: int) -> None:
        if received > self._most and index == len(self._hosts):
            self._most, self.best = received, dict(self._homes)
        if index == len(self._hosts) or received + left <= self._most or self._steps <= 0:
            return
        self._steps -= 1
        host = self._hosts[index]
        left -= len(host.busy)
        # Tables that are taken in the same slots are alike: one of them is tried.
        alike = {frozenset(used): table for table, used in self._used.items() if not used & host.busy}
        for table in sorted(alike.values(), key=lambda table: -len(self._used[table])):
            self._homes[host.id] = table
            self._used[table] |= host.busy
            self._seat(index + 1, received + len(host.busy), left)
            self._used[table] -= host.busy
            del self._homes[host.id]
        self._seat(index + 1, received, left)
