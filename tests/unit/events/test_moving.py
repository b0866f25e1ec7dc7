"""Meetings are moved by hand: every rule is told, some can be set aside, and what was moved stays there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from matcher.domain.events import TimetableVersion, VersionState
from matcher.errors import Conflict, InvalidInput, NotFound
from matcher.ports import Store
from matcher.usecases.events.keeping import find_event
from matcher.usecases.events.moving import Move, Moved, Sheet, move_meeting
from matcher.usecases.events.publishing import find_version, publish
from tests.events import DRAFT, FAIR, PAIRS

AC, AD, BC, BE = (one.meeting_id for one in PAIRS)


@pytest.fixture
def drafted(store: Store) -> Store:
    """The fair with a draft: acme meets carla, then dario; bit meets carla; the meeting with elsa has no place yet."""
    with store.unit_of_work(write=True) as unit:
        unit.events.put_pairs(FAIR.id, PAIRS)
        unit.timetables.add(DRAFT)
        unit.commit()
    return store


def moved(store: Store, meeting: str, slot: int, table: int | None = None, **more: Any) -> Moved:  # noqa: ANN401
    options = {name: more.pop(name) for name in ("dry_run", "language") if name in more}
    return move_meeting(FAIR.id, Move(meeting, slot, table, **more), store, **options)


def places(version: TimetableVersion) -> dict[str, tuple[int, int, bool]]:
    return {one.id: (one.slot, one.table, one.locked) for one in version.meetings}


def test_a_moved_meeting_is_locked_where_it_is_and_breaks_are_counted_anew(drafted: Store) -> None:
    done = moved(drafted, BC, 2)
    version = find_version(FAIR.id, drafted)
    assert (version, version.number) == (done.version, 1)
    assert places(version) == {AC: (1, 1, False), AD: (2, 1, False), BC: (2, 2, True)}
    assert done.breaks == {"carla": (1, 0)}
    assert (version.objective, sum(version.breaks.values()), version.status) == (0, 0, "optimal")


def test_a_preview_says_the_same_and_keeps_nothing(drafted: Store) -> None:
    preview = moved(drafted, BC, 2, dry_run=True)
    assert find_version(FAIR.id, drafted) == DRAFT
    assert replace(moved(drafted, BC, 2), version=None) == preview


def test_what_people_were_told_stays_and_a_new_draft_has_the_move(drafted: Store) -> None:
    publish(FAIR.id, drafted)
    done = moved(drafted, BC, 2)
    assert done.version is not None
    assert (done.version.number, done.version.state, done.version.told) == (2, VersionState.DRAFT, None)
    assert places(find_version(FAIR.id, drafted, 1))[BC] == (3, 2, False)


def test_a_rule_about_people_or_tables_is_never_set_aside(drafted: Store) -> None:
    with pytest.raises(Conflict, match="Carla Neri ha già un incontro con Anna Ricci alle 09:30") as refused:
        moved(drafted, BC, 1, 2, confirmed=frozenset({"participant_busy", "unavailable"}))
    assert refused.value.details["rules"] == ["participant_busy"]
    assert find_version(FAIR.id, drafted) == DRAFT


def test_who_asked_for_no_meeting_is_available_once_that_is_set_aside(drafted: Store) -> None:
    with pytest.raises(Conflict, match="Bruno Sala asked for no meeting at 09:30"):
        moved(drafted, BE, 1, language="en")
    done = moved(drafted, BE, 1, confirmed=frozenset({"unavailable"}))
    assert done.version is not None
    assert (done.version.unplaced, places(done.version)[BE]) == ((), (1, 2, True))
    assert {person.id: person.unavailable for person in find_event(FAIR.id, drafted)[1]}["bit"] == frozenset()


def test_two_meetings_are_swapped_and_both_are_locked(drafted: Store) -> None:
    done = moved(drafted, AD, 1, 1, swap=True)
    assert [(before and before.slot, after.slot) for before, after in done.meetings] == [(2, 1), (1, 2)]
    assert places(find_version(FAIR.id, drafted)) == {AC: (2, 1, True), AD: (1, 1, True), BC: (3, 2, False)}


def test_where_a_meeting_may_be_is_known_for_every_seat(drafted: Store) -> None:
    with drafted.unit_of_work() as unit:
        targets = Sheet.of(unit, FAIR.id).targets(BC)
    open_seats = {place for place, trial in targets.items() if not trial.obstacles}
    assert open_seats == {(slot, table) for slot in (2, 3, 4, 5) for table in (None, 1, 2, 3)} - {(2, 1)}


@pytest.mark.parametrize(
    ("move", "error"),
    [
        (Move("m-none", 1), NotFound),
        (Move(AC, 6), InvalidInput),
        (Move(AC, 0), InvalidInput),
        (Move(AC, 1, 4), InvalidInput),
        (Move(AC, 4, version=2), Conflict),
    ],
)
def test_moves_that_cannot_be_are_refused(drafted: Store, move: Move, error: type[Exception]) -> None:
    with pytest.raises(error):
        move_meeting(FAIR.id, move, drafted)


def test_an_event_without_a_timetable_has_nothing_to_move(store: Store) -> None:
    with pytest.raises(NotFound, match="no timetable"):
        moved(store, AC, 1)
