"""Where uploaded files are kept for a while."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from matcher.domain.uploads import Upload


class UploadRepository(Protocol):
    """Uploaded files with how they are to be read and what an import of them did."""

    def add(self, upload: Upload, content: bytes) -> None: ...

    def get(self, upload_id: str) -> Upload | None: ...

    def content(self, upload_id: str) -> bytes | None:
        """The file itself; None where there is none of this id."""
        ...

    def replace(self, upload: Upload) -> bool:
        """Change how it is read, its last job or its report, which erases rejected rows; False where there is none."""
        ...

    def keep_report(self, upload_id: str, report: Mapping[str, object], rejected: bytes | None) -> bool:
        """Keep what an import did, and the file of rows that it did not take; False where there is none."""
        ...

    def rejected(self, upload_id: str) -> bytes | None:
        """The file of rows that were not taken; None where all were, or there is no report yet."""
        ...

    def forget_before(self, instant: datetime) -> int:
        """Erase what was uploaded before; how many files."""
        ...
