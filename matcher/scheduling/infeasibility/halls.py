"""Causes found by matching: too few slots, places or partners for what all has to fit into them.

By Hall's theorem, things that cannot all be seated contain a set whose possible seats are too few; the source's side of
a minimal cut of the flow is such a set (Ford and Fulkerson, 1956).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import TypeVar

from ortools.graph.python.max_flow import SimpleMaxFlow

from matcher.domain.schedules import Explanation
from matcher.scheduling.possibilities import Possibilities

Seat = TypeVar("Seat", int, str)


def squeezed(known: Possibilities) -> Iterator[Explanation]:
    """Participants some of whose meetings have fewer slots among them than they are."""
    for participant, meetings in known.meetings_of.items():
        seats = {meeting.id: known.ordered[meeting.id] for meeting in meetings}
        left_out = violator(seats, dict.fromkeys(frozenset().union(*seats.values()), 1))
        if left_out:
            slots = _union(seats, left_out)
            values = {"count": len(left_out), "places": len(slots)}
            yield Explanation("meetings_share_slots", values, (participant,), left_out, slots)


def overfull(known: Possibilities) -> Iterator[Explanation]:
    """Meetings that only fit into slots with too few places: no more than tables, or than pairs who are both free."""
    places = {slot: _places(known, slot) for slot in range(1, known.problem.slots + 1)}
    left_out = violator(known.ordered, places)
    if left_out:
        slots = _union(known.ordered, left_out)
        values = {
            "count": len(left_out),
            "places": sum(places[slot] for slot in slots),
            "tables": known.problem.tables,
        }
        yield Explanation("slots_overfull", values, (), left_out, slots)


def unpartnered(known: Possibilities) -> Iterator[Explanation]:
    """Slots in which people who need every slot they have must all meet, without partners or tables for all of them."""
    needed = {
        participant: known.usable(participant)
        for participant, meetings in known.meetings_of.items()
        if meetings and len(meetings) == len(known.usable(participant))
    }
    for slot in range(1, known.problem.slots + 1):
        busy = tuple(participant for participant, slots in needed.items() if slot in slots)
        if len(busy) > 2 * known.problem.tables:
            values = {"people": len(busy), "tables": known.problem.tables, "seats": 2 * known.problem.tables}
            yield Explanation("busy_over_tables", values, busy, _meetings(known, busy), (slot,))
            continue
        partners = {participant: _partners(known, participant, slot) for participant in busy}
        left_out = violator(partners, dict.fromkeys(frozenset().union(*partners.values()), 1))
        if left_out:
            values = {"people": len(left_out), "partners": len(_union(partners, left_out))}
            yield Explanation("busy_without_partners", values, left_out, _meetings(known, left_out), (slot,))


def violator(seats: Mapping[str, Set[Seat]], capacity: Mapping[Seat, int]) -> tuple[str, ...]:
    """Things that have fewer seats in all than they are; empty where everything can be seated."""
    flow, _ = _seated(seats, capacity)
    if flow.optimal_flow() == len(seats):
        return ()
    reached = set(flow.get_source_side_min_cut())
    return tuple(thing for node, thing in enumerate(seats, start=1) if node in reached)


def _seated(seats: Mapping[str, Set[Seat]], capacity: Mapping[Seat, int]) -> tuple[SimpleMaxFlow, int]:
    """A largest seating, and its size: node 0 is the source, then come the things, the seats and the sink."""
    flow = SimpleMaxFlow()
    node = {seat: len(seats) + 1 + number for number, seat in enumerate(capacity)}
    sink = len(seats) + len(capacity) + 1
    for number, possible in enumerate(seats.values(), start=1):
        flow.add_arc_with_capacity(0, number, 1)
        for seat in possible:
            flow.add_arc_with_capacity(number, node[seat], 1)
    for seat, places in capacity.items():
        flow.add_arc_with_capacity(node[seat], sink, places)
    flow.solve(0, sink)
    return flow, flow.optimal_flow()


def _places(known: Possibilities, slot: int) -> int:
    """No more meetings fit into a slot: the tables, or half of those who can be seated with a partner of their own.

    The pairs of a matching seat both of their people, so that half of the largest seating is never less than it.
    """
    partners = {participant: _partners(known, participant, slot) for participant in known.free}
    _, seated = _seated(partners, dict.fromkeys(known.free, 1))
    return min(known.problem.tables, seated // 2)


def _partners(known: Possibilities, participant: str, slot: int) -> frozenset[str]:
    return frozenset(
        meeting.b if meeting.a == participant else meeting.a
        for meeting in known.meetings_of[participant]
        if slot in known.ordered[meeting.id]
    )


def _meetings(known: Possibilities, people: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(meeting.id for person in people for meeting in known.meetings_of[person]))


def _union(seats: Mapping[str, Set[Seat]], things: tuple[str, ...]) -> tuple[Seat, ...]:
    return tuple(sorted(frozenset().union(*(seats[thing] for thing in things))))
