"""Two versions of a timetable are compared as people were told them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from matcher.domain.events import EventParticipant, Meeting, Pair, TimetableVersion, VersionState
from matcher.usecases.events.comparing import Differences, Outdated, compare, outdated
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


ACME, BIT, CARLA = (EventParticipant(name, name) for name in ("acme", "bit", "carla"))


def pair(a: str, b: str, *, chosen: bool = True) -> Pair:
    return Pair(a, b, 0.5, 0.5, 0.5, chosen=chosen)


def meeting_of(made: Pair) -> Meeting:
    return Meeting(made.meeting_id, made.a, made.b, 1, 1)


def test_a_timetable_of_the_chosen_pairs_is_up_to_date_placed_or_not() -> None:
    placed, waiting = pair("acme", "carla"), pair("bit", "carla")
    made = replace(version(1, meeting_of(placed)), unplaced=(("bit", "carla"),))
    assert not outdated(made, [placed, waiting, pair("acme", "bit", chosen=False)], [ACME, BIT, CARLA])


def test_pairs_chosen_or_given_up_since_are_told() -> None:
    given_up, new = pair("acme", "carla", chosen=False), pair("bit", "carla")
    made = version(1, meeting_of(given_up))
    assert outdated(made, [given_up, new], [ACME, BIT, CARLA]) == Outdated((new,), made.meetings)
    assert outdated(made, [new], [ACME, BIT, CARLA]).unchosen == made.meetings


def test_a_pair_of_somebody_absent_is_not_waited_for() -> None:
    assert not outdated(version(1), [pair("bit", "carla")], [BIT, replace(CARLA, absent=True)])
