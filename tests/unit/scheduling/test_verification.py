"""Each rule of a timetable, kept and broken."""

from __future__ import annotations

import pytest

from matcher.domain.schedules import MeetingRequest, Participant, PlacedMeeting, SchedulingProblem, Session, Violation
from matcher.scheduling.verification import Rule, breaks_of, table_changes, verify

EVENT = SchedulingProblem(
    slots=5,
    tables=2,
    morning_slots=2,
    participants=(Participant("ada"), Participant("bo", frozenset({3})), Participant("cy"), Participant("di")),
    meetings=(
        MeetingRequest("ab", "ada", "bo", session=Session.MORNING),
        MeetingRequest("cd", "cy", "di", slot=1),
        MeetingRequest("ac", "ada", "cy", session=Session.AFTERNOON, after=("ab", "cd")),
        MeetingRequest("bd", "bo", "di"),
    ),
)
RIGHT = {
    "ab": PlacedMeeting("ab", 1, 1),
    "cd": PlacedMeeting("cd", 1, 2),
    "ac": PlacedMeeting("ac", 3, 1),
    "bd": PlacedMeeting("bd", 2, 2),
}


def broken_by(*changes: PlacedMeeting) -> tuple[Violation, ...]:
    return verify(EVENT, list((RIGHT | {one.id: one for one in changes}).values()))


def test_a_right_timetable_breaks_nothing() -> None:
    assert broken_by() == ()


@pytest.mark.parametrize(
    ("change", "violation"),
    [
        (PlacedMeeting("bd", 6, 2), Violation(Rule.SLOT_OUT_OF_RANGE, ("bo", "di"), ("bd",), (6,))),
        (PlacedMeeting("bd", 2, 3), Violation(Rule.TABLE_OUT_OF_RANGE, ("bo", "di"), ("bd",), (2,))),
        (PlacedMeeting("bd", 2, 0), Violation(Rule.TABLE_OUT_OF_RANGE, ("bo", "di"), ("bd",), (2,))),
        (PlacedMeeting("ab", 2, 1), Violation(Rule.PARTICIPANT_TWICE, ("bo",), ("ab", "bd"), (2,))),
        (PlacedMeeting("cd", 1, 1), Violation(Rule.TABLE_TWICE, ("ada", "bo", "cy", "di"), ("ab", "cd"), (1,))),
        (PlacedMeeting("bd", 3, 2), Violation(Rule.UNAVAILABLE, ("bo",), ("bd",), (3,))),
        (PlacedMeeting("ac", 2, 1), Violation(Rule.WRONG_SESSION, ("ada", "cy"), ("ac",), (2,))),
        (PlacedMeeting("ab", 4, 1), Violation(Rule.WRONG_SESSION, ("ada", "bo"), ("ab",), (4,))),
        (PlacedMeeting("cd", 5, 2), Violation(Rule.FIXED_MOVED, ("cy", "di"), ("cd",), (5,))),
        (PlacedMeeting("cd", 4, 2), Violation(Rule.ORDER_BROKEN, ("cy", "di", "ada"), ("cd", "ac"), (4, 3))),
        (PlacedMeeting("ef", 4, 1), Violation(Rule.UNKNOWN_MEETING, (), ("ef",), (4,))),
    ],
)
def test_each_rule_names_who_which_and_when(change: PlacedMeeting, violation: Violation) -> None:
    assert violation in broken_by(change)


def test_more_meetings_than_tables() -> None:
    crowded = broken_by(PlacedMeeting("bd", 1, 1))
    assert Violation(Rule.TOO_MANY_MEETINGS, (), ("ab", "cd", "bd"), (1,)) in crowded


def test_a_meeting_must_be_placed_once() -> None:
    placed = [one for one in RIGHT.values() if one.id != "bd"]
    assert verify(EVENT, placed) == (Violation(Rule.UNPLACED, ("bo", "di"), ("bd",)),)
    again = [*RIGHT.values(), PlacedMeeting("bd", 5, 1)]
    assert verify(EVENT, again) == (Violation(Rule.PLACED_TWICE, ("bo", "di"), ("bd",), (2, 5)),)


def chat(*slots: int, length: int = 6, fairness: int | None = None) -> tuple[SchedulingProblem, list[PlacedMeeting]]:
    """One person who meets someone new in each of the slots."""
    guests = [f"guest {slot}" for slot in slots]
    problem = SchedulingProblem(
        slots=length,
        tables=9,
        participants=tuple(map(Participant, ["host", *guests])),
        meetings=tuple(MeetingRequest(guest, "host", guest) for guest in guests),
        fairness=fairness,
    )
    return problem, [PlacedMeeting(guest, slot, slot) for guest, slot in zip(guests, slots, strict=True)]


@pytest.mark.parametrize(
    ("slots", "breaks"),
    [((), 0), ((4,), 0), ((1, 2), 0), ((1, 3), 1), ((1, 6), 1), ((2, 4, 6), 2), ((1, 2, 4, 5), 1), (range(1, 7), 0)],
)
def test_an_idle_block_counts_once_whatever_its_length(slots: tuple[int, ...], breaks: int) -> None:
    problem, placed = chat(*slots)
    assert breaks_of(problem, placed) == {"host": breaks} | {f"guest {slot}": 0 for slot in slots}


def test_fairness_compares_with_whoever_waits_least() -> None:
    problem, placed = chat(1, 3, 5, fairness=1)
    assert verify(problem, placed) == (Violation(Rule.FAIRNESS_EXCEEDED, ("host", "guest 1")),)
    assert verify(*chat(1, 3, 5, fairness=2)) == ()


def test_changes_of_table_are_counted_between_one_meeting_and_the_next() -> None:
    placed = [PlacedMeeting("guest 1", 1, 7), PlacedMeeting("guest 5", 5, 7), PlacedMeeting("guest 3", 3, 8)]
    assert table_changes(chat(1, 3, 5)[0], placed) == {"host": 2, "guest 1": 0, "guest 3": 0, "guest 5": 0}
