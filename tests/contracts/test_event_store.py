"""What every store promises of events, timetables and jobs, whatever keeps its rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from matcher.domain.attendance import Attendance
from matcher.domain.events import (
    EventParticipant,
    Interest,
    Meeting,
    PairReason,
    PairRule,
    Tally,
    TimetableVersion,
    VersionOutline,
    VersionState,
)
from matcher.domain.jobs import Job, JobKind, JobProgress, JobState
from matcher.domain.profiles import Item, Need, SkillLink
from matcher.domain.schedules import PlacedMeeting, Status
from matcher.errors import Conflict
from matcher.ports import Change, Store
from tests.events import FAIR, PEOPLE, keep, pair

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LEASE = timedelta(seconds=30)
SPEAKING = replace(
    PEOPLE[0],
    offers=(Item("stampa 3D", language="it", skills=(SkillLink("3d-printing", 0.9, "stampa 3D"),)),),
    seeks=(Item("cuoio", Need.MUST),),
)
DRAFT = TimetableVersion(
    event_id=FAIR.id,
    number=1,
    state=VersionState.DRAFT,
    meetings=(
        Meeting("m1", "acme", "carla", 1, 1, reasons=(PairReason("acme", "seta", "filati"),)),
        Meeting("m2", "bit", "dario", 2, 2, locked=True),
    ),
    created_at=NOON,
    status=Status.OPTIMAL,
    objective=2,
    bound=2,
    unplaced=(("acme", "elsa"),),
    note="prima prova",
    breaks={"acme": 0},
)
TIMETABLES = (JobKind.TIMETABLE,)
JOB = Job("j1", JobKind.TIMETABLE, FAIR.id, {"seed": 5}, NOON, time_limit_s=60.0)


class TestEventRecords:
    def test_they_count_chosen_pairs_and_the_meetings_published_last(self, store: Store) -> None:
        keep(store)
        keep(store, replace(FAIR, id="altra"), PEOPLE[:1])
        with store.unit_of_work(write=True) as unit:
            unit.events.put_pairs(FAIR.id, [pair("acme", "carla", chosen=True), pair("acme", "dario")])
            for number, state in ((1, VersionState.PUBLISHED), (2, VersionState.PUBLISHED), (3, VersionState.DRAFT)):
                unit.timetables.add(replace(DRAFT, number=number, state=state, meetings=DRAFT.meetings[:number]))
            other, fair = unit.records.all()
        assert (other.id, other.chosen, other.meetings) == ("altra", 0, None)
        assert (fair.id, fair.name, fair.start) == (FAIR.id, FAIR.name, FAIR.slots[0].start)
        assert (fair.chosen, fair.meetings) == (1, (("acme", "carla"), ("bit", "dario")))
        assert fair.people == tuple(
            Attendance(one.id, one.profile_id, one.periphery, one.newcomer, one.absent) for one in PEOPLE
        )

    def test_a_published_timetable_may_have_no_meeting(self, store: Store) -> None:
        keep(store)
        with store.unit_of_work(write=True) as unit:
            unit.timetables.add(replace(DRAFT, state=VersionState.PUBLISHED, meetings=()))
            assert [record.meetings for record in unit.records.all()] == [()]

    def test_a_store_without_events_has_none(self, store: Store) -> None:
        with store.unit_of_work() as unit:
            assert list(unit.records.all()) == []


class TestEvents:
    def test_every_field_comes_back_in_the_zone_of_the_event(self, store: Store) -> None:
        with store.unit_of_work(write=True) as unit:
            assert unit.events.put(FAIR) is Change.CREATED
            assert unit.events.put(FAIR) is Change.UNCHANGED
            found = unit.events.get(FAIR.id)
            assert found == FAIR
            assert [slot.start.isoformat() for slot in found.slots] == [slot.start.isoformat() for slot in FAIR.slots]
            assert unit.events.put(replace(FAIR, place=None)) is Change.UPDATED
            assert unit.events.get("nessuno") is None

    def test_they_are_listed_by_id_a_page_at_a_time(self, store: Store) -> None:
        with store.unit_of_work(write=True) as unit:
            for name in ("c", "a", "b"):
                unit.events.put(replace(FAIR, id=name))
            assert [event.id for event in unit.events.page(after=None, limit=2)] == ["a", "b"]
            assert [event.id for event in unit.events.page(after="b", limit=2)] == ["c"]
            assert unit.events.count() == 3

    def test_how_much_there_is_of_each_is_counted(self, store: Store) -> None:
        keep(store, people=[replace(PEOPLE[0], absent=True), *PEOPLE[1:]])
        with store.unit_of_work(write=True) as unit:
            unit.events.put(replace(FAIR, id="altra"))
            unit.events.put_pairs(FAIR.id, [pair("acme", "carla", chosen=True), pair("bit", "dario")])
            unit.timetables.add(DRAFT)
            assert unit.events.tallies([FAIR.id])[FAIR.id] == Tally(people=4, chosen=1, latest=1, published=None)
            unit.timetables.replace(replace(DRAFT, state=VersionState.PUBLISHED, told=FAIR))
            unit.timetables.add(replace(DRAFT, number=2))
            assert unit.events.tallies([FAIR.id, "altra", "nessuna"]) == {
                FAIR.id: Tally(people=4, chosen=1, latest=2, published=1),
                "altra": Tally(),
            }

    def test_participants_keep_their_order_and_their_addresses_apart(self, store: Store) -> None:
        keep(store)
        with store.unit_of_work(write=True) as unit:
            late = EventParticipant("aaron", "Aaron")
            changes = unit.events.put_participants(FAIR.id, [SPEAKING, PEOPLE[1], late], {"bit": "new@example.org"})
            assert list(changes) == [Change.UPDATED, Change.UPDATED, Change.CREATED]
            assert unit.events.participants(FAIR.id) == (SPEAKING, *PEOPLE[1:], late)
            emails = unit.events.emails(FAIR.id)
            assert (emails["acme"], emails["bit"]) == ("acme@example.org", "new@example.org")
            assert "aaron" not in emails
            assert list(unit.events.put_participants(FAIR.id, [late])) == [Change.UNCHANGED]

    def test_pairs_of_a_participant_and_chosen_ones_are_found_alone(self, store: Store) -> None:
        keep(store)
        met, apart = pair("acme", "carla", chosen=True), pair("bit", "carla")
        with store.unit_of_work(write=True) as unit:
            unit.events.put_pairs(FAIR.id, [met, apart, pair("bit", "dario", chosen=True)])
            assert unit.events.pairs(FAIR.id, of="carla") == (met, apart)
            assert unit.events.pairs(FAIR.id, of="carla", chosen=True) == (met,)
            assert [one.a for one in unit.events.pairs(FAIR.id, chosen=True)] == ["acme", "bit"]

    def test_a_participant_goes_with_address_interests_and_pairs(self, store: Store) -> None:
        keep(store)
        with store.unit_of_work(write=True) as unit:
            unit.events.put_pairs(FAIR.id, [pair("acme", "carla"), pair("bit", "dario")])
            unit.events.put_interests(FAIR.id, [Interest("carla", "bit", 0.5), Interest("bit", "dario", 1.0)])
            assert unit.events.delete_participant(FAIR.id, "carla")
            assert not unit.events.delete_participant(FAIR.id, "carla")
            assert [one.a for one in unit.events.pairs(FAIR.id)] == ["bit"]
            assert [one.seeker for one in unit.events.interests(FAIR.id)] == ["bit"]
            assert "carla" not in unit.events.emails(FAIR.id)

    def test_pairs_and_interests_are_replaced_whole(self, store: Store) -> None:
        keep(store)
        told = pair("acme", "carla", 0.7, rule=PairRule.MUST, chosen=True, locked=True)
        told = replace(told, reasons=(PairReason("carla", "carta", "cartiera"),))
        with store.unit_of_work(write=True) as unit:
            unit.events.put_pairs(FAIR.id, [pair("bit", "elsa")])
            unit.events.put_pairs(FAIR.id, [pair("bit", "dario"), told])
            assert unit.events.pairs(FAIR.id) == (told, pair("bit", "dario"))
            twice = [Interest("elsa", "bit", 0.2), Interest("elsa", "bit", 0.9)]
            unit.events.put_interests(FAIR.id, twice)
            assert unit.events.interests(FAIR.id) == (Interest("elsa", "bit", 0.9),)

    def test_what_belongs_to_an_event_goes_with_it(self, store: Store) -> None:
        keep(store)
        with store.unit_of_work(write=True) as unit:
            unit.events.put_pairs(FAIR.id, [pair("acme", "carla")])
            unit.timetables.add(DRAFT)
            unit.timetables.record_encounters(FAIR.id, [("x", "y")])
            unit.jobs.add(JOB)
            assert unit.events.delete(FAIR.id)
            assert not unit.events.delete(FAIR.id)
            unit.events.put(FAIR)
            assert unit.events.participants(FAIR.id) == unit.events.pairs(FAIR.id) == ()
            assert unit.timetables.versions(FAIR.id) == ()
            assert unit.timetables.encounters(["x", "y"], apart_from="other") == frozenset()
            assert unit.jobs.get(JOB.id) is None


class TestTimetables:
    def test_every_field_comes_back(self, store: Store) -> None:
        keep(store)
        with store.unit_of_work(write=True) as unit:
            unit.timetables.add(DRAFT)
            assert unit.timetables.get(FAIR.id, 1) == DRAFT
            assert unit.timetables.latest(FAIR.id) == DRAFT
            assert unit.timetables.latest(FAIR.id, published=True) is None
            assert unit.timetables.get(FAIR.id, 2) is None

    def test_versions_follow_each_other_without_a_gap(self, store: Store) -> None:
        keep(store)
        with store.unit_of_work(write=True) as unit:
            unit.timetables.add(DRAFT)
            unit.timetables.add(replace(DRAFT, number=2))
            versions = unit.timetables.versions(FAIR.id)
            assert [one.number for one in versions] == [1, 2]
            assert unit.timetables.outlines(FAIR.id) == tuple(
                VersionOutline(one.number, one.state, one.created_at, len(one.meetings)) for one in versions
            )
            for number in (2, 4):
                with pytest.raises(Conflict):
                    unit.timetables.add(replace(DRAFT, number=number))

    def test_a_draft_can_be_replaced_and_what_is_published_never_changes(self, store: Store) -> None:
        keep(store)
        published = replace(DRAFT, state=VersionState.PUBLISHED, meetings=DRAFT.meetings[:1], told=FAIR)
        with store.unit_of_work(write=True) as unit:
            unit.timetables.add(DRAFT)
            unit.timetables.replace(published)
            assert unit.timetables.latest(FAIR.id, published=True) == published
            with pytest.raises(Conflict):
                unit.timetables.replace(DRAFT)
            assert unit.timetables.get(FAIR.id, 1) == published

    def test_who_met_whom_is_known_from_other_events(self, store: Store) -> None:
        keep(store)
        keep(store, replace(FAIR, id="altra"))
        with store.unit_of_work(write=True) as unit:
            unit.timetables.record_encounters("altra", [("z", "y")])
            unit.timetables.record_encounters("altra", [("b", "a"), ("a", "c"), ("a", "b")])
            unit.timetables.record_encounters(FAIR.id, [("a", "d")])
            found = unit.timetables.encounters(["b", "d", "y"], apart_from=FAIR.id)
            assert found == {("a", "b")}
            assert unit.timetables.encounters(["a"], apart_from=FAIR.id) == {("a", "b"), ("a", "c")}


class TestJobs:
    def test_a_job_is_leased_beats_and_ends(self, store: Store) -> None:
        keep(store)
        progress = JobProgress(5, 3, 1.5, (PlacedMeeting("m1", 2, 1),))
        with store.unit_of_work(write=True) as unit:
            unit.jobs.add(JOB)
            assert unit.jobs.get(JOB.id) == JOB
            taken = unit.jobs.claim("me", kinds=TIMETABLES, now=NOON, lease_until=NOON + LEASE)
            assert taken is not None
            assert (taken.state, taken.owner, taken.attempts, taken.started_at) == (JobState.RUNNING, "me", 1, NOON)
            assert unit.jobs.claim("you", kinds=TIMETABLES, now=NOON, lease_until=NOON + LEASE) is None
            later = NOON + LEASE / 2
            beaten = unit.jobs.beat(JOB.id, "me", now=later, lease_until=later + LEASE, progress=progress)
            assert beaten is not None
            assert (beaten.progress, beaten.heartbeat_at, beaten.progress.gap) == (progress, later, 2)
            unit.jobs.set_deadline(JOB.id, "me", later + LEASE)
            assert not unit.jobs.finish(JOB.id, "you", JobState.DONE, now=later)
            assert unit.jobs.finish(JOB.id, "me", JobState.DONE, now=later, result={"version": 1})
            ended = unit.jobs.get(JOB.id)
            assert ended is not None
            assert (ended.state, ended.result, ended.finished_at, ended.deadline) == (
                JobState.DONE, {"version": 1}, later, later + LEASE,
            )  # fmt: skip

    def test_an_expired_lease_passes_to_another_with_the_progress(self, store: Store) -> None:
        keep(store)
        progress = JobProgress(5, 3, 1.5, (PlacedMeeting("m1", 2, 1),))
        later = NOON + LEASE
        with store.unit_of_work(write=True) as unit:
            unit.jobs.add(JOB)
            unit.jobs.claim("me", kinds=TIMETABLES, now=NOON, lease_until=NOON + LEASE)
            unit.jobs.beat(JOB.id, "me", now=NOON, lease_until=NOON + LEASE, progress=progress)
            again = unit.jobs.claim("you", kinds=TIMETABLES, now=later, lease_until=later + LEASE)
            assert again is not None
            assert (again.owner, again.progress, again.attempts, again.started_at) == ("you", progress, 2, NOON)
            assert unit.jobs.beat(JOB.id, "me", now=later, lease_until=later, progress=progress) is None

    def test_the_oldest_comes_first_unless_one_is_named(self, store: Store) -> None:
        keep(store)
        with store.unit_of_work(write=True) as unit:
            for minutes in (3, 1, 2):
                unit.jobs.add(replace(JOB, id=f"j{minutes}", created_at=NOON + timedelta(minutes=minutes)))
            assert [job.id for job in unit.jobs.of_event(FAIR.id)] == ["j3", "j2", "j1"]
            named = unit.jobs.claim("me", kinds=TIMETABLES, now=NOON, lease_until=NOON + LEASE, job_id="j2")
            first = unit.jobs.claim("me", kinds=TIMETABLES, now=NOON, lease_until=NOON + LEASE)
            assert (named and named.id, first and first.id) == ("j2", "j1")

    def test_it_can_be_queued_again(self, store: Store) -> None:
        keep(store)
        with store.unit_of_work(write=True) as unit:
            unit.jobs.add(JOB)
            unit.jobs.claim("me", kinds=TIMETABLES, now=NOON, lease_until=NOON + LEASE)
            assert unit.jobs.finish(JOB.id, "me", JobState.QUEUED, now=NOON)
            again = unit.jobs.claim("you", kinds=TIMETABLES, now=NOON, lease_until=NOON + LEASE)
            assert again is not None
            assert again.finished_at is None

    def test_cancelling_stops_a_queued_job_at_once_and_asks_a_running_one(self, store: Store) -> None:
        keep(store)
        with store.unit_of_work(write=True) as unit:
            unit.jobs.add(JOB)
            unit.jobs.add(replace(JOB, id="j2", created_at=NOON + LEASE))
            unit.jobs.claim("me", kinds=TIMETABLES, now=NOON, lease_until=NOON + LEASE)
            waiting, running = unit.jobs.cancel("j2", now=NOON), unit.jobs.cancel("j1", now=NOON)
            assert waiting is not None
            assert running is not None
            assert (waiting.state, running.state) == (JobState.CANCELLED, JobState.RUNNING)
            assert running.cancel_requested
            assert unit.jobs.claim("you", kinds=TIMETABLES, now=NOON + LEASE, lease_until=NOON + 2 * LEASE) is None
            vanished = unit.jobs.get("j1")
            assert vanished is not None
            assert vanished.state is JobState.CANCELLED
            assert unit.jobs.cancel("nobody", now=NOON) is None
