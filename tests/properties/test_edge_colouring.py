"""Timetables of people who are always free: they exist whenever the counts allow it, and nobody is in two places."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.schedules import MeetingRequest, Objective, Participant, SchedulingProblem, Session
from matcher.scheduling.timetable.colouring import by_colouring, colour_rounds, two_sides
from matcher.scheduling.timetable.round_order import order_rounds
from matcher.scheduling.timetable.vizing import colour_edges
from matcher.scheduling.verification import verify

Meetings = list[tuple[int, int]]
PEOPLE = 7


def slots_of(meetings: Meetings, rounds: int, tables: int) -> list[int] | None:
    a, b = np.array(meetings, np.int64).reshape(-1, 2).T
    slots = colour_rounds(a, b, 2 * PEOPLE, rounds, tables)
    return None if slots is None else slots.tolist()


def largest_degree(meetings: Meetings) -> int:
    return max(Counter(person for meeting in meetings for person in meeting).values(), default=0)


def is_timetable(meetings: Meetings, slots: list[int], rounds: int, tables: int) -> bool:
    seats = Counter((person, slot) for meeting, slot in zip(meetings, slots, strict=True) for person in meeting)
    return (
        set(seats.values()) <= {1}
        and set(slots) <= set(range(1, rounds + 1))
        and max(Counter(slots).values(), default=0) <= tables
    )


def exists(meetings: Meetings, rounds: int, tables: int) -> bool:
    """Whether some timetable exists, by trying them all."""

    def place(index: int, slots: list[int]) -> bool:
        if not is_timetable(meetings[:index], slots, rounds, tables):
            return False
        return index == len(meetings) or any(
            place(index + 1, [*slots, slot]) for slot in range(1, min(rounds, max(slots, default=0) + 1) + 1)
        )

    return place(0, [])


two_sided = st.lists(st.tuples(st.integers(0, PEOPLE - 1), st.integers(PEOPLE, 2 * PEOPLE - 1)), max_size=30)
any_to_any = st.sets(
    st.tuples(st.integers(0, PEOPLE - 1), st.integers(0, PEOPLE - 1)).filter(lambda pair: pair[0] < pair[1]),
    max_size=10,
).map(sorted)


@given(two_sided, st.integers(1, 10), st.integers(1, 8), st.lists(st.booleans(), min_size=30, max_size=30))
def test_two_sides_fit_just_when_nobody_and_no_table_has_too_many_meetings(
    meetings: Meetings, rounds: int, tables: int, turned: list[bool]
) -> None:
    meetings = [pair[::-1] if turn else pair for pair, turn in zip(meetings, turned, strict=False)]
    slots = slots_of(meetings, rounds, tables)
    if largest_degree(meetings) <= rounds and len(meetings) <= rounds * tables:
        assert slots is not None
        assert is_timetable(meetings, slots, rounds, tables)
    else:
        assert slots is None


@given(any_to_any, st.integers(1, 6), st.integers(1, 4))
def test_anyone_to_anyone_fits_whenever_some_timetable_does(meetings: Meetings, rounds: int, tables: int) -> None:
    slots = slots_of(meetings, rounds, tables)
    assert (slots is not None) == exists(meetings, rounds, tables)
    assert slots is None or is_timetable(meetings, slots, rounds, tables)


@given(
    st.sets(st.tuples(st.integers(0, 29), st.integers(0, 29)).filter(lambda pair: pair[0] < pair[1]), min_size=1),
    st.integers(0, 3),
)
def test_one_colour_more_than_the_largest_degree_is_always_enough(pairs: set[tuple[int, int]], seed: int) -> None:
    meetings = sorted(pairs)
    colours = largest_degree(meetings) + 1
    a, b = np.array(meetings).T
    colour = colour_edges(a, b, 30, colours, seed)
    assert colour is not None
    assert is_timetable(meetings, (colour + 1).tolist(), colours, len(meetings))


def problem_of(meetings: Meetings, rounds: int, tables: int, *, unavailable: int = 0) -> SchedulingProblem:
    people = [Participant(str(person), frozenset({1} if person < unavailable else ())) for person in range(2 * PEOPLE)]
    requests = tuple(MeetingRequest(f"m{index}", str(a), str(b)) for index, (a, b) in enumerate(meetings))
    return SchedulingProblem(rounds, tables, tuple(people), requests, morning_slots=1, objective=Objective.NONE)


@given(two_sided, st.integers(1, 10), st.integers(1, 8))
def test_two_sides_who_are_always_free_get_a_right_timetable_just_when_there_is_one(
    meetings: Meetings, rounds: int, tables: int
) -> None:
    problem = problem_of(meetings, rounds, tables)
    placed = by_colouring(problem)
    assert (placed is not None) == (largest_degree(meetings) <= rounds and len(meetings) <= rounds * tables)
    assert placed is None or verify(problem, placed) == ()


def test_a_problem_that_says_more_is_left_to_other_solvers() -> None:
    problem = problem_of([(0, 7), (0, 8)], 3, 2)
    first, second = problem.meetings
    assert by_colouring(problem) is not None
    assert by_colouring(problem_of([(0, 7)], 3, 2, unavailable=1)) is None
    for more in (replace(second, slot=2), replace(second, session=Session.MORNING), replace(second, after=("m0",))):
        assert by_colouring(replace(problem, meetings=(first, more))) is None


@pytest.mark.parametrize(("people", "rounds"), [(12, 11), (30, 29), (13, 13)])
def test_a_round_robin_takes_as_few_rounds_as_it_can(people: int, rounds: int) -> None:
    a, b = np.triu_indices(people, 1)
    slots = colour_rounds(a, b, people, rounds, people // 2)
    assert slots is not None
    assert is_timetable(list(zip(a.tolist(), b.tolist(), strict=True)), slots.tolist(), rounds, people // 2)


def test_the_petersen_graph_needs_a_fourth_round() -> None:
    outer = [(v, (v + 1) % 5) for v in range(5)]
    a, b = np.array([*outer, *((v, v + 5) for v in range(5)), *((u + 5, (u + 2) % 5 + 5) for u in range(5))]).T
    assert colour_rounds(a, b, 10, 3, 5) is None
    assert colour_rounds(a, b, 10, 4, 5) is not None


@given(any_to_any)
def test_sides_are_found_unless_a_circle_is_odd(meetings: Meetings) -> None:
    a, b = np.array(meetings, np.int64).reshape(-1, 2).T
    side = two_sides(a, b, PEOPLE)
    splits = (all((split >> one & 1) != (split >> other & 1) for one, other in meetings) for split in range(2**PEOPLE))
    assert (side is not None) == any(splits)
    assert side is None or (side[a] != side[b]).all()


def blocks(meetings: Meetings, slots: list[int]) -> int:
    busy = {(person, slot) for meeting, slot in zip(meetings, slots, strict=True) for person in meeting}
    return sum((person, slot - 1) not in busy for person, slot in busy)


@given(two_sided.filter(bool), st.integers(1, 3))
def test_rounds_change_places_but_not_their_meetings(meetings: Meetings, tables: int) -> None:
    a, b = np.array(meetings).T
    colour = colour_rounds(a, b, 2 * PEOPLE, len(meetings), tables)
    assert colour is not None
    order = order_rounds(a, b, 2 * PEOPLE, colour)
    renamed = set(zip(colour.tolist(), order.tolist(), strict=True))
    assert len(renamed) == len(set(colour.tolist())) == len(set(order.tolist())) == order.max() + 1
    assert blocks(meetings, order.tolist()) <= blocks(meetings, colour.tolist())


def test_the_order_of_rounds_brings_meetings_together() -> None:
    meetings = [(0, 9), (1, 9), (0, 8), (1, 8)]
    a, b = np.array(meetings).T
    order = order_rounds(a, b, 10, np.array([0, 2, 1, 3]))
    assert blocks(meetings, order.tolist()) == 5, "one of 8 and 9 meets in the middle, one of 0 and 1 waits"
