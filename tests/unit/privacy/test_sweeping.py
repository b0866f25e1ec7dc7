"""Nothing is kept longer than it is said to be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from matcher.domain.audit import Act
from matcher.domain.contact_requests import ContactRequest, RequestState
from matcher.domain.jobs import Job, JobKind, JobState
from matcher.domain.uploads import KEPT, Upload
from matcher.store import SqlStore
from matcher.usecases.privacy.erasing import UNSCRUBBED
from matcher.usecases.privacy.sweeping import DailySweep, Retention, sweep, sweep_daily
from tests.events import FAIR, keep
from tests.stores import named, put

RETENTION = Retention(jobs=timedelta(days=90), contact_requests=timedelta(days=365), event_contacts=timedelta(days=60))
NOW = datetime(2026, 8, 1, 12, tzinfo=UTC)
TICK = timedelta(seconds=1)
NOTHING = {"uploads": 0, "jobs": 0, "contact_requests": 0, "event_contacts": 0}


@pytest.fixture
def store(sql_store: SqlStore) -> SqlStore:
    """Of everything one that was kept just long enough, and one that a second is missing to."""
    put(sql_store, named("anna"))
    keep(sql_store)
    later = tuple(
        replace(slot, start=slot.start + timedelta(days=100), end=slot.end + timedelta(days=100)) for slot in FAIR.slots
    )
    keep(sql_store, replace(FAIR, id="estate", slots=later))
    with sql_store.unit_of_work(write=True) as unit:
        for name, more in (("old", -TICK), ("young", TICK)):
            unit.uploads.add(Upload(name, "soci.csv", 1, NOW - KEPT + more), b"x")
            ended = NOW - RETENTION.jobs + more
            job = Job(name, JobKind.IMPORT, None, {}, ended, 60.0, state=JobState.DONE, finished_at=ended)
            unit.jobs.add(job)
            over = NOW - RETENTION.contact_requests + more
            request = ContactRequest(name, "anna", "Elena", "Salve", over, over, RequestState.ACCEPTED, ended_at=over)
            unit.contact_requests.put(request)
        unit.jobs.add(Job("waiting", JobKind.IMPORT, None, {}, NOW - timedelta(days=900), 60.0))
        unit.commit()
    return sql_store


def test_what_was_kept_long_enough_is_erased_and_nothing_else(store: SqlStore) -> None:
    expected = {"uploads": 1, "jobs": 1, "contact_requests": 1, "event_contacts": 5}
    assert sweep(store, RETENTION, NOW) == expected
    assert sweep(store, RETENTION, NOW) == NOTHING
    with store.unit_of_work() as unit:
        assert (unit.uploads.get("old"), unit.jobs.get("old"), unit.contact_requests.get("old")) == (None, None, None)
        assert all((unit.uploads.get("young"), unit.jobs.get("young"), unit.contact_requests.get("young")))
        assert unit.jobs.get("waiting") is not None
        assert (len(unit.events.emails(FAIR.id)), len(unit.events.emails("estate"))) == (0, 5)
        assert len(unit.events.participants(FAIR.id)) == 5
        assert next((entry.act, entry.details) for entry in unit.audit.all()) == (Act.SWEPT, expected)


def test_a_dry_run_says_the_same_and_erases_nothing(store: SqlStore) -> None:
    told = sweep(store, RETENTION, NOW, dry_run=True)
    assert sweep(store, RETENTION, NOW) == told != NOTHING


def test_a_request_that_nobody_answered_is_kept_from_its_end_and_its_asker_is_forgotten_at_once(
    store: SqlStore,
) -> None:
    request = ContactRequest("late", "anna", "Elena", "Salve", NOW, NOW - TICK, email="elena@example.org")
    with store.unit_of_work(write=True) as unit:
        unit.contact_requests.put(request)
        unit.commit()
    sweep(store, RETENTION, NOW)
    with store.unit_of_work() as unit:
        left = unit.contact_requests.get("late")
    assert left is not None
    assert (left.state, left.email) == (RequestState.EXPIRED, None)


def test_one_server_sweeps_on_each_day(store: SqlStore) -> None:
    assert sweep_daily(store, RETENTION, NOW) != NOTHING
    assert sweep_daily(store, RETENTION, NOW + timedelta(hours=11)) is None
    assert sweep_daily(store, RETENTION, NOW + timedelta(days=1)) is not None


def test_remains_of_an_erasure_are_seen_to(store: SqlStore) -> None:
    with store.unit_of_work(write=True) as unit:
        unit.set_meta(UNSCRUBBED, "1")
        unit.commit()
    sweep(store, RETENTION, NOW)
    with store.unit_of_work() as unit:
        assert unit.meta(UNSCRUBBED) == "0"


def test_a_running_server_sweeps(store: SqlStore) -> None:
    swept = DailySweep(store, RETENTION)
    swept.start()
    swept.close()
    assert sweep_daily(store, RETENTION, datetime.now(UTC)) is None
