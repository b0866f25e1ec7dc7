"""What every store promises of uploaded files, and of work that belongs to no event."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from matcher.domain.jobs import Job, JobKind, JobProgress, JobState
from matcher.domain.uploads import Upload
from matcher.ports import Store

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LEASE = timedelta(seconds=30)
CONTENT = b"\xef\xbb\xbfNome;Cosa offre\r\nCornici Rossi;cornici\r\n"
UPLOAD = Upload("u1", "botteghe.csv", len(CONTENT), NOON)
IMPORT = Job("i1", JobKind.IMPORT, None, {"upload": "u1"}, NOON, time_limit_s=60.0)


class TestUploads:
    def test_a_file_comes_back_as_it_was_with_how_it_is_read(self, store: Store) -> None:
        with store.unit_of_work(write=True) as unit:
            unit.uploads.add(UPLOAD, CONTENT)
            assert (unit.uploads.get("u1"), unit.uploads.content("u1")) == (UPLOAD, CONTENT)
            read = replace(UPLOAD, mapping={"Nome": "name", "Altro": ""}, sheet="Soci", language="it", job_id="i1")
            assert unit.uploads.replace(read)
            assert (unit.uploads.get("u1"), unit.uploads.content("u1")) == (read, CONTENT)
            assert (unit.uploads.get("u2"), unit.uploads.content("u2"), unit.uploads.rejected("u2")) == (None,) * 3
            assert not unit.uploads.replace(replace(UPLOAD, id="u2"))

    def test_its_report_and_rejected_rows_are_kept_until_it_is_read_otherwise(self, store: Store) -> None:
        with store.unit_of_work(write=True) as unit:
            unit.uploads.add(UPLOAD, CONTENT)
            assert unit.uploads.keep_report("u1", {"created": 3}, b"problem;Nome\r\n")
            assert unit.uploads.get("u1") == replace(UPLOAD, report={"created": 3})
            assert unit.uploads.rejected("u1") == b"problem;Nome\r\n"
            assert unit.uploads.replace(UPLOAD)
            assert (unit.uploads.get("u1"), unit.uploads.rejected("u1")) == (UPLOAD, None)
            assert not unit.uploads.keep_report("u2", {}, None)

    def test_a_report_without_rejected_rows_forgets_those_of_the_one_before(self, store: Store) -> None:
        with store.unit_of_work(write=True) as unit:
            unit.uploads.add(UPLOAD, CONTENT)
            unit.uploads.keep_report("u1", {"created": 3}, b"problem;Nome\r\n")
            unit.uploads.keep_report("u1", {"created": 4}, None)
            assert unit.uploads.rejected("u1") is None

    def test_what_was_uploaded_before_an_instant_is_forgotten(self, store: Store) -> None:
        with store.unit_of_work(write=True) as unit:
            unit.uploads.add(UPLOAD, CONTENT)
            unit.uploads.add(replace(UPLOAD, id="u2", created_at=NOON + LEASE), CONTENT)
            assert unit.uploads.forget_before(NOON + LEASE) == 1
            assert unit.uploads.get("u1") is None
            assert unit.uploads.content("u2") == CONTENT


class TestImports:
    def test_an_import_belongs_to_no_event_and_counts_rows(self, store: Store) -> None:
        progress = JobProgress(wall_s=1.5, done=300, expected=1000)
        with store.unit_of_work(write=True) as unit:
            unit.jobs.add(IMPORT)
            assert unit.jobs.get("i1") == IMPORT
            unit.jobs.claim("me", kinds=(JobKind.IMPORT,), now=NOON, lease_until=NOON + LEASE)
            beaten = unit.jobs.beat("i1", "me", now=NOON, lease_until=NOON + LEASE, progress=progress)
            assert beaten is not None
            assert beaten.progress == progress

    def test_work_is_given_only_to_who_does_its_kind(self, store: Store) -> None:
        with store.unit_of_work(write=True) as unit:
            unit.jobs.add(IMPORT)
            assert unit.jobs.claim("me", kinds=(JobKind.TIMETABLE,), now=NOON, lease_until=NOON + LEASE) is None
            both = unit.jobs.claim("me", kinds=tuple(JobKind), now=NOON, lease_until=NOON + LEASE)
            assert both is not None
            assert both.state is JobState.RUNNING
