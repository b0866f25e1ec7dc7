"""Hosts stay where they receive, guests change tables seldom, and what is locked stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.schedules import MeetingRequest, Participant, PlacedMeeting, SchedulingProblem
from matcher.errors import Conflict, Infeasible, InvalidInput
from matcher.scheduling.tables import assign_tables
from matcher.scheduling.verification import agendas_of, table_changes, verify

Agenda = Sequence[tuple[str, str, int]]


def event(agenda: Agenda, tables: int) -> tuple[SchedulingProblem, dict[str, int]]:
    """Meetings named after who meets, such as `a-x`, with their slots."""
    meetings = tuple(MeetingRequest(f"{a}-{b}", a, b) for a, b, _ in agenda)
    people = dict.fromkeys(person for a, b, _ in agenda for person in (a, b))
    slots = {f"{a}-{b}": slot for a, b, slot in agenda}
    return SchedulingProblem(9, tables, tuple(map(Participant, people)), meetings), slots


def seat(agenda: Agenda, tables: int, hosts: str = "", locked: Mapping[str, int] | None = None) -> dict[str, int]:
    problem, slots = event(agenda, tables)
    placed = assign_tables(problem.meetings, slots, range(1, tables + 1), hosts, locked)
    assert verify(problem, placed) == ()
    return {one.id: one.table for one in placed}


def tables_of(person: str, seats: Mapping[str, int]) -> set[int]:
    return {table for meeting, table in seats.items() if person in meeting.split("-")}


def test_each_host_has_a_table_of_its_own_while_there_are_enough() -> None:
    seats = seat([("a", "x", 1), ("b", "y", 1), ("a", "y", 2), ("b", "x", 3), ("c", "x", 5)], 3, hosts="abc")
    homes = [tables_of(host, seats) for host in "abc"]
    assert sorted(map(len, homes)) == [1, 1, 1]
    assert len(set.union(*homes)) == 3


def test_hosts_of_different_hours_share_a_table() -> None:
    agenda = [("a", "x", 1), ("b", "y", 2), ("c", "z", 1), ("a", "y", 3), ("c", "x", 2), ("b", "x", 4)]
    seats = seat(agenda, 2, hosts="abc")
    assert [len(tables_of(host, seats)) for host in "abc"] == [1, 1, 1]


def test_the_search_finds_how_to_share_where_the_fullest_table_is_the_wrong_one() -> None:
    hours = {"a": (1, 2), "b": (3, 5), "c": (3, 4), "d": (1, 4)}
    agenda = [(host, f"{host}{slot}", slot) for host, slots in hours.items() for slot in slots]
    seats = seat(agenda, 2, hosts="abcd")
    assert [len(tables_of(host, seats)) for host in "abcd"] == [1, 1, 1, 1], "a shares with c, not with b"


def test_guests_follow_one_another_to_the_same_table() -> None:
    seats = seat([("a", "b", 1), ("c", "d", 1), ("c", "e", 2), ("a", "f", 2), ("c", "g", 3)], 4)
    assert len(tables_of("c", seats)) == len(tables_of("a", seats)) == 1


def test_locked_tables_stay_and_draw_their_host() -> None:
    agenda = [("a", "x", 1), ("a", "y", 2), ("b", "x", 2), ("b", "y", 3)]
    seats = seat(agenda, 3, hosts="ab", locked={"a-x": 3, "b-x": 1})
    assert seats == {"a-x": 3, "a-y": 3, "b-x": 1, "b-y": 1}


def test_only_the_tables_given_are_used() -> None:
    problem, slots = event([("a", "x", 1), ("b", "y", 1)], 9)
    assert {one.table for one in assign_tables(problem.meetings, slots, [4, 7])} == {4, 7}


def test_what_cannot_be_seated_is_said() -> None:
    agenda = [("a", "x", 1), ("b", "y", 1)]
    with pytest.raises(Infeasible, match="Slot 1 has 2 meetings and 1 tables"):
        seat(agenda, 1)
    with pytest.raises(Conflict, match="Meetings a-x and b-y are both locked at table 2 in slot 1"):
        seat(agenda, 2, locked={"a-x": 2, "b-y": 2})
    with pytest.raises(InvalidInput, match="locked at table 3"):
        seat(agenda, 2, locked={"a-x": 3})


@st.composite
def agendas(draw: st.DrawFn) -> list[tuple[str, str, int]]:
    """Up to six meetings of hosts a, b, c and guests x, y, z in three slots, nobody twice at once."""
    busy, agenda = set(), []
    for a, b in draw(st.lists(st.sampled_from(list(product("abc", "xyz"))), unique=True, max_size=6)):
        slot = draw(st.integers(1, 3))
        if not {(a, slot), (b, slot)} & busy:
            busy |= {(a, slot), (b, slot)}
            agenda.append((a, b, slot))
    return agenda


@given(agendas(), st.booleans(), st.data())
def test_every_agenda_is_seated_and_hosts_never_move_when_they_need_not(
    agenda: list[tuple[str, str, int]], hosted: bool, data: st.DataObject
) -> None:
    problem, slots = event(agenda, 3)
    hosts = "abc" if hosted else ""
    locked: dict[str, int] = {}
    for meeting, slot in slots.items():
        free = {1, 2, 3} - {table for other, table in locked.items() if slots[other] == slot}
        if data.draw(st.integers(0, 3)) == 0:
            locked[meeting] = data.draw(st.sampled_from(sorted(free)))
    placed = assign_tables(problem.meetings, slots, [1, 2, 3], hosts, locked)
    assert verify(problem, placed) == ()
    assert locked.items() <= {one.id: one.table for one in placed}.items()
    if hosted and not locked:
        assert all(table_changes(problem, placed)[host] == 0 for host in agendas_of(problem, placed) if host in hosts)


@given(agendas())
def test_nobody_gains_by_changing_tables_within_one_slot(agenda: list[tuple[str, str, int]]) -> None:
    problem, slots = event(agenda, 3)
    placed = assign_tables(problem.meetings, slots, [1, 2, 3])
    changes = sum(table_changes(problem, placed).values())
    for slot in {1, 2, 3}:
        for seats in product((1, 2, 3), repeat=sum(one.slot == slot for one in placed)):
            drawn = iter(seats)
            other = [PlacedMeeting(one.id, slot, next(drawn)) if one.slot == slot else one for one in placed]
            if not verify(problem, other):
                assert sum(table_changes(problem, other).values()) >= changes
