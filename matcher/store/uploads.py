"""Uploaded files in the database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from matcher.domain.uploads import Upload
from matcher.store.tables import uploads
from matcher.store.transaction import Transaction

# The file itself is read only where it is asked for.
_DESCRIBING = [column for column in uploads.c if column.name not in ("content", "rejected")]


class SqlUploads:
    """The `UploadRepository` of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, upload: Upload, content: bytes) -> None:
        record = {"id": upload.id, "created_at": upload.created_at, "content": content, **_record(upload)}
        self._transaction.write().execute(insert(uploads), record)

    def get(self, upload_id: str) -> Upload | None:
        statement = select(*_DESCRIBING).where(uploads.c.id == upload_id)
        row = self._transaction.read().execute(statement).one_or_none()
        return None if row is None else _upload_of(row)

    def content(self, upload_id: str) -> bytes | None:
        statement = select(uploads.c.content).where(uploads.c.id == upload_id)
        return self._transaction.read().execute(statement).scalar_one_or_none()

    def replace(self, upload: Upload) -> bool:
        return self._changed(upload.id, {**_record(upload), "rejected": None})

    def keep_report(self, upload_id: str, report: Mapping[str, object], rejected: bytes | None) -> bool:
        return self._changed(upload_id, {"report": dict(report), "rejected": rejected})

    def rejected(self, upload_id: str) -> bytes | None:
        statement = select(uploads.c.rejected).where(uploads.c.id == upload_id)
        return self._transaction.read().execute(statement).scalar_one_or_none()

    def forget_before(self, instant: datetime) -> int:
        return self._transaction.write().execute(delete(uploads).where(uploads.c.created_at < instant)).rowcount

    def _changed(self, upload_id: str, values: dict[str, Any]) -> bool:
        statement = update(uploads).where(uploads.c.id == upload_id)
        return self._transaction.write().execute(statement, values).rowcount > 0


def _record(upload: Upload) -> dict[str, Any]:
    return {
        "name": upload.name,
        "size": upload.size,
        "options": {"mapping": dict(upload.mapping), "sheet": upload.sheet, "language": upload.language},
        "job_id": upload.job_id,
        "report": None if upload.report is None else dict(upload.report),
    }


def _upload_of(row: Row[Any]) -> Upload:
    return Upload(
        id=row.id,
        name=row.name,
        size=row.size,
        created_at=row.created_at,
        job_id=row.job_id,
        report=row.report,
        **row.options,
    )
