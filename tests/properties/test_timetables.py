"""The fewest breaks, however they are searched for, are those of trying every placement."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.domain.schedules import PlacedMeeting, SchedulingProblem, Status
from matcher.scheduling.lanes import chains, core, rising
from matcher.scheduling.lanes.findings import Assignment, Finding
from matcher.scheduling.lanes.model import build
from matcher.scheduling.lanes.process import Search
from matcher.scheduling.replan.repair import repair
from matcher.scheduling.tables import seated
from matcher.scheduling.timetable import solve
from matcher.scheduling.verification import breaks_of, verify
from tests.timetable_oracle import fewest_breaks, small_problems

each_lane = pytest.mark.parametrize("search", [core.search, rising.search], ids=["core", "rising"])


def findings(search: Search, problem: SchedulingProblem) -> list[Finding]:
    found: list[Finding] = []
    search(build(problem), Assignment(problem), found.append)
    return found


@each_lane
@given(problem=small_problems())
@settings(max_examples=250, deadline=None)
def test_a_lane_ends_at_the_fewest_breaks_or_knows_that_there_is_no_timetable(
    search: Search, problem: SchedulingProblem
) -> None:
    fewest = fewest_breaks(problem)
    found = findings(search, problem)
    if fewest is None:
        assert found[-1].infeasible
        return
    assert not any(finding.infeasible for finding in found)
    timetables = [
        seated({one.id: slot for one, slot in zip(problem.meetings, finding.slots, strict=True)})
        for finding in found
        if finding.slots is not None
    ]
    assert all(verify(problem, placed) == () for placed in timetables)
    assert min(sum(breaks_of(problem, placed).values()) for placed in timetables) == fewest
    assert max((finding.bound for finding in found if finding.bound is not None), default=0) == fewest


@given(small_problems(), st.randoms(use_true_random=False))
@settings(max_examples=250, deadline=None)
def test_a_timetable_stays_right_along_every_chain(problem: SchedulingProblem, draw: Random) -> None:
    slots = chains.any_timetable(problem)
    assert (slots is None) is (fewest_breaks(problem) is None)
    if not slots:
        return
    day = chains.Day(problem, slots)
    for _ in range(30):
        meeting, target = draw.randrange(len(slots)), draw.randint(1, problem.slots)
        source = day.slots[meeting]
        chain = day.chain(meeting, target) if target != source else None
        if chain is not None:
            changes = list(day.agendas_after(chain, source, target))
            if day.is_fair(changes):
                day.move(chain, target, changes)
                assert day.slots[meeting] == target
        placed = seated({one.id: slot for one, slot in zip(problem.meetings, day.slots, strict=True)})
        assert verify(problem, placed) == ()
        assert day.breaks == sum(breaks_of(problem, placed).values())


@given(small_problems(), st.integers(0, 3))
@settings(max_examples=15, deadline=None)
def test_the_lanes_together_prove_the_fewest_breaks_whatever_the_seed(problem: SchedulingProblem, seed: int) -> None:
    fewest = fewest_breaks(problem)
    solution = solve(problem, time_limit_s=60, seed=seed)
    assert (solution.objective, solution.bound) == (fewest, fewest)
    if fewest is None:
        assert solution.status is Status.INFEASIBLE
        assert solution.explanation
    else:
        assert solution.status is Status.OPTIMAL
        assert verify(problem, solution.meetings) == ()
        assert dict(solution.breaks) == breaks_of(problem, solution.meetings)


@given(small_problems(), st.data())
@settings(max_examples=40, deadline=None)
def test_a_solved_event_can_be_repaired_after_no_shows_and_is_still_right(
    problem: SchedulingProblem, data: st.DataObject
) -> None:
    timetables = [finding.slots for finding in findings(core.search, problem) if finding.slots is not None]
    if not timetables:
        return
    current = seated({one.id: slot for one, slot in zip(problem.meetings, timetables[-1], strict=True)})
    gone = data.draw(st.sampled_from([person.id for person in problem.participants]))
    day = without(problem, lambda a, b: gone in (a, b))
    mended = repair(day, [one for one in current if one.id in {meeting.id for meeting in day.meetings}], ())
    assert verify(day, mended) == ()
    assert unmoved(current, mended)


def without(problem: SchedulingProblem, gone: Callable[[str, str], bool]) -> SchedulingProblem:
    """The problem of who is left, in which fairness is no longer asked for."""
    left = [meeting for meeting in problem.meetings if not gone(meeting.a, meeting.b)]
    known = {meeting.id for meeting in left}
    meetings = tuple(
        type(meeting)(meeting.id, meeting.a, meeting.b, meeting.session, meeting.slot, tuple(known & {*meeting.after}))
        for meeting in left
    )
    return type(problem)(
        problem.slots, problem.tables, problem.participants, meetings, problem.morning_slots, None, problem.objective
    )


def unmoved(before: tuple[PlacedMeeting, ...], after: tuple[PlacedMeeting, ...]) -> bool:
    slots = {one.id: one.slot for one in before}
    return all(slots[one.id] == one.slot for one in after)
