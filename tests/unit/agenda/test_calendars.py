"""Calendars that move and cancel their entries when the timetable changes, at the right time in every zone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from matcher.agenda import calendar_ics
from matcher.domain.events import Slot
from matcher.errors import InvalidInput, NotFound
from tests.unit.agenda.milan_meetings import CREATED_AT, EVENT, MADE_AT, PARTICIPANTS, PREVIOUS, ROME, VERSION, meeting
from tests.unit.agenda.reading import entries


def test_one_person_s_calendar_as_text(golden: Callable[[str, bytes], None]) -> None:
    arguments = (EVENT, PARTICIPANTS, VERSION)
    ics = calendar_ics(*arguments, made_at=MADE_AT, earlier=[PREVIOUS], participant_id="p07")
    golden("p07.ics", ics)
    assert calendar_ics(*arguments, made_at=MADE_AT, earlier=[PREVIOUS], participant_id="p07") == ics


def test_english_readers_have_it_in_english() -> None:
    found = entries(calendar_ics(EVENT, PARTICIPANTS, VERSION, made_at=MADE_AT, participant_id="p09"))
    assert found["p04-p09@incontri-2026"]["SUMMARY"] == "Meeting with Émile Rousseau (FabLab Isola)"
    assert found["p04-p09@incontri-2026"]["LOCATION"].startswith("Table 4, Fabbrica del Vapore")


def test_everybody_s_calendar_has_every_meeting_once() -> None:
    found = entries(calendar_ics(EVENT, PARTICIPANTS, VERSION, made_at=MADE_AT))
    assert set(found) == {f"{one.id}@incontri-2026" for one in VERSION.meetings}
    one = found["p01-p07@incontri-2026"]
    assert one["SUMMARY"] == "Niccolò Brambilla – Ludovica Sant’Ambrogio"
    assert one["DESCRIPTION"].startswith("Ludovica Sant’Ambrogio cerca prototipi di ponticelli in resina rigida — Ni")


def test_a_moved_meeting_keeps_its_uid_and_counts_up() -> None:
    before = entries(calendar_ics(EVENT, PARTICIPANTS, PREVIOUS, made_at=CREATED_AT))["p01-p07@incontri-2026"]
    after = entries(calendar_ics(EVENT, PARTICIPANTS, VERSION, made_at=MADE_AT))["p01-p07@incontri-2026"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (2, 3)
    assert before.start == datetime(2026, 3, 12, 11, 55, tzinfo=UTC) + timedelta(minutes=25)
    assert after.start == datetime(2026, 3, 12, 8, 30, tzinfo=UTC)


def test_what_any_earlier_version_had_is_cancelled() -> None:
    first = replace(PREVIOUS, number=1, meetings=(meeting("p04", "p14", 1, 4),))
    found = entries(calendar_ics(EVENT, PARTICIPANTS, VERSION, made_at=MADE_AT, earlier=[PREVIOUS, first]))
    cancelled = {uid for uid, one in found.items() if one["STATUS"] == "CANCELLED"}
    assert cancelled == {"p05-p07@incontri-2026", "p04-p14@incontri-2026"}
    assert {one["SEQUENCE"] for one in found.values()} == {3}
    assert {one["STATUS"] for uid, one in found.items() if uid not in cancelled} == {"CONFIRMED"}


def test_a_meeting_while_clocks_change_lasts_as_long_as_it_does() -> None:
    # On 25 October 2026 at 03:00 in Rome it is 02:00 again: 02:45 comes twice, and the second has no local name.
    night = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)
    hours = tuple(Slot(at.astimezone(ROME), (at + timedelta(minutes=30)).astimezone(ROME)) for at in (
        night, night + timedelta(minutes=30), night + timedelta(hours=1),
    ))  # fmt: skip
    assert [f"{slot.start:%H:%M}–{slot.end:%H:%M}" for slot in hours] == ["02:45–02:15", "02:15–02:45", "02:45–03:15"]
    event = replace(EVENT, slots=hours)
    version = replace(VERSION, meetings=tuple(meeting("p01", f"p0{n + 6}", n, 1) for n in (1, 2, 3)), unplaced=())
    found = entries(calendar_ics(event, PARTICIPANTS, version, made_at=MADE_AT))
    assert [one.start for one in found.values()] == [slot.start.astimezone(UTC) for slot in hours]
    assert {one.end - one.start for one in found.values()} == {timedelta(minutes=30)}


def test_slots_told_in_another_zone_are_the_same_moments() -> None:
    moved = tuple(replace(slot, start=slot.start.astimezone(UTC), end=slot.end.astimezone(UTC)) for slot in EVENT.slots)
    event = replace(EVENT, slots=moved)
    ics = calendar_ics(event, PARTICIPANTS, VERSION, made_at=MADE_AT)
    assert ics == calendar_ics(EVENT, PARTICIPANTS, VERSION, made_at=MADE_AT)


def test_nobody_s_calendar_is_a_calendar() -> None:
    assert entries(calendar_ics(EVENT, PARTICIPANTS, VERSION, made_at=MADE_AT, participant_id="p14")) == {}


def test_wants_a_zone_and_a_known_person() -> None:
    with pytest.raises(InvalidInput, match="needs a time zone"):
        calendar_ics(EVENT, PARTICIPANTS, VERSION, made_at=MADE_AT.replace(tzinfo=None))
    with pytest.raises(NotFound, match="p99"):
        calendar_ics(EVENT, PARTICIPANTS, VERSION, made_at=MADE_AT, participant_id="p99")
