"""Versions of a timetable: what is published stays as it was told, what is locked stays where it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from matcher.domain.events import VersionState
from matcher.domain.schedules import SchedulingProblem, Solution
from matcher.errors import Conflict, InvalidInput, NotFound
from matcher.ports import Store
from matcher.usecases.events.keeping import update_event
from matcher.usecases.events.locking import lock_meetings
from matcher.usecases.events.presenting import version_data
from matcher.usecases.events.publishing import find_version, find_versions, publish
from tests.event_solvers import SIMPLE
from tests.events import FAIR
from tests.unit.events.planning import made

HOUR = timedelta(hours=1)


def test_what_is_published_never_changes_and_is_remembered(paired: Store) -> None:
    made(paired)
    told = publish(FAIR.id, paired)
    assert (told.number, told.state, told.told) == (1, VersionState.PUBLISHED, FAIR)
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


def test_what_people_were_told_keeps_its_hours_and_tables_when_the_event_changes(paired: Store) -> None:
    made(paired)
    publish(FAIR.id, paired)
    made(paired)
    shown = version_data(find_version(FAIR.id, paired, 1), FAIR)
    later = tuple(replace(one, start=one.start + HOUR, end=one.end + HOUR) for one in FAIR.slots)
    changed = update_event(replace(FAIR, slots=later, tables=("A", "B", "C")), paired)
    assert version_data(find_version(FAIR.id, paired, 1), changed) == shown
    draft = version_data(find_version(FAIR.id, paired, 2), changed)
    assert {meeting["table_name"] for meeting in draft["meetings"]} <= {"A", "B", "C"}
    assert [one["start"] - HOUR for one in draft["meetings"]] == [one["start"] for one in shown["meetings"]]


def test_locks_stay_until_they_are_taken_away(paired: Store) -> None:
    made(paired)
    first = find_version(FAIR.id, paired)
    locked = first.meetings[0].id
    assert lock_meetings(FAIR.id, paired, lock=[locked]).number == 1
    asked: list[SchedulingProblem] = []

    def solve(problem: SchedulingProblem, **options: Any) -> Solution:  # noqa: ANN401 -- passed on
        asked.append(problem)
        return SIMPLE.solve(problem, **options)

    for _ in range(2):
        made(paired, replace(SIMPLE, solve=solve))
        assert [one.id for one in find_version(FAIR.id, paired).meetings if one.locked] == [locked]
    assert [{one.id for one in problem.meetings if one.slot} for problem in asked] == [{locked}, {locked}]
    publish(FAIR.id, paired)
    draft = lock_meetings(FAIR.id, paired, unlock=[locked])
    assert (draft.number, draft.state, draft.told) == (4, VersionState.DRAFT, None)
    assert [one.locked for one in find_version(FAIR.id, paired, 3).meetings].count(True) == 1
    with pytest.raises(NotFound, match="m-nothing"):
        lock_meetings(FAIR.id, paired, lock=["m-nothing"])
    with pytest.raises(InvalidInput, match="locked and unlocked"):
        lock_meetings(FAIR.id, paired, lock=[locked], unlock=[locked])


def test_versions_are_listed_oldest_first(paired: Store) -> None:
    assert find_versions(FAIR.id, paired) == ()
    made(paired)
    publish(FAIR.id, paired)
    made(paired)
    assert [(one.number, one.state) for one in find_versions(FAIR.id, paired)] == [(1, "published"), (2, "draft")]
