"""Events, timetables and jobs in memory, obviously right."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from matcher.domain.attendance import Attendance, EventRecord
from matcher.domain.events import (
    Event,
    EventParticipant,
    Interest,
    Pair,
    Tally,
    TimetableVersion,
    VersionOutline,
    VersionState,
)
from matcher.domain.jobs import Job, JobKind, JobProgress, JobState
from matcher.errors import Conflict
from matcher.ports import Change


@dataclass
class EventState:
    """Everything that is kept of events."""

    events: dict[str, Event] = field(default_factory=dict)
    participants: dict[str, dict[str, EventParticipant]] = field(default_factory=dict)
    emails: dict[str, dict[str, str]] = field(default_factory=dict)
    interests: dict[str, dict[tuple[str, str], Interest]] = field(default_factory=dict)
    pairs: dict[str, dict[tuple[str, str], Pair]] = field(default_factory=dict)
    versions: dict[str, dict[int, TimetableVersion]] = field(default_factory=dict)
    encounters: dict[str, frozenset[tuple[str, str]]] = field(default_factory=dict)
    jobs: dict[str, Job] = field(default_factory=dict)


def changed(before: object, after: object) -> Change:
    if before is None:
        return Change.CREATED
    return Change.UNCHANGED if before == after else Change.UPDATED


class MemoryEvents:
    def __init__(self, state: EventState, owners: dict[str, str] | None = None) -> None:
        self._state = state
        self._owners = {} if owners is None else owners

    def get(self, event_id: str) -> Event | None:
        return self._state.events.get(event_id)

    def page(self, *, after: str | None, limit: int, owner: str | None = None) -> Sequence[Event]:
        mine = [each for each in sorted(self._state.events) if owner in (None, self._owners.get(each))]
        ids = [each for each in mine if after is None or each > after]
        return [self._state.events[each] for each in ids[:limit]]

    def count(self, *, owner: str | None = None) -> int:
        return len(self.page(after=None, limit=len(self._state.events), owner=owner))

    def tallies(self, event_ids: Collection[str]) -> Mapping[str, Tally]:
        return {name: self._tally(name) for name in event_ids if name in self._state.events}

    def _tally(self, event_id: str) -> Tally:
        numbers = [one.number for one in self._state.versions.get(event_id, {}).values()]
        told = [
            one.number for one in self._state.versions.get(event_id, {}).values() if one.state is VersionState.PUBLISHED
        ]
        return Tally(
            people=sum(not person.absent for person in self.participants(event_id)),
            chosen=sum(pair.chosen for pair in self.pairs(event_id)),
            latest=max(numbers, default=None),
            published=max(told, default=None),
        )

    def put(self, event: Event) -> Change:
        change = changed(self.get(event.id), event)
        self._state.events[event.id] = event
        return change

    def delete(self, event_id: str) -> bool:
        state = self._state
        for kept in (
            state.participants,
            state.emails,
            state.interests,
            state.pairs,
            state.versions,
            state.encounters,
        ):
            kept.pop(event_id, None)  # type: ignore[attr-defined]
        self._owners.pop(event_id, None)
        state.jobs = {job.id: job for job in state.jobs.values() if job.event_id != event_id}
        return state.events.pop(event_id, None) is not None

    def participants(self, event_id: str) -> tuple[EventParticipant, ...]:
        return tuple(self._state.participants.get(event_id, {}).values())

    def put_participants(
        self, event_id: str, participants: Sequence[EventParticipant], emails: Mapping[str, str] = {}
    ) -> Sequence[Change]:
        kept = self._state.participants.setdefault(event_id, {})
        addresses = self._state.emails.setdefault(event_id, {})
        changes = []
        for person in participants:
            before = (kept.get(person.id), addresses.get(person.id))
            kept[person.id] = person
            if person.id in emails:
                addresses[person.id] = emails[person.id]
            after = (person, addresses.get(person.id))
            changes.append(Change.CREATED if before[0] is None else changed(before, after))
        return changes

    def delete_participant(self, event_id: str, participant_id: str) -> bool:
        for kept in (self._state.pairs, self._state.interests):
            mine = kept.get(event_id, {})
            for key in [key for key in mine if participant_id in key]:
                del mine[key]  # type: ignore[attr-defined]
        self._state.emails.get(event_id, {}).pop(participant_id, None)
        return self._state.participants.get(event_id, {}).pop(participant_id, None) is not None

    def emails(self, event_id: str) -> Mapping[str, str]:
        return dict(self._state.emails.get(event_id, {}))

    def interests(self, event_id: str) -> tuple[Interest, ...]:
        return tuple(one for _, one in sorted(self._state.interests.get(event_id, {}).items()))

    def put_interests(self, event_id: str, interests: Iterable[Interest]) -> None:
        self._state.interests[event_id] = {(one.seeker, one.sought): one for one in interests}

    def pairs(self, event_id: str, *, of: str | None = None, chosen: bool = False) -> tuple[Pair, ...]:
        known = (pair for _, pair in sorted(self._state.pairs.get(event_id, {}).items()))
        return tuple(pair for pair in known if of in (None, pair.a, pair.b) and (pair.chosen or not chosen))

    def put_pairs(self, event_id: str, pairs: Iterable[Pair]) -> None:
        self._state.pairs[event_id] = {(pair.a, pair.b): pair for pair in pairs}


class MemoryTimetables:
    def __init__(self, state: EventState) -> None:
        self._state = state

    def get(self, event_id: str, number: int) -> TimetableVersion | None:
        return self._state.versions.get(event_id, {}).get(number)

    def versions(self, event_id: str) -> tuple[TimetableVersion, ...]:
        return tuple(version for _, version in sorted(self._state.versions.get(event_id, {}).items()))

    def outlines(self, event_id: str) -> tuple[VersionOutline, ...]:
        return tuple(
            VersionOutline(one.number, one.state, one.created_at, len(one.meetings)) for one in self.versions(event_id)
        )

    def latest(self, event_id: str, *, published: bool = False) -> TimetableVersion | None:
        wanted = [one for one in self.versions(event_id) if not published or one.state is VersionState.PUBLISHED]
        return wanted[-1] if wanted else None

    def add(self, version: TimetableVersion) -> None:
        kept = self._state.versions.setdefault(version.event_id, {})
        if version.number != len(kept) + 1:
            raise Conflict("made meanwhile")
        kept[version.number] = _in_order(version)

    def replace(self, version: TimetableVersion) -> None:
        before = self.get(version.event_id, version.number)
        if before is None or before.state is not VersionState.DRAFT:
            raise Conflict("no draft")
        self._state.versions[version.event_id][version.number] = _in_order(version)

    def record_encounters(self, event_id: str, met: Iterable[tuple[str, str]]) -> None:
        self._state.encounters[event_id] = frozenset((min(pair), max(pair)) for pair in met)

    def encounters(self, names: Collection[str], *, apart_from: str) -> frozenset[tuple[str, str]]:
        everyone = frozenset(names)
        return frozenset(
            pair
            for event_id, met in self._state.encounters.items()
            for pair in met
            if event_id != apart_from and everyone.intersection(pair)
        )


class MemoryEventRecords:
    def __init__(self, state: EventState) -> None:
        self._state = state

    def all(self) -> Sequence[EventRecord]:
        return [self._record(event) for _, event in sorted(self._state.events.items())]

    def _record(self, event: Event) -> EventRecord:
        told = MemoryTimetables(self._state).latest(event.id, published=True)
        return EventRecord(
            id=event.id,
            name=event.name,
            start=event.slots[0].start,
            people=tuple(
                Attendance(person.id, person.profile_id, person.periphery, person.newcomer, person.absent)
                for person in self._state.participants.get(event.id, {}).values()
            ),
            chosen=sum(pair.chosen for pair in self._state.pairs.get(event.id, {}).values()),
            meetings=None if told is None else tuple((one.a, one.b) for one in told.meetings),
        )


def _in_order(version: TimetableVersion) -> TimetableVersion:
    ordered = sorted(version.meetings, key=lambda one: (one.slot, one.table, one.id))
    return replace(version, meetings=tuple(ordered))


class MemoryJobs:
    def __init__(self, state: EventState) -> None:
        self._state = state

    def add(self, job: Job) -> None:
        self._state.jobs[job.id] = job

    def get(self, job_id: str) -> Job | None:
        return self._state.jobs.get(job_id)

    def of_event(self, event_id: str) -> Sequence[Job]:
        mine = [job for job in self._state.jobs.values() if job.event_id == event_id]
        return sorted(mine, key=lambda job: (-job.created_at.timestamp(), job.id))

    def claim(
        self,
        owner: str,
        *,
        kinds: Collection[JobKind],
        now: datetime,
        lease_until: datetime,
        job_id: str | None = None,
    ) -> Job | None:
        for job in sorted(self._state.jobs.values(), key=lambda job: (job.created_at, job.id)):
            abandoned = job.state is JobState.RUNNING and job.lease_until is not None and job.lease_until <= now
            if abandoned and job.cancel_requested:
                self._set(job, state=JobState.CANCELLED, finished_at=now)
        for job in sorted(self._state.jobs.values(), key=lambda job: (job.created_at, job.id)):
            abandoned = job.state is JobState.RUNNING and job.lease_until is not None and job.lease_until <= now
            if (abandoned or job.state is JobState.QUEUED) and job.kind in kinds and job_id in (None, job.id):
                return self._set(
                    job,
                    state=JobState.RUNNING,
                    owner=owner,
                    lease_until=lease_until,
                    heartbeat_at=now,
                    started_at=job.started_at or now,
                    attempts=job.attempts + 1,
                )
        return None

    def beat(
        self, job_id: str, owner: str, *, now: datetime, lease_until: datetime, progress: JobProgress
    ) -> Job | None:
        job = self._held(job_id, owner)
        return job and self._set(job, lease_until=lease_until, heartbeat_at=now, progress=progress)

    def set_deadline(self, job_id: str, owner: str, deadline: datetime) -> None:
        if job := self._held(job_id, owner):
            self._set(job, deadline=deadline)

    def finish(
        self,
        job_id: str,
        owner: str,
        state: JobState,
        *,
        now: datetime,
        result: Mapping[str, object] | None = None,
        problem: str | None = None,
    ) -> bool:
        job = self._held(job_id, owner)
        if job is None:
            return False
        ended = now if state.ended else None
        self._set(job, state=state, result=result, problem=problem, finished_at=ended, owner=None, lease_until=None)
        return True

    def cancel(self, job_id: str, *, now: datetime) -> Job | None:
        job = self.get(job_id)
        if job is None or job.state.ended:
            return job
        if job.state is JobState.QUEUED:
            return self._set(job, state=JobState.CANCELLED, cancel_requested=True, finished_at=now)
        return self._set(job, cancel_requested=True)

    def _held(self, job_id: str, owner: str) -> Job | None:
        job = self.get(job_id)
        return job if job and job.owner == owner and job.state is JobState.RUNNING else None

    def _set(self, job: Job, **values: object) -> Job:
        self._state.jobs[job.id] = replace(job, **values)  # type: ignore[arg-type]
        return self._state.jobs[job.id]
