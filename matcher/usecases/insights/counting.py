"""The programme's indicators, counted from the database."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from matcher.domain.attendance import Attendance, EventRecord
from matcher.domain.profiles import Profile, Purpose, today
from matcher.insights.meetings import Meetings, count_meetings
from matcher.insights.presence import Presence, count_presence
from matcher.insights.requests import RequestCount, count_requests
from matcher.insights.skills import SkillGaps, find_gaps
from matcher.lexicon.annotation import Lexicon
from matcher.lexicon.gazetteer import Gazetteer
from matcher.ports import Store, UnitOfWork


@dataclass(frozen=True, slots=True)
class Indicators:
    """Everything that is counted; `generation` is the number of the last change of profiles it knows."""

    generation: int
    presence: Presence
    gaps: SkillGaps
    meetings: Meetings
    requests: RequestCount


@dataclass(frozen=True, slots=True)
class _Counted:
    """What profiles decide on a day, and whether each of them works outside of the centre."""

    generation: int
    day: date
    presence: Presence
    gaps: SkillGaps
    peripheries: Mapping[str, bool | None]


class Insights:
    """Counts indicators; what only profiles decide is counted again when one has changed. Safe for several threads."""

    def __init__(self, store: Store, lexicon: Lexicon) -> None:
        self._store = store
        self._lexicon = lexicon
        self._counted: _Counted | None = None
        self._turn = threading.Lock()

    def indicators(self) -> Indicators:
        """The indicators as the database has them now."""
        with self._store.unit_of_work() as unit:
            counted = self._of_profiles(unit)
            records = [_placed(record, counted.peripheries) for record in unit.records.all()]
            requests = count_requests(unit.contact_requests.counts(datetime.now(UTC)))
        return Indicators(counted.generation, counted.presence, counted.gaps, count_meetings(records), requests)

    def _of_profiles(self, unit: UnitOfWork) -> _Counted:
        generation = unit.generation()
        with self._turn:
            day = today()
            if self._counted is None or (self._counted.generation, self._counted.day) != (generation, day):
                stored = unit.profiles.iterate()
                profiles = [one.profile.seen_for(Purpose.STATISTICS, day) for one in stored]
                self._counted = _count(generation, day, profiles, self._lexicon)
            return self._counted


def _count(generation: int, day: date, profiles: list[Profile], lexicon: Lexicon) -> _Counted:
    gazetteer = lexicon.gazetteer
    return _Counted(
        generation,
        day,
        count_presence(profiles, gazetteer),
        find_gaps(profiles, lexicon.skills),
        _peripheries(profiles, gazetteer),
    )


def _peripheries(profiles: list[Profile], gazetteer: Gazetteer) -> Mapping[str, bool | None]:
    return {profile.id: gazetteer.periphery(profile.place) for profile in profiles}


def _placed(record: EventRecord, peripheries: Mapping[str, bool | None]) -> EventRecord:
    """The record with what a participant's profile tells of the place of work, where the registration does not."""

    def placed(person: Attendance) -> Attendance:
        if person.periphery is not None or person.profile_id is None:
            return person
        return replace(person, periphery=peripheries.get(person.profile_id))

    return replace(record, people=tuple(placed(person) for person in record.people))
