"""A meeting moved by hand breaks what the independent verification says it breaks, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.schedules import MeetingRequest, Participant, PlacedMeeting, SchedulingProblem
from matcher.scheduling.replan.moving import Board, MoveRule
from matcher.scheduling.verification import Rule, breaks_of, verify

PEOPLE = "abcdef"
TOLD = {
    Rule.PARTICIPANT_TWICE: MoveRule.PARTICIPANT_BUSY,
    Rule.TABLE_TWICE: MoveRule.TABLE_TAKEN,
    Rule.TABLE_OUT_OF_RANGE: MoveRule.NO_FREE_TABLE,
    Rule.UNAVAILABLE: MoveRule.UNAVAILABLE,
    Rule.FAIRNESS_EXCEEDED: MoveRule.FAIRNESS_EXCEEDED,
}


@dataclass(frozen=True)
class Day:
    """A right timetable of some of the problem's meetings."""

    problem: SchedulingProblem
    placed: tuple[PlacedMeeting, ...]

    def after(self, moved: Sequence[PlacedMeeting]) -> tuple[PlacedMeeting, ...]:
        """The timetable with these meetings elsewhere."""
        return tuple(({one.id: one for one in self.placed} | {one.id: one for one in moved}).values())

    def broken(self, placed: Sequence[PlacedMeeting]) -> set[str]:
        """The codes of what a timetable of some of the meetings breaks."""
        there = {one.id for one in placed}
        held = tuple(one for one in self.problem.meetings if one.id in there)
        return {violation.code for violation in verify(replace(self.problem, meetings=held), placed)}


@st.composite
def days(draw: st.DrawFn) -> Day:
    """Up to ten meetings of six people, each placed where it fits or waiting."""
    slots, tables = draw(st.integers(1, 5)), draw(st.integers(1, 3))
    people = {person: frozenset(draw(st.sets(st.integers(1, slots), max_size=2))) for person in PEOPLE}
    twos = draw(st.lists(st.sampled_from([a + b for a in PEOPLE for b in PEOPLE if a < b]), unique=True, max_size=10))
    placed: list[PlacedMeeting] = []
    for two in twos:
        seats = [
            (slot, table)
            for slot in range(1, slots + 1)
            for table in range(1, tables + 1)
            if not any(one.slot == slot and (one.table == table or set(one.id) & set(two)) for one in placed)
            and not any(slot in people[person] for person in two)
        ]
        if seats and draw(st.integers(0, 4)):
            placed.append(PlacedMeeting(two, *draw(st.sampled_from(seats))))
    problem = SchedulingProblem(
        slots,
        tables,
        tuple(Participant(person, away) for person, away in people.items()),
        tuple(MeetingRequest(two, *two) for two in twos),
    )
    breaks = breaks_of(problem, placed).values()
    spread = max(breaks) - min(breaks)
    return Day(replace(problem, fairness=draw(st.sampled_from([None, spread, spread + 1]))), tuple(placed))


@given(days(), st.data())
def test_a_move_tells_exactly_the_rules_that_it_breaks(day: Day, data: st.DataObject) -> None:
    if not day.problem.meetings:
        return
    meeting = data.draw(st.sampled_from(day.problem.meetings)).id
    slot = data.draw(st.integers(1, day.problem.slots))
    table = data.draw(st.none() | st.integers(1, day.problem.tables))
    trial = Board(day.problem, day.placed).move(meeting, slot, table, swap=data.draw(st.booleans()))
    assert (trial.placed[0].id, trial.placed[0].slot) == (meeting, slot)
    assert table in (None, trial.placed[0].table)
    after = day.after(trial.placed)
    # More meetings than tables is the same fault as a table that is taken.
    broken = day.broken(after) - {Rule.TOO_MANY_MEETINGS}
    assert {one.code for one in trial.obstacles} == {TOLD[Rule(code)] for code in broken}


@given(days(), st.data())
def test_breaks_before_and_after_are_those_of_both_timetables(day: Day, data: st.DataObject) -> None:
    if not day.problem.meetings:
        return
    meeting = data.draw(st.sampled_from(day.problem.meetings)).id
    trial = Board(day.problem, day.placed).move(meeting, data.draw(st.integers(1, day.problem.slots)), swap=True)
    before, after = breaks_of(day.problem, day.placed), breaks_of(day.problem, day.after(trial.placed))
    assert trial.breaks == {name: (before[name], after[name]) for name in before if before[name] != after[name]}


@given(days(), st.data())
def test_a_swap_leaves_everyone_else_in_place_and_can_be_swapped_back(day: Day, data: st.DataObject) -> None:
    if not day.placed:
        return
    one, other = data.draw(st.sampled_from(day.placed)), data.draw(st.sampled_from(day.placed))
    swapped = Board(day.problem, day.placed).move(one.id, other.slot, other.table, swap=True)
    after = day.after(swapped.placed)
    assert {each.id for each in swapped.placed} == {one.id, other.id}
    back = Board(day.problem, after).move(one.id, one.slot, one.table, swap=True)
    assert set(Day(day.problem, after).after(back.placed)) == set(day.placed)
