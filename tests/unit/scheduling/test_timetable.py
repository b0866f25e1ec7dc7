"""A timetable is proved the best, or is the best that the time allowed; how far it got is told meanwhile."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from itertools import pairwise

import pytest

from matcher.domain.schedules import (
    MeetingRequest,
    Objective,
    Participant,
    Progress,
    SchedulingProblem,
    Session,
    Status,
)
from matcher.errors import Unavailable
from matcher.scheduling.timetable import solve
from matcher.scheduling.verification import verify

NEEDS_A_BREAK = SchedulingProblem(
    slots=3,
    tables=1,
    participants=(Participant("ada"), Participant("bea", frozenset({2})), Participant("ciro", frozenset({2}))),
    meetings=(MeetingRequest("m1", "ada", "bea"), MeetingRequest("m2", "ada", "ciro")),
)


def crowd(hosts: int, guests: int, slots: int) -> SchedulingProblem:
    """Everyone meets everyone, and nobody can come to the first slot but the first host."""
    people = [Participant("h0"), *(Participant(f"h{one}", frozenset({1})) for one in range(1, hosts))]
    people += [Participant(f"g{one}") for one in range(guests)]
    meetings = [MeetingRequest(f"h{a}-g{b}", f"h{a}", f"g{b}") for a in range(hosts) for b in range(guests)]
    return SchedulingProblem(slots, hosts, tuple(people), tuple(meetings), fairness=1)


def test_a_break_that_nobody_can_avoid_is_proved() -> None:
    solution = solve(NEEDS_A_BREAK, time_limit_s=60)
    assert solution.status is Status.OPTIMAL
    assert (solution.objective, solution.bound) == (1, 1)
    assert solution.breaks == {"ada": 1, "bea": 0, "ciro": 0}


def test_everyone_having_a_break_is_fair_and_one_alone_is_not() -> None:
    everyone = SchedulingProblem(
        slots=3,
        tables=2,
        participants=(Participant("ada", frozenset({2})), Participant("bea", frozenset({2}))),
        meetings=(MeetingRequest("m1", "ada", "bea"), MeetingRequest("m2", "ada", "bea")),
        fairness=0,
    )
    assert solve(everyone, time_limit_s=60).objective == 2
    assert solve(replace(NEEDS_A_BREAK, fairness=0), time_limit_s=60).status is Status.INFEASIBLE


def test_any_timetable_will_do_where_breaks_do_not_matter() -> None:
    solution = solve(replace(NEEDS_A_BREAK, objective=Objective.NONE), time_limit_s=60)
    assert solution.status is Status.OPTIMAL
    assert verify(NEEDS_A_BREAK, solution.meetings) == ()


def test_an_event_without_meetings_has_an_empty_timetable() -> None:
    solution = solve(replace(NEEDS_A_BREAK, meetings=()), time_limit_s=60)
    assert (solution.status, solution.objective, solution.meetings) == (Status.OPTIMAL, 0, ())


def test_sessions_fixed_slots_and_orders_hold() -> None:
    problem = SchedulingProblem(
        slots=4,
        tables=1,
        participants=(Participant("ada"), Participant("bea"), Participant("ciro")),
        meetings=(
            MeetingRequest("m1", "ada", "bea", Session.AFTERNOON),
            MeetingRequest("m2", "ada", "ciro", after=("m1",)),
            MeetingRequest("m3", "bea", "ciro", slot=2),
        ),
        morning_slots=2,
    )
    solution = solve(problem, time_limit_s=60)
    assert {one.id: one.slot for one in solution.meetings} == {"m1": 3, "m2": 4, "m3": 2}


def test_an_impossible_event_is_explained_with_what_helps() -> None:
    alone = replace(NEEDS_A_BREAK, slots=1, participants=tuple(Participant(one) for one in ("ada", "bea", "ciro")))
    solution = solve(alone, time_limit_s=60)
    assert solution.status is Status.INFEASIBLE
    assert (solution.objective, solution.bound, solution.meetings) == (None, None, ())
    assert ("ada",) in [cause.participants for cause in solution.explanation]
    assert any(remedy.code == "add_slots" for cause in solution.explanation for remedy in cause.remedies)


def test_progress_never_gets_worse_and_every_timetable_told_is_right() -> None:
    problem = crowd(4, 4, 7)
    told: list[Progress] = []
    solution = solve(problem, time_limit_s=60, progress=told.append)
    assert told[-1].best == solution.objective
    assert told[-1].bound == solution.bound
    for earlier, later in pairwise(told):
        assert earlier.bound <= later.bound
        assert earlier.best is None or (later.best is not None and later.best <= earlier.best)
    assert all(verify(problem, one.meetings) == () for one in told if one.meetings)


def test_a_good_timetable_known_before_is_kept_when_there_is_no_time() -> None:
    problem = crowd(4, 4, 7)
    best = solve(problem, time_limit_s=60)
    again = solve(problem, time_limit_s=0, hint=best.meetings)
    assert again.objective == best.objective
    assert {one.id: one.slot for one in again.meetings} == {one.id: one.slot for one in best.meetings}


def test_without_time_nothing_is_known_and_that_is_said() -> None:
    solution = solve(crowd(6, 6, 9), time_limit_s=0)
    assert (solution.status, solution.meetings) == (Status.UNKNOWN, ())
    assert [cause.code for cause in solution.explanation] == ["time_ran_out"]


def test_a_solve_can_be_stopped_and_keeps_what_it_found() -> None:
    stop = threading.Event()

    def stop_at_the_first(progress: Progress) -> None:
        if progress.meetings:
            stop.set()

    problem = crowd(8, 8, 16)
    begun = time.monotonic()
    solution = solve(problem, time_limit_s=600, progress=stop_at_the_first, stop=stop)
    assert time.monotonic() - begun < 300
    assert solution.status in (Status.FEASIBLE, Status.OPTIMAL)
    assert verify(problem, solution.meetings) == ()


def test_when_every_lane_breaks_down_it_is_said(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.executable", "false")
    with pytest.raises(Unavailable, match="broke down"):
        solve(NEEDS_A_BREAK, time_limit_s=60)
