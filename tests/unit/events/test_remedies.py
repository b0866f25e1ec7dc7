"""What helps where no timetable can be made, told and done to the event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from matcher.domain.events import Event, Pair, PairRule, Slot
from matcher.domain.jobs import Job, JobKind, JobState
from matcher.domain.schedules import Explanation, Remedy, SchedulingProblem, Solution, Status
from matcher.errors import InvalidInput, NotFound
from matcher.ports import Store
from matcher.usecases.events.explaining import remedies_of, told
from matcher.usecases.events.keeping import find_event
from matcher.usecases.events.locking import lock_meetings
from matcher.usecases.events.pairs import find_pairs
from matcher.usecases.events.publishing import find_version
from matcher.usecases.events.timetables import make_timetable, start_timetable
from matcher.usecases.jobs import JobRunner, find_job
from tests.event_solvers import SIMPLE
from tests.events import FAIR, ROME, at, keep, pair

MET = (pair("acme", "carla", chosen=True, rule=PairRule.MUST), pair("bit", "carla", chosen=True))
MEETING = MET[0].meeting_id


@pytest.fixture
def paired(store: Store) -> Store:
    with store.unit_of_work(write=True) as unit:
        unit.events.put_pairs(FAIR.id, MET)
        unit.commit()
    return store


def helped(store: Store, code: str, **values: object) -> Job:
    return start_timetable(FAIR.id, store, time_limit_s=5, remedies=[Remedy(code, values)])


def event(store: Store) -> Event:
    return find_event(FAIR.id, store)[0]


def done(store: Store, job: Job, solution: Solution | None = None) -> Job:
    def solve(problem: SchedulingProblem, **options: Any) -> Solution:  # noqa: ANN401 -- passed on
        return solution or SIMPLE.solve(problem, **options)

    solvers = replace(SIMPLE, solve=solve)
    assert JobRunner(store, {JobKind.TIMETABLE: lambda attempt: make_timetable(attempt, store, solvers)}).run(job.id)
    return find_job(job.id, store)


def test_slots_are_added_at_the_end_as_long_as_the_last_one(paired: Store) -> None:
    helped(paired, "add_slots", count=2)
    assert event(paired).slots == (
        *FAIR.slots,
        Slot(at("15:00"), at("15:30"), session="afternoon"),
        Slot(at("15:30"), at("16:00"), session="afternoon"),
    )


def test_slots_added_in_the_night_of_the_clock_change_follow_without_a_gap(paired: Store) -> None:
    last = Slot(datetime(2026, 3, 29, 1, 20, tzinfo=ROME), datetime(2026, 3, 29, 1, 50, tzinfo=ROME))
    keep(paired, replace(FAIR, slots=(*FAIR.slots, last)))
    helped(paired, "add_slots", count=2)
    added = [(slot.start.isoformat(), slot.end.isoformat()) for slot in event(paired).slots[-2:]]
    assert added == [
        ("2026-03-29T01:50:00+01:00", "2026-03-29T03:20:00+02:00"),
        ("2026-03-29T03:20:00+02:00", "2026-03-29T03:50:00+02:00"),
    ]


def test_tables_are_added_with_names_that_no_table_has(paired: Store) -> None:
    keep(paired, replace(FAIR, tables=("1", "2", "5")))
    helped(paired, "add_tables", count=2)
    assert event(paired).tables == ("1", "2", "5", "4", "6")


def test_fairness_is_widened_and_never_narrowed(paired: Store) -> None:
    keep(paired, replace(FAIR, rules=replace(FAIR.rules, fairness=1)))
    done(paired, helped(paired, "widen_fairness", fairness=3))
    assert event(paired).rules.fairness == 3
    helped(paired, "widen_fairness", fairness=2)
    assert event(paired).rules.fairness == 3


def test_a_participant_comes_in_more_slots(paired: Store) -> None:
    helped(paired, "free_slots", participant="bit", slots=[1, 2])
    assert {person.id: person.unavailable for person in find_event(FAIR.id, paired)[1]}["bit"] == frozenset()


def test_meetings_are_left_out_for_good(paired: Store) -> None:
    helped(paired, "drop_meetings", meetings=[MEETING])
    dropped: Pair = find_pairs(FAIR.id, paired)[0]
    assert (dropped.rule, dropped.chosen, dropped.locked) == (None, False, True)


def test_a_meeting_that_was_fixed_may_move(paired: Store) -> None:
    done(paired, start_timetable(FAIR.id, paired))
    lock_meetings(FAIR.id, paired, lock=[MEETING])
    job = start_timetable(FAIR.id, paired, keep=[MEETING], remedies=[Remedy("unfix_meeting", {"meeting": MEETING})])
    assert job.input["keep"] == []
    assert not any(meeting.locked for meeting in find_version(FAIR.id, paired).meetings)


def test_more_time_is_twice_that_of_the_last_job(paired: Store) -> None:
    done(paired, start_timetable(FAIR.id, paired, time_limit_s=40))
    assert done(paired, helped(paired, "more_time")).time_limit_s == 80
    for _ in range(7):
        longest = done(paired, helped(paired, "more_time"))
    assert longest.time_limit_s == 3600


def test_the_job_says_what_the_event_was_changed_by(paired: Store) -> None:
    job = helped(paired, "add_tables", count=1, suffices=True)
    assert find_job(job.id, paired).input["remedies"] == [
        {"code": "add_tables", "values": {"count": 1, "suffices": True}}
    ]


@pytest.mark.parametrize(
    ("code", "values", "error", "says"),
    [
        ("any_session", {"meeting": MEETING}, InvalidInput, "Choose one of add_slots"),
        ("add_tables", {}, InvalidInput, "needs 'count'"),
        ("add_tables", {"count": "many"}, InvalidInput, "whole number from 1 to 2000"),
        ("add_slots", {"count": 500}, InvalidInput, "more than 500 slots"),
        ("free_slots", {"participant": "nessuno", "slots": [1]}, NotFound, "nessuno"),
        ("free_slots", {"participant": "bit", "slots": []}, InvalidInput, "a list"),
        ("free_slots", {"participant": 7, "slots": [1]}, InvalidInput, "an id"),
        ("drop_meetings", {"meetings": ["m-none"]}, NotFound, "m-none"),
    ],
)
def test_what_is_no_remedy_changes_nothing(
    paired: Store, code: str, values: Mapping[str, object], error: type[Exception], says: str
) -> None:
    remedies = [Remedy("add_tables", {"count": 1}), Remedy(code, values)]
    with pytest.raises(error, match=says):
        start_timetable(FAIR.id, paired, remedies=remedies)
    assert event(paired) == FAIR
    with paired.unit_of_work() as unit:
        assert unit.jobs.of_event(FAIR.id) == []


CAUSE = Explanation(
    "no_common_slot",
    {},
    ("acme", "carla"),
    (MEETING,),
    remedies=(
        Remedy("free_slots", {"participant": "carla", "slots": (1, 4), "suffices": True}),
        Remedy("drop_meetings", {"meetings": (MEETING,), "suffices": None}),
    ),
)


def test_causes_and_remedies_are_told_in_words_with_names_and_hours(paired: Store) -> None:
    job = done(paired, start_timetable(FAIR.id, paired), Solution(Status.INFEASIBLE, explanation=(CAUSE,)))
    result = told(job, paired, "en")
    assert result is not None
    assert result["pairs"] == {MEETING: ["acme", "carla"]}
    (cause,) = result["explanation"]
    assert cause["sentence"] == "Anna Ricci and Carla Neri are to meet but have no free slot in common."
    assert [remedy["sentence"] for remedy in cause["remedies"]] == [
        "Make Carla Neri available at 09:30 and 14:00 too.",
        "Leave out the meeting Anna Ricci – Carla Neri. Other changes may be needed too.",
    ]
    in_italian = told(job, paired)
    assert in_italian is not None
    assert in_italian["explanation"][0]["sentence"].startswith("Anna Ricci e Carla Neri devono incontrarsi")


def test_every_remedy_told_can_be_done(paired: Store) -> None:
    job = done(paired, start_timetable(FAIR.id, paired), Solution(Status.INFEASIBLE, explanation=(CAUSE,)))
    assert [remedy.code for remedy in remedies_of(job)] == ["free_slots", "drop_meetings"]
    after = done(paired, start_timetable(FAIR.id, paired, remedies=remedies_of(job)))
    assert (after.state, remedies_of(after)) == (JobState.DONE, ())
    assert [(one.a, one.b) for one in find_version(FAIR.id, paired).meetings] == [("bit", "carla")]
