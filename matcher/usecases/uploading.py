"""Keep uploaded files for a while, and queue their import."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from matcher.domain.jobs import Job, JobKind
from matcher.domain.uploads import KEPT, Upload
from matcher.errors import Conflict, NotFound
from matcher.ports import Store, UnitOfWork

TIME_LIMIT_S = 3600.0
"""What all attempts at one import may take."""


def keep_upload(name: str, content: bytes, store: Store, *, language: str = "en") -> Upload:
    """Keep a file; those that were kept long enough are forgotten."""
    now = datetime.now(UTC)
    upload = Upload(uuid.uuid4().hex, name, len(content), now, language=language)
    with store.unit_of_work(write=True) as unit:
        unit.uploads.forget_before(now - KEPT)
        unit.uploads.add(upload, content)
        unit.commit()
    return upload


def forget_old_uploads(store: Store) -> None:
    """Erase the files that were kept long enough."""
    with store.unit_of_work(write=True) as unit:
        if unit.uploads.forget_before(datetime.now(UTC) - KEPT):
            unit.commit()


def find_upload(upload_id: str, store: Store) -> Upload:
    """The uploaded file, without what is in it.

    Raises:
        NotFound: there is none, or it was forgotten.
    """
    with store.unit_of_work() as unit:
        return _existing(unit, upload_id)


def upload_with_content(upload_id: str, store: Store) -> tuple[Upload, bytes]:
    """The uploaded file and what is in it.

    Raises:
        NotFound: there is none, or it was forgotten.
    """
    with store.unit_of_work() as unit:
        return _existing(unit, upload_id), unit.uploads.content(upload_id) or b""


def choose_columns(
    upload_id: str, mapping: Mapping[str, str], store: Store, *, sheet: str | None, language: str
) -> Upload:
    """Say how a file is to be read; what was found of it before is forgotten.

    Raises:
        NotFound: there is none, or it was forgotten.
        Conflict: it is being imported.
    """
    with store.unit_of_work(write=True) as unit:
        upload = _idle(unit, upload_id)
        chosen = replace(upload, mapping=mapping, sheet=sheet, language=language, job_id=None, report=None)
        unit.uploads.replace(chosen)
        unit.commit()
    return chosen


def start_import(upload_id: str, store: Store, *, dry_run: bool, language: str, organisation: str | None = None) -> Job:
    """Queue the import of a file, or as a dry run the finding out of what it would do; told in `language`.

    New profiles will belong to the `organisation`.

    Raises:
        NotFound: there is none, or it was forgotten.
        Conflict: it is being imported or looked through.
    """
    with store.unit_of_work(write=True) as unit:
        upload = _idle(unit, upload_id)
        how = {"upload": upload.id, "dry_run": dry_run, "organisation": organisation}
        job = Job(uuid.uuid4().hex, JobKind.IMPORT, None, how, datetime.now(UTC), TIME_LIMIT_S)
        unit.jobs.add(job)
        unit.uploads.replace(replace(upload, language=language, job_id=job.id, report=None))
        unit.commit()
    return job


def rejected_rows(upload_id: str, store: Store) -> bytes:
    """The rows that were not taken, as a CSV to mend and import again.

    Raises:
        NotFound: there is no such file, or every row of it was taken.
    """
    with store.unit_of_work() as unit:
        _existing(unit, upload_id)
        rejected = unit.uploads.rejected(upload_id)
    if rejected is None:
        raise NotFound("No row of this file was left out.", field="upload_id", found=upload_id)
    return rejected


def _existing(unit: UnitOfWork, upload_id: str) -> Upload:
    upload = unit.uploads.get(upload_id)
    if upload is None:
        raise NotFound(
            "There is no such uploaded file any more: files are forgotten after 24 hours. Upload it again.",
            field="upload_id",
            found=upload_id,
        )
    return upload


def _idle(unit: UnitOfWork, upload_id: str) -> Upload:
    upload = _existing(unit, upload_id)
    job = unit.jobs.get(upload.job_id) if upload.job_id else None
    if job is not None and not job.state.ended:
        raise Conflict("This file is being worked on: wait until it is done, or cancel it.", job=job.id)
    return upload
