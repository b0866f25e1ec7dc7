"""Indicators follow the database: profiles, registrations, published timetables."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from matcher.domain.events import EventParticipant, Meeting, TimetableVersion, VersionState
from matcher.domain.profiles import Kind, Place, Profile
from matcher.lexicon.annotation import Lexicon, default_lexicon
from matcher.usecases.insights.counting import Insights
from tests.events import FAIR, keep
from tests.fakes import MemoryStore

NEAR = Profile("near", Kind.ARTISAN, "Centro", place=Place(municipio=1))
FAR = Profile("far", Kind.ARTISAN, "Bovisa", place=Place(municipio=9))
VERSION = TimetableVersion(
    FAIR.id, 1, VersionState.PUBLISHED, (Meeting("m", "one", "two", 1, 1),), datetime(2026, 3, 1, tzinfo=UTC)
)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return default_lexicon()


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


def put(store: MemoryStore, *profiles: Profile) -> None:
    with store.unit_of_work(write=True) as unit:
        unit.profiles.put_many([(profile, None) for profile in profiles])
        unit.commit()


def test_they_know_each_change_of_a_profile(store: MemoryStore, lexicon: Lexicon) -> None:
    insights = Insights(store, lexicon)
    assert insights.indicators().presence.everyone.profiles == 0
    put(store, NEAR, FAR)
    first = insights.indicators()
    assert (first.generation, first.presence.everyone.profiles, first.presence.everyone.peripheries) == (2, 2, 1)
    put(store, replace(NEAR, place=Place(municipio=3)))
    assert insights.indicators().presence.everyone.peripheries == 2


def test_a_profile_tells_where_its_participant_works_unless_the_registration_does(
    store: MemoryStore, lexicon: Lexicon
) -> None:
    put(store, NEAR, FAR)
    people = (
        EventParticipant("one", "Uno", profile_id="far"),
        EventParticipant("two", "Due", profile_id="near"),
        EventParticipant("three", "Tre", profile_id="far", periphery=False),
        EventParticipant("four", "Quattro"),
    )
    keep(store, people=people)
    insights = Insights(store, lexicon)
    assert insights.indicators().meetings.overall.peripheries == 1
    assert insights.indicators().meetings.overall.meetings is None
    with store.unit_of_work(write=True) as unit:
        unit.timetables.add(VERSION)
        unit.commit()
    overall = insights.indicators().meetings.overall
    assert (overall.meetings, overall.peripheral, overall.without_meeting) == (1, 1, 2)
