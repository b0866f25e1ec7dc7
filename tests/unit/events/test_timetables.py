"""From chosen pairs to a draft, and from a draft to what people are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from matcher.domain.events import Event, Pair, TimetableVersion, VersionState
from matcher.domain.jobs import Job, JobProgress, JobState
from matcher.domain.schedules import (
    Explanation,
    PlacedMeeting,
    Progress,
    Remedy,
    SchedulingProblem,
    Solution,
    Status,
    Violation,
)
from matcher.errors import Conflict, InvalidInput, NotFound
from matcher.ports import Store
from matcher.usecases.events.keeping import update_event
from matcher.usecases.events.pairs import PairEdit, change_pairs
from matcher.usecases.events.publishing import find_version
from matcher.usecases.events.timetables import start_timetable
from matcher.usecases.jobs import find_job
from tests.event_solvers import SIMPLE, solve_first_fit
from tests.events import FAIR, PEOPLE, keep
from tests.unit.events.planning import CHOSEN, made, run


def slots(version: TimetableVersion) -> dict[str, int]:
    return {meeting.id: meeting.slot for meeting in version.meetings}


def test_a_job_makes_a_draft_of_the_chosen_pairs(paired: Store) -> None:
    job = made(paired)
    version = find_version(FAIR.id, paired)
    assert (job.state, job.result and job.result["version"]) == (JobState.DONE, 1)
    assert (version.number, version.state, version.status) == (1, VersionState.DRAFT, Status.FEASIBLE)
    assert {(one.a, one.b) for one in version.meetings} == {(one.a, one.b) for one in CHOSEN[:3]}
    by_pair = {(one.a, one.b): one for one in version.meetings}
    assert by_pair["bit", "carla"].slot > 1, "Bit is not there in the first slot"


def test_a_meeting_keeps_its_id_and_where_asked_its_slot_and_table(paired: Store) -> None:
    made(paired)
    first = find_version(FAIR.id, paired)
    moved = replace(
        first, meetings=tuple(replace(one, slot=5, table=3) if one.a == "bit" else one for one in first.meetings)
    )
    with paired.unit_of_work(write=True) as unit:
        unit.timetables.replace(moved)
        unit.commit()
    kept = CHOSEN[2].meeting_id
    made(paired, keep=[kept])
    again = {one.id: one for one in find_version(FAIR.id, paired).meetings}
    assert again.keys() == slots(first).keys()
    assert (again[kept].slot, again[kept].table) == (5, 3)
    with pytest.raises(NotFound, match="m-nothing"):
        start_timetable(FAIR.id, paired, keep=["m-nothing"])


def test_the_last_timetable_is_where_the_solver_begins(paired: Store) -> None:
    made(paired)
    hints: list[Sequence[PlacedMeeting]] = []

    def solve(problem: SchedulingProblem, **options: object) -> Solution:
        hints.append(options["hint"])  # type: ignore[arg-type]
        return solve_first_fit(problem, time_limit_s=1)

    made(paired, replace(SIMPLE, solve=solve))
    assert {(one.id, one.slot) for one in hints[0]} == set(slots(find_version(FAIR.id, paired, 1)).items())


def test_an_attempt_goes_on_from_what_an_earlier_one_found_and_never_ends_with_less(paired: Store) -> None:
    found = tuple(PlacedMeeting(one.meeting_id, slot, 1) for one, slot in zip(CHOSEN[:3], (4, 5, 2), strict=True))
    hints = []

    def solve(problem: SchedulingProblem, **options: Any) -> Solution:  # noqa: ANN401 -- passed on
        hints.append(options["hint"])
        options["progress"](Progress(best=None, bound=0, wall_s=0.5))
        return Solution(Status.UNKNOWN, bound=1)

    job = begun(paired, JobProgress(best=3, bound=1, wall_s=5.0, meetings=found))
    run(paired, job, replace(SIMPLE, solve=solve))
    version = find_version(FAIR.id, paired)
    assert hints == [found]
    assert slots(version) == {one.id: one.slot for one in found}
    assert (version.status, version.objective, version.bound) == (Status.FEASIBLE, 3, 1)
    # Carla meets in slots 2 and 4, with nothing in between.
    assert version.breaks == {"acme": 0, "bit": 0, "carla": 1, "dario": 0, "elsa": 0}


def test_what_was_found_for_an_event_that_has_changed_since_is_no_timetable_of_it(paired: Store) -> None:
    found = (PlacedMeeting(CHOSEN[0].meeting_id, 4, 1),)
    solvers = replace(SIMPLE, verify=lambda problem, placed: violations(problem, placed))
    run(paired, begun(paired, JobProgress(best=0, wall_s=5.0, meetings=found)), solvers)
    assert len(find_version(FAIR.id, paired).meetings) == 3


def violations(problem: SchedulingProblem, placed: Sequence[PlacedMeeting]) -> tuple[Violation, ...]:
    """Whatever is not placed."""
    missing = {one.id for one in problem.meetings} - {one.id for one in placed}
    return tuple(Violation("unplaced", meetings=(name,)) for name in sorted(missing))


def begun(store: Store, progress: JobProgress) -> Job:
    """A job of which a process that died had found something."""
    job = replace(start_timetable(FAIR.id, store), progress=progress)
    with store.unit_of_work(write=True) as unit:
        unit.jobs.cancel(job.id, now=job.created_at)
        unit.jobs.add(replace(job, id="begun"))
        unit.commit()
    return find_job("begun", store)


def test_a_timetable_that_does_not_fit_the_event_any_more_is_not_kept(paired: Store) -> None:
    def solve(problem: SchedulingProblem, **options: Any) -> Solution:  # noqa: ANN401 -- passed on
        if change is not None:
            update_event(change, paired)
        else:
            change_pairs(FAIR.id, [PairEdit("bit", "elsa", chosen=True)], paired)
        return SIMPLE.solve(problem, **options)

    solvers = replace(SIMPLE, solve=solve, verify=violations)
    change: Event | None = replace(FAIR, name="Tavoli", tables=(*FAIR.tables, "4"))
    assert made(paired, solvers).state is JobState.DONE
    change = None
    job = made(paired, solvers)
    assert job.state is JobState.FAILED
    assert "start again" in str(job.problem)


def test_what_cannot_be_is_told_with_what_helps_and_makes_no_version(paired: Store) -> None:
    helps = (Remedy("add_tables", {"count": 1, "suffices": True}),)
    why = Explanation("no_candidates", {"needed": 4}, ("acme",), remedies=helps)

    def solve(problem: SchedulingProblem, **options: object) -> Solution:
        return Solution(Status.INFEASIBLE, explanation=(why,))

    job = made(paired, replace(SIMPLE, solve=solve))
    assert job.result is not None
    assert (job.state, job.result["status"], job.result["version"]) == (JobState.DONE, "infeasible", None)
    assert job.result["explanation"] == [
        {
            "code": "no_candidates",
            "values": {"needed": 4},
            "participants": ["acme"],
            "meetings": [],
            "slots": [],
            "remedies": [{"code": "add_tables", "values": {"count": 1, "suffices": True}}],
        }
    ]
    with pytest.raises(NotFound):
        find_version(FAIR.id, paired)


def test_a_timetable_that_breaks_a_rule_is_never_kept(paired: Store) -> None:
    def verify(problem: SchedulingProblem, placed: Sequence[PlacedMeeting]) -> tuple[Violation, ...]:
        return (Violation("participant_twice"),)

    assert made(paired, replace(SIMPLE, verify=verify)).state is JobState.FAILED
    with pytest.raises(NotFound):
        find_version(FAIR.id, paired)


def test_one_timetable_of_an_event_is_made_at_a_time_and_only_of_chosen_pairs(paired: Store) -> None:
    job = start_timetable(FAIR.id, paired)
    with pytest.raises(Conflict, match=job.id):
        start_timetable(FAIR.id, paired)
    for limit in (0.0, 3601.0, float("nan")):
        with pytest.raises(InvalidInput, match="time limit"):
            start_timetable(FAIR.id, paired, time_limit_s=limit)
    keep(paired, replace(FAIR, id="vuota"))
    with pytest.raises(InvalidInput, match="chosen"):
        start_timetable("vuota", paired)


def test_who_is_absent_has_no_meetings(paired: Store) -> None:
    keep(paired, people=[replace(PEOPLE[0], absent=True)])
    made(paired)
    assert {(one.a, one.b) for one in find_version(FAIR.id, paired).meetings} == {("bit", "carla")}


def test_the_id_of_a_meeting_follows_from_the_two() -> None:
    other = Pair("a", "b", 1.0, 1.0, 1.0)
    assert other.meeting_id == replace(other, utility=0.0, chosen=True).meeting_id != replace(other, b="c").meeting_id
