"""Everyone always free: a timetable is an edge colouring, and one exists whenever the obvious counts allow it.

In an event of two sides the rounds needed are the largest number of meetings of one person (König 1916), or more where
there are too few tables: any colouring can be equalised (de Werra 1971, McDiarmid 1972). Where anyone may meet anyone,
one round more is always enough (Vizing 1964).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, maximum_bipartite_matching

from matcher.domain.schedules import PlacedMeeting, SchedulingProblem, Session
from matcher.scheduling.tables import seated
from matcher.scheduling.timetable.round_order import order_rounds
from matcher.scheduling.timetable.vizing import colour_edges

Ints = NDArray[np.int64]


def by_colouring(problem: SchedulingProblem) -> tuple[PlacedMeeting, ...] | None:
    """A timetable of people who are always free, in as few rounds as can be and in an order with few breaks.

    Every rule holds but fairness, which isn't looked at. None where somebody is unavailable or a meeting has a slot, a
    session or an order, and where no timetable is found: with two sides, then none exists.
    """
    if any(person.unavailable for person in problem.participants) or any(
        one.slot is not None or one.session is not Session.ANY or one.after for one in problem.meetings
    ):
        return None
    place = {person.id: index for index, person in enumerate(problem.participants)}
    a = np.array([place[one.a] for one in problem.meetings], np.int64)
    b = np.array([place[one.b] for one in problem.meetings], np.int64)
    slots = colour_rounds(a, b, len(place), problem.slots, problem.tables)
    if slots is None:
        return None
    return seated({one.id: slot for one, slot in zip(problem.meetings, slots.tolist(), strict=True)})


def colour_rounds(a: Ints, b: Ints, n: int, rounds: int, tables: int) -> Ints | None:
    """Slots (from 1) in which nobody meets twice and at most `tables` meetings are held: int64 (m,).

    `a` and `b`, int64 (m,), are who meets, in [0, n). As few rounds as possible are used, in an order with few breaks.
    None where the meetings do not fit: proved when they have two sides or one person, or all the tables, would need
    more than `rounds`; otherwise none was found in exactly as many rounds as one person has meetings.
    """
    if not len(a):
        return np.empty(0, np.int64)
    degree = int(np.bincount(np.concatenate([a, b])).max())
    fewest = max(degree, -(-len(a) // tables)) if tables > 0 else rounds + 1
    if fewest > rounds:
        return None
    side = two_sides(a, b, n)
    colour: Ints | None
    if side is not None:
        forward = ~side[a]
        colour = _colour_bipartite(np.where(forward, a, b), np.where(forward, b, a), n, fewest)
    else:
        colour = colour_edges(a, b, n, fewest)
        if colour is None and fewest < rounds:
            colour = colour_edges(a, b, n, fewest + 1)
    if colour is None:
        return None
    return 1 + order_rounds(a, b, n, _equalised(a, b, n, colour, tables))


def two_sides(a: Ints, b: Ints, n: int) -> NDArray[np.bool_] | None:
    """A side for each of n people so that everyone meets the other side only, bool (n,); None where there is none.

    Each person stands twice in a graph whose edges lead from one copy to the other: both copies are connected just
    where an odd cycle passes.
    """
    edges = _graph(np.concatenate([a, b]), np.concatenate([b, a]) + n, 2 * n)
    _, label = connected_components(edges, directed=False)
    here, there = label[:n], label[n:]
    met = np.zeros(n, np.bool_)
    met[a] = met[b] = True
    return None if (here == there)[met].any() else np.asarray(here > there)


def _colour_bipartite(left: Ints, right: Ints, n: int, rounds: int) -> Ints:
    """Peel perfect matchings off a graph made regular by edges that mean an idle round: int64 (m,) in [0, rounds)."""
    left, right = (np.unique(ends, return_inverse=True)[1].astype(np.int64) for ends in (left, right))
    size = int(max(left.max(), right.max())) + 1
    idle = [np.repeat(np.arange(size), rounds - np.bincount(ends, minlength=size)) for ends in (left, right)]
    # Sorted by both ends, the meetings before the idle rounds, so that parallel edges are taken one after another.
    ends = np.concatenate([left, idle[0]]) * size + np.concatenate([right, idle[1]])
    order = np.argsort(ends, kind="stable")
    edges, first, copies = np.unique(ends[order], return_index=True, return_counts=True)
    colour = np.empty(len(ends), np.int64)
    for turn in range(rounds):
        left_over = np.flatnonzero(copies)
        graph = _graph(edges[left_over] // size, edges[left_over] % size, size)
        matched = maximum_bipartite_matching(graph, perm_type="column")
        taken = np.searchsorted(edges, np.arange(size) * size + matched)
        copies[taken] -= 1
        colour[order[first[taken] + copies[taken]]] = turn
    return colour[: len(left)]


def _equalised(a: Ints, b: Ints, n: int, colour: Ints, tables: int) -> Ints:
    """Exchange alternating paths of the fullest and the emptiest round until each has at most `tables` meetings.

    Two rounds together are paths and cycles; a path with one more meeting in the fuller round evens them out by one.
    """
    colour = colour.copy()
    rounds = max(int(colour.max()) + 1, -(-len(a) // tables))
    while (held := np.bincount(colour, minlength=rounds)).max() > tables:
        full, empty = int(held.argmax()), int(held.argmin())
        both = np.flatnonzero((colour == full) | (colour == empty))
        _, label = connected_components(_graph(a[both], b[both], n), directed=False)
        path = label[a[both]]
        surplus = np.bincount(path, weights=np.where(colour[both] == full, 1, -1))
        moving = np.zeros(len(surplus), np.bool_)
        moving[np.flatnonzero(surplus > 0)[: min(held[full] - tables, tables - held[empty])]] = True
        moved = both[moving[path]]
        colour[moved] = full + empty - colour[moved]
    return colour


def _graph(ends: Ints, other_ends: Ints, n: int) -> csr_array:
    return csr_array((np.ones(len(ends), np.int8), (ends, other_ends)), shape=(n, n))
