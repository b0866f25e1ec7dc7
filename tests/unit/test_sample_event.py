"""The sample event is registered whole and fits the profiles that it is made of."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from contextlib import closing
from datetime import date
from inspect import signature
from pathlib import Path

import pytest

import fixtures
from matcher.bootstrap import Application
from matcher.cli.event.creating import create
from matcher.domain.events import Event, EventParticipant, Side, SlotKind
from matcher.domain.rows import ParticipantRow
from matcher.intake import ReadOptions, open_participants
from matcher.settings import load_settings
from matcher.usecases.events.keeping import find_event
from matcher.usecases.samples import EVENT, REGISTRATIONS, sample_event, sample_event_after

FOLDER = Path(fixtures.__file__).parent


@pytest.fixture
def event(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Event:
    """The event as the command makes it."""
    monkeypatch.setenv("MATCHER_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("MATCHER_DATABASE_URL", raising=False)
    with sample_event() as (definition, _), closing(Application(load_settings())) as app:
        create(**definition)
        return find_event(definition["event_id"], app.store)[0]


@pytest.fixture
def people(event: Event) -> list[EventParticipant]:
    """Who registers; every row of the file is good."""
    with open_participants(FOLDER / REGISTRATIONS, event, options=ReadOptions()) as file:
        rows = list(file.rows())
    assert [row for row in rows if not isinstance(row, ParticipantRow) or row.warnings] == []
    return [row.participant for row in rows if isinstance(row, ParticipantRow)]


def profiles() -> dict[str, dict[str, str]]:
    with (FOLDER / "milan_makers_synthetic.csv").open(encoding="utf-8", newline="") as stream:
        return {row["id"]: row for row in csv.DictReader(stream)}


def test_the_event_has_a_day_of_meetings_with_shared_breaks(event: Event) -> None:
    assert (len(event.meeting_slots), len(event.tables), event.time_zone) == (17, 20, "Europe/Rome")
    assert [slot.label for slot in event.slots if slot.kind is SlotKind.BREAK] == ["Caffè", "Pranzo", "Caffè"]


def test_it_is_moved_by_whole_weeks_after_a_day(event: Event) -> None:
    assert sample_event_after(date(2026, 1, 1), event.id) == event
    later = sample_event_after(date(2027, 5, 3), "altra")
    assert (later.slots[0].start.date(), later.slots[0].start.weekday()) == (date(2027, 5, 6), 3)
    assert [slot.start.time() for slot in later.slots] == [slot.start.time() for slot in event.slots]


def test_its_definition_names_options_of_the_command() -> None:
    with sample_event() as (definition, _):
        assert set(definition) <= set(signature(create).parameters), EVENT


def test_60_hosts_and_60_guests_register_each_with_a_profile(people: list[EventParticipant]) -> None:
    known = profiles()
    assert Counter(person.side for person in people) == {Side.HOST: 60, Side.GUEST: 60}
    for person in people:
        profile = known[person.profile_id or ""]
        assert profile["consent"] == "yes"
        assert person.organisation == (profile["organisation"] or profile["name"])
        assert person.periphery == (profile["municipio"] != "1")
        makes = profile["kind"] == "artisan" or profile["type"] == "makerspace"
        assert makes or person.side is Side.GUEST, person.name


def test_a_third_cannot_be_there_all_day_and_all_have_time_for_their_meetings(
    event: Event, people: list[EventParticipant]
) -> None:
    assert sum(bool(person.unavailable) for person in people) == 38
    slots = len(event.meeting_slots)
    assert all(slots - len(person.unavailable) >= (person.quota or event.rules.quota) for person in people)


def test_some_are_colleagues_of_one_side_or_of_both(people: list[EventParticipant]) -> None:
    sides = defaultdict(list)
    for person in people:
        sides[person.organisation].append(person.side)
    several = {name: set(found) for name, found in sides.items() if len(found) > 1}
    assert len(several) == 5
    assert [name for name, found in several.items() if len(found) == 2] == ["Officine Zefiro"]
