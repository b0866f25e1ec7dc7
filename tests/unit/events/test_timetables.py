"""From chosen pairs to a draft, and from a draft to what people are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from matcher.domain.events import Pair, TimetableVersion, VersionState
from matcher.domain.jobs import Job, JobKind, JobState
from matcher.domain.schedules import Explanation, PlacedMeeting, Remedy, SchedulingProblem, Solution, Status, Violation
from matcher.errors import Conflict, InvalidInput, NotFound
from matcher.ports import Store
from matcher.usecases.events.publishing import find_version, publish
from matcher.usecases.events.solvers import Solvers
from matcher.usecases.events.timetables import make_timetable, start_timetable
from matcher.usecases.jobs import JobRunner, find_job
from tests.event_solvers import SIMPLE, solve_first_fit
from tests.events import FAIR, PEOPLE, keep, pair

CHOSEN = (
    pair("acme", "carla", 0.9, chosen=True),
    pair("acme", "dario", chosen=True),
    pair("bit", "carla", chosen=True),
    pair("bit", "elsa"),
)


@pytest.fixture
def paired(store: Store) -> Store:
    with store.unit_of_work(write=True) as unit:
        unit.events.put_pairs(FAIR.id, CHOSEN)
        unit.commit()
    return store


def made(store: Store, solvers: Solvers = SIMPLE, keep: Sequence[str] = ()) -> Job:
    job = start_timetable(FAIR.id, store, keep=keep)
    runner = JobRunner(store, {JobKind.TIMETABLE: lambda attempt: make_timetable(attempt, store, solvers)})
    assert runner.run(job.id)
    return find_job(job.id, store)


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


def test_what_cannot_be_is_told_with_what_helps_and_makes_no_version(paired: Store) -> None:
    why = Explanation("too_few_tables", {"needed": 4}, ("acme",), remedies=(Remedy("add_tables", {"count": 1}),))

    def solve(problem: SchedulingProblem, **options: object) -> Solution:
        return Solution(Status.INFEASIBLE, explanation=(why,))

    job = made(paired, replace(SIMPLE, solve=solve))
    assert job.result is not None
    assert (job.state, job.result["status"], job.result["version"]) == (JobState.DONE, "infeasible", None)
    assert job.result["explanation"] == [
        {
            "code": "too_few_tables",
            "values": {"needed": 4},
            "participants": ["acme"],
            "meetings": [],
            "slots": [],
            "remedies": [{"code": "add_tables", "values": {"count": 1}}],
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


def test_what_is_published_never_changes_and_is_remembered(paired: Store) -> None:
    made(paired)
    told = publish(FAIR.id, paired)
    assert (told.number, told.state) == (1, VersionState.PUBLISHED)
    with pytest.raises(Conflict, match="published already"):
        publish(FAIR.id, paired)
    made(paired)
    assert find_version(FAIR.id, paired).state is VersionState.DRAFT
    with paired.unit_of_work() as unit:
        met = unit.timetables.encounters(["person:anna ricci|acme"], apart_from="other")
    assert met == {
        ("person:anna ricci|acme", "person:carla neri|legatoria neri"),
        ("person:anna ricci|acme", "person:dario villa|officina villa"),
    }
    publish(FAIR.id, paired, 2)
    with pytest.raises(Conflict):
        publish(FAIR.id, paired, 1)
    with pytest.raises(NotFound, match="version 9"):
        publish(FAIR.id, paired, 9)


def test_the_id_of_a_meeting_follows_from_the_two() -> None:
    other = Pair("a", "b", 1.0, 1.0, 1.0)
    assert other.meeting_id == replace(other, utility=0.0, chosen=True).meeting_id != replace(other, b="c").meeting_id
