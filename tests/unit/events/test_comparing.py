"""Two versions of a timetable are compared as people were told them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from matcher.domain.events import Meeting, TimetableVersion, VersionState
from matcher.usecases.events.comparing import Differences, compare
from tests.events import FAIR


def version(number: int, *meetings: Meeting) -> TimetableVersion:
    return TimetableVersion(FAIR.id, number, VersionState.DRAFT, meetings, datetime(2026, 3, 1, tzinfo=UTC))


STAYS = Meeting("m-1", "acme", "carla", 1, 1)
MOVES = Meeting("m-2", "acme", "dario", 2, 1)
GOES = Meeting("m-3", "bit", "carla", 3, 1)
COMES = Meeting("m-4", "bit", "elsa", 3, 2)


def test_what_is_no_more_moved_or_new_is_told_and_to_whom() -> None:
    after = replace(MOVES, table=2)
    found = compare(version(1, STAYS, MOVES, GOES), version(2, STAYS, after, COMES), FAIR)
    assert found == Differences((GOES,), ((MOVES, after),), (COMES,))
    assert found.people == ("bit", "carla", "acme", "dario", "elsa")


def test_a_lock_is_nothing_to_tell() -> None:
    assert compare(version(1, STAYS), version(2, replace(STAYS, locked=True)), FAIR).people == ()


def test_hours_that_the_event_has_changed_since_are_told() -> None:
    told = replace(version(1, STAYS), told=FAIR)
    later = tuple(replace(slot, start=slot.start + timedelta(minutes=5)) for slot in FAIR.slots)
    assert compare(told, version(2, STAYS), replace(FAIR, slots=later)).moved == ((STAYS, STAYS),)
