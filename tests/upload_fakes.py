"""Uploaded files in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from matcher.domain.uploads import Upload


@dataclass
class UploadState:
    """Uploads, their files, and the files of rows that were not taken."""

    uploads: dict[str, Upload] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    rejected: dict[str, bytes] = field(default_factory=dict)


class MemoryUploads:
    def __init__(self, state: UploadState) -> None:
        self._state = state

    def add(self, upload: Upload, content: bytes) -> None:
        self._state.uploads[upload.id] = upload
        self._state.contents[upload.id] = content

    def get(self, upload_id: str) -> Upload | None:
        return self._state.uploads.get(upload_id)

    def content(self, upload_id: str) -> bytes | None:
        return self._state.contents.get(upload_id)

    def replace(self, upload: Upload) -> bool:
        if upload.id not in self._state.uploads:
            return False
        self._state.uploads[upload.id] = upload
        self._state.rejected.pop(upload.id, None)
        return True

    def keep_report(self, upload_id: str, report: Mapping[str, object], rejected: bytes | None) -> bool:
        upload = self.get(upload_id)
        if upload is None:
            return False
        self.replace(replace(upload, report=dict(report)))
        if rejected is not None:
            self._state.rejected[upload_id] = rejected
        return True

    def rejected(self, upload_id: str) -> bytes | None:
        return self._state.rejected.get(upload_id)

    def forget_before(self, instant: datetime) -> int:
        old = [upload.id for upload in self._state.uploads.values() if upload.created_at < instant]
        for upload_id in old:
            del self._state.uploads[upload_id], self._state.contents[upload_id]
            self._state.rejected.pop(upload_id, None)
        return len(old)
