"""What every export starts from: the input is checked once, and everybody's day has no gap."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.agenda.programme import Change, EntryKind, Programme, programme
from matcher.domain.events import Event, EventParticipant, Meeting, SlotKind, TimetableVersion
from matcher.errors import InvalidInput
from tests.unit.agenda.milan_meetings import CREATED_AT, EVENT, PARTICIPANTS, PREVIOUS, ROME, VERSION, meeting, slots


def of(*meetings: Meeting, **changes: object) -> TimetableVersion:
    return replace(VERSION, meetings=meetings, unplaced=(), **changes)


@pytest.mark.parametrize(
    ("event", "version", "problem"),
    [
        (replace(EVENT, time_zone="Europe/Milan"), VERSION, "There is no time zone “Europe/Milan”. Name one such as"),
        (replace(EVENT, time_zone="../etc"), VERSION, "There is no time zone “../etc”"),
        (replace(EVENT, language="fr"), VERSION, "The event's language is “fr”. Choose it or en."),
        (replace(EVENT, slots=()), VERSION, "no hours yet. Add its slots first"),
        (EVENT, of(event_id="other"), "belongs to the event “other”, not to “Incontri di fabbricazione digitale”"),
        (EVENT, of(meeting("p01", "p99", 1, 1)), "names “p99”, who is not among the participants. Give all"),
        (EVENT, of(meeting("p01", "p07", 9, 1)), "in slot 9, the event has 8. Give the event as it was then"),
        (EVENT, of(meeting("p01", "p07", 1, 0)), "in table 0, the event has 6"),
        (EVENT, of(meeting("p01", "p07", 1, 1), meeting("p01", "p08", 1, 2)), "“Niccolò Brambilla” has two meetings"),
        (
            EVENT,
            of(meeting("p01", "p07", 1, 6), meeting("p02", "p08", 1, 6)),
            "“Sala Colonne” has two meetings in slot",
        ),
        (EVENT, of(created_at=CREATED_AT.replace(tzinfo=None)), "The time version 3 was made at needs a time zone"),
    ],
)
def test_says_what_is_wrong_with_the_input(event: Event, version: TimetableVersion, problem: str) -> None:
    with pytest.raises(InvalidInput, match=re.escape(problem)):
        programme(event, PARTICIPANTS, version)


def test_wants_slots_that_know_their_zone() -> None:
    naive = replace(EVENT.slots[0], start=EVENT.slots[0].start.replace(tzinfo=None))
    with pytest.raises(InvalidInput, match="need a time zone"):
        programme(replace(EVENT, slots=(naive,)), (), of())


def test_compares_with_earlier_versions_only() -> None:
    with pytest.raises(InvalidInput, match="Version 3 does not come before version 3"):
        programme(EVENT, PARTICIPANTS, VERSION, [VERSION])


def test_tells_what_changed_since_the_latest_of_them() -> None:
    first = replace(PREVIOUS, number=1, meetings=(meeting("p04", "p14", 1, 4), meeting("p05", "p07", 1, 1)))
    ready = programme(EVENT, PARTICIPANTS, VERSION, [PREVIOUS, first])
    assert ready.previous == 2
    assert ready.changes == {"p01-p07": Change.MOVED, "p02-p07": Change.MOVED, "p06-p07": Change.NEW}
    assert [one.meeting.id for one in ready.cancelled] == ["p05-p07"]
    assert [(one.meeting.id, one.meeting.slot) for one in ready.withdrawn] == [("p04-p14", 1), ("p05-p07", 8)]


def test_earlier_versions_are_read_by_the_hours_and_tables_people_were_told() -> None:
    told = replace(PREVIOUS, meetings=VERSION.meetings, unplaced=(), told=EVENT)
    later = replace(EVENT, slots=slots(datetime(2026, 3, 12, 10, 0, tzinfo=ROME), *[(25, None)] * 8), tables=("1", "B"))
    now = of(meeting("p01", "p07", 1, 1), meeting("p02", "p07", 3, 2))
    ready = programme(later, PARTICIPANTS, now, [told])
    assert ready.changes == {"p01-p07": Change.MOVED, "p02-p07": Change.MOVED}
    gone = {one.meeting.id: (f"{one.slot.start:%H:%M}", one.table) for one in ready.withdrawn}
    assert gone["p06-p10"] == ("09:55", "Sala Colonne")
    assert set(gone) == {one.id for one in VERSION.meetings} - {"p01-p07", "p02-p07"}


LONGER = replace(EVENT.slots[-1], end=EVENT.slots[-1].end + timedelta(minutes=5))


@pytest.mark.parametrize(
    ("event", "moved"),
    [
        (EVENT, set()),
        (replace(EVENT, tables=("1", "2", "3", "4", "Tavolo 5", "Sala Affreschi")), {"p06"}),
        (replace(EVENT, slots=(*EVENT.slots[:-1], LONGER)), {"p02", "p04", "p06"}),
    ],
    ids=["nothing", "a table renamed", "a slot longer"],
)
def test_a_meeting_moved_where_its_hours_or_table_are_others_than_told(event: Event, moved: set[str]) -> None:
    ready = programme(event, PARTICIPANTS, VERSION, [replace(VERSION, number=2, told=EVENT)])
    assert {one[:3] for one in ready.changes} == moved


def test_a_first_version_changes_nothing() -> None:
    ready = programme(EVENT, PARTICIPANTS, VERSION)
    assert (ready.previous, ready.changes, ready.cancelled, ready.withdrawn) == (None, {}, (), ())


def test_who_and_what_has_no_name_goes_by_the_id_or_number() -> None:
    ready = programme(replace(EVENT, name=" ", tables=("", "B")), [EventParticipant("p1", "\x00")], of())
    assert (ready.event.name, ready.event.tables) == ("incontri-2026", ("1", "B"))
    assert ready.participants["p1"].name == "p1"


@st.composite
def days(draw: st.DrawFn) -> Programme:
    """An event of one or two days, and one participant's meetings and absences in it."""
    parts = st.lists(st.sampled_from([(20, None), (15, "pausa")]), min_size=1, max_size=8)
    hours = slots(datetime(2026, 3, 28, 22, 0, tzinfo=ROME), *draw(parts))
    if draw(st.booleans()):
        hours += slots(datetime(2026, 3, 30, 9, 0, tzinfo=ROME), *draw(parts))
    count = sum(slot.kind is SlotKind.MEETING for slot in hours)
    met = draw(st.sets(st.integers(1, count))) if count else set()
    away = draw(st.frozensets(st.integers(1, count))) if count else frozenset()
    people = [EventParticipant("a", "Ada", unavailable=away), *(EventParticipant(f"b{n}", "Bo") for n in met)]
    meetings = [Meeting(f"m{n}", "a", f"b{n}", n, 1) for n in met]
    return programme(replace(EVENT, slots=hours), people, of(*meetings))


def kind_by_minute(ready: Programme) -> dict[datetime, EntryKind]:
    """What the first participant does in each stretch, told from the slots alone."""
    person, number, kinds = ready.participants["a"], 0, {}
    for slot in ready.event.slots:
        if slot.kind is SlotKind.BREAK:
            kinds[slot.start] = EntryKind.BREAK
            continue
        number += 1
        if any(one.slot == number for one in ready.meetings):
            kinds[slot.start] = EntryKind.MEETING
        else:
            kinds[slot.start] = EntryKind.AWAY if number in person.unavailable else EntryKind.FREE
    return kinds


@given(days())
def test_a_day_has_no_gap_and_no_two_alike_in_a_row(ready: Programme) -> None:
    entries = ready.entries(ready.participants["a"])
    for start, kind in kind_by_minute(ready).items():
        (found,) = [entry for entry in entries if entry.start <= start < entry.end]
        assert (found.kind, found.start.date()) == (kind, start.date())
    for before, after in pairwise(entries):
        idle = after.kind in (EntryKind.FREE, EntryKind.AWAY)
        assert not (idle and before.kind is after.kind and before.start.date() == after.start.date())
    assert [entry.meeting for entry in entries if entry.meeting] == list(ready.meetings)
