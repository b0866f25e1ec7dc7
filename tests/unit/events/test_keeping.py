"""What an event has to be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from matcher.domain.events import Event, Meeting, Rules, Slot, SlotKind, TimetableVersion, VersionState
from matcher.errors import Conflict, InvalidInput, NotFound
from matcher.ports import Store
from matcher.usecases.events.keeping import check_event, create_event, erase_event, find_event, update_event
from matcher.usecases.events.programme import Session, slots_of
from tests.events import FAIR, PEOPLE, ROME, at, meeting_slots


def test_a_new_event_needs_an_id_of_its_own(store: Store) -> None:
    with pytest.raises(Conflict, match="already"):
        create_event(FAIR, store)
    create_event(replace(FAIR, id="altra"), store)
    assert find_event("altra", store) == (replace(FAIR, id="altra"), ())


def test_only_an_event_that_exists_is_updated_found_or_erased(store: Store) -> None:
    update_event(replace(FAIR, name="Altro"), store)
    event, people = find_event(FAIR.id, store)
    assert (event.name, people) == ("Altro", PEOPLE)
    erase_event(FAIR.id, store)
    for act in (lambda: update_event(FAIR, store), lambda: find_event(FAIR.id, store), lambda: erase_event("x", store)):
        with pytest.raises(NotFound):
            act()


BREAK = Slot(at("09:30"), at("10:00"), SlotKind.BREAK)
NIGHT = datetime(2026, 3, 29, 2, 30, tzinfo=ROME)
WRONG: dict[str, Event] = {
    "no meeting slot": replace(FAIR, slots=(BREAK,)),
    "ends before": replace(FAIR, slots=(Slot(at("10:00"), at("09:30")),)),
    "in order": replace(FAIR, slots=(*meeting_slots("09:30", 2), *meeting_slots("09:40", 1))),
    "put forward": replace(FAIR, slots=(Slot(NIGHT, NIGHT + timedelta(hours=2)),)),
    "time zone Europe/Rome": replace(FAIR, slots=(Slot(at("10:00").astimezone(UTC), at("11:00")),)),
    "no time zone": replace(FAIR, time_zone="Europe/Atlantis"),
    "no table": replace(FAIR, tables=()),
    "no other table": replace(FAIR, tables=("Sala A", "sala  a")),
    "printed in": replace(FAIR, language="fr"),
    "has no name": replace(FAIR, name=" "),
    "quota": replace(FAIR, rules=Rules(quota=0)),
    "fairness": replace(FAIR, rules=Rules(fairness=-1)),
}


@pytest.mark.parametrize("says", WRONG)
def test_what_cannot_be_is_refused_with_what_to_do(says: str) -> None:
    event = WRONG[says]
    expected = {"no meeting slot": "no slot for meetings", "in order": "begins before"}.get(says, says)
    with pytest.raises(InvalidInput, match=expected):
        check_event(event)


def test_any_slot_lengths_breaks_and_days_are_fine() -> None:
    days = [
        replace(slot, start=slot.start + timedelta(days=1), end=slot.end + timedelta(days=1)) for slot in FAIR.slots
    ]
    check_event(replace(FAIR, slots=(*FAIR.slots, *days)))


def test_slots_and_tables_that_are_in_use_stay(store: Store) -> None:
    with store.unit_of_work(write=True) as unit:
        version = TimetableVersion(
            FAIR.id, 1, VersionState.DRAFT, (Meeting("m", "acme", "carla", 4, 3),), datetime.now(UTC)
        )
        unit.timetables.add(version)
        unit.commit()
    for fewer in (replace(FAIR, slots=FAIR.slots[:3]), replace(FAIR, tables=("1", "2"))):
        with pytest.raises(Conflict, match="Version 1"):
            update_event(fewer, store)
    update_event(replace(FAIR, slots=FAIR.slots[:5], tables=("A", "B", "C", "D")), store)


def test_a_session_is_cut_into_slots_with_pauses_and_no_rest() -> None:
    naive = datetime(2026, 3, 12, 9, 30)  # noqa: DTZ001
    slots = slots_of(Session(naive, naive + timedelta(minutes=70), minutes=20, pause=5, name="mattina"), ROME)
    assert [(f"{one.start:%H:%M}", f"{one.end:%H:%M}", one.session) for one in slots] == [
        ("09:30", "09:50", "mattina"),
        ("09:55", "10:15", "mattina"),
        ("10:20", "10:40", "mattina"),
    ]
    with pytest.raises(InvalidInput, match="fits"):
        slots_of(Session(naive, naive + timedelta(minutes=10), minutes=20), ROME)


def test_a_session_over_the_night_of_the_clock_change_lasts_as_long_as_it_does() -> None:
    start = datetime(2026, 3, 29, 1, 0, tzinfo=ROME)
    slots = slots_of(Session(start, datetime(2026, 3, 29, 4, 0, tzinfo=ROME), minutes=60), ZoneInfo("Europe/Rome"))
    assert [slot.start.hour for slot in slots] == [1, 3]
