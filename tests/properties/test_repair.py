"""A mended timetable is right, leaves alone what survives, and fills as many seats as trying everything does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.schedules import MeetingRequest, Participant, PlacedMeeting, SchedulingProblem, Session
from matcher.errors import Conflict
from matcher.scheduling.replan import packing
from matcher.scheduling.replan.conflicts import Policy
from matcher.scheduling.replan.differences import differences
from matcher.scheduling.replan.repair import repair
from matcher.scheduling.verification import Violation, verify

SLOTS = 3
PEOPLE = "abcdef"
TWO_SIDED = [one + other for one in "abc" for other in "def"]
ANYONE = ["".join(pair) for pair in combinations(PEOPLE, 2)]


@dataclass(frozen=True)
class Day:
    """A timetable, perhaps wrong by now, of what `problem` still wants, and spare meetings, best first."""

    problem: SchedulingProblem
    current: tuple[PlacedMeeting, ...]
    spare: tuple[MeetingRequest, ...]

    def repaired(self, moves: int = 0, policy: Policy = Policy.REMOVE) -> tuple[PlacedMeeting, ...]:
        return repair(self.problem, self.current, self.spare, moves=moves, policy=policy)

    def violations(self, placed: Sequence[PlacedMeeting]) -> tuple[Violation, ...]:
        """What a timetable of some of the meetings breaks; it is right to leave others out."""
        there = {one.id for one in placed}
        held = tuple(one for one in (*self.problem.meetings, *self.spare) if one.id in there)
        return verify(replace(self.problem, meetings=held), placed)


@st.composite
def days(draw: st.DrawFn, *, rules: bool = True) -> Day:
    """Up to four planned and three spare meetings in three slots; `rules` adds sessions, fixed slots and orders."""
    pairs = draw(st.lists(st.sampled_from(draw(st.sampled_from([TWO_SIDED, ANYONE]))), unique=True, max_size=7))
    split = draw(st.integers(0, min(4, len(pairs))))
    requests: list[MeetingRequest] = []
    for pair in pairs:
        request = MeetingRequest(pair, *pair)
        if rules:
            request = replace(
                request,
                session=draw(st.sampled_from([Session.ANY, Session.ANY, *Session])),
                slot=draw(st.sampled_from([None, None, None, 1, 3])),
                after=tuple(one.id for one in requests[: len(pairs) // 3] if draw(st.booleans())),
            )
        requests.append(request)
    people = tuple(
        Participant(
            person,
            frozenset(draw(st.sets(st.integers(1, SLOTS), max_size=1))),
            draw(st.sampled_from([None, None, 0, 1, 2])),
        )
        for person in PEOPLE
    )
    tables = draw(st.integers(1, 2))
    problem = SchedulingProblem(SLOTS, tables, people, tuple(requests[:split]), morning_slots=1)
    current = tuple(
        PlacedMeeting(one.id, draw(st.integers(1, SLOTS)), draw(st.integers(1, tables)))
        for one in problem.meetings
        if draw(st.integers(0, 4))
    )
    return Day(problem, current, tuple(requests[split:]))


def within_quotas(day: Day, placed: Sequence[PlacedMeeting]) -> bool:
    """Whether spare meetings are only of people who have no more than their quota with them and all planned ones."""
    planned = Counter(person for one in day.problem.meetings for person in one.id)
    held = Counter(person for one in placed for person in one.id)
    spare = {person for one in placed for person in one.id if one.id in {each.id for each in day.spare}}
    return all(
        person.quota is None or max(planned[person.id], held[person.id]) <= person.quota
        for person in day.problem.participants
        if person.id in spare
    )


def every_timetable(day: Day, kept: Sequence[PlacedMeeting]) -> Iterator[list[PlacedMeeting]]:
    """Every right way to add to the meetings kept, at the first table that is free."""
    there = {one.id for one in kept}
    waiting = [one.id for one in (*day.problem.meetings, *day.spare) if one.id not in there]

    def extended(names: Sequence[str], placed: list[PlacedMeeting]) -> Iterator[list[PlacedMeeting]]:
        if not names:
            if within_quotas(day, placed):
                yield placed
            return
        yield from extended(names[1:], placed)
        for slot in range(1, SLOTS + 1):
            taken = {other.table for other in placed if other.slot == slot}
            here = PlacedMeeting(names[0], slot, min({1, 2, 3} - taken))
            if not day.violations([*placed, here]):
                yield from extended(names[1:], [*placed, here])

    yield from extended(waiting, list(kept))


def counts(day: Day, placed: Sequence[PlacedMeeting]) -> tuple[int, int]:
    """How many of the planned meetings are held, and how many in all."""
    planned = {one.id for one in day.problem.meetings}
    return sum(one.id in planned for one in placed), len(placed)


@given(days())
def test_a_repaired_timetable_is_right_and_keeps_whatever_clashes_with_nothing(day: Day) -> None:
    placed = day.repaired()
    assert day.violations(placed) == ()
    assert within_quotas(day, placed)
    accused = {name for violation in day.violations(day.current) for name in violation.meetings}
    assert {one for one in day.current if one.id not in accused} <= set(placed)


@given(days())
def test_as_many_planned_meetings_and_then_as_many_in_all_are_held_as_can_be(day: Day) -> None:
    placed = day.repaired()
    kept = differences(day.current, placed).kept
    assert counts(day, placed) == max(counts(day, other) for other in every_timetable(day, kept))


@given(days(rules=False))
def test_the_best_of_equally_many_spare_meetings_are_taken(day: Day) -> None:
    kept = differences(day.current, day.repaired()).kept
    surviving = tuple(one for one in day.problem.meetings if one.id in {each.id for each in kept})
    day = replace(day, problem=replace(day.problem, meetings=surviving))
    rank = {one.id: place for place, one in enumerate(day.spare)}

    def ranks(placed: Sequence[PlacedMeeting]) -> int:
        return sum(rank.get(one.id, 0) for one in placed)

    placed = day.repaired()
    equal = [other for other in every_timetable(day, kept) if len(other) == len(placed)]
    assert ranks(placed) == min(map(ranks, equal))


@given(days(), st.integers(1, 3))
def test_moves_are_no_more_than_allowed_and_never_cost_a_meeting(day: Day, moves: int) -> None:
    staying, placed = day.repaired(), day.repaired(moves)
    assert day.violations(placed) == ()
    assert within_quotas(day, placed)
    kept = set(staying) & set(day.current)
    assert len(kept - set(placed)) <= moves
    assert {one.id for one in kept} <= {one.id for one in placed}
    assert counts(day, placed) >= counts(day, staying)


@given(days())
def test_slot_by_slot_is_as_right_as_all_at_once(day: Day) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            packing,
            "pack_at_once",
            lambda options, left, whole=packing.pack_at_once: (
                whole(options, left) if len({option.slot for option in options}) <= 1 else None
            ),
        )
        placed = day.repaired()
    assert day.violations(placed) == ()
    assert within_quotas(day, placed)
    assert counts(day, placed) <= counts(day, day.repaired())


@given(days())
def test_conflicts_are_refused_removed_or_ignored(day: Day) -> None:
    clashing = [one.id for one in day.current if one not in day.repaired()]
    assert set(day.current) <= set(day.repaired(policy=Policy.IGNORE))
    if clashing:
        with pytest.raises(Conflict) as refused:
            day.repaired(policy=Policy.INFORM)
        assert refused.value.details == {"meetings": clashing}
    else:
        assert day.repaired(policy=Policy.INFORM) == day.repaired()


@given(days())
def test_what_is_added_beside_ignored_conflicts_makes_no_new_ones(day: Day) -> None:
    placed = day.repaired(2, Policy.IGNORE)
    before = set(day.violations(day.current))
    moved = {one.id for one, _ in differences(day.current, placed).moved}
    for violation in day.violations(placed):
        assert violation in before or set(violation.meetings) & moved
