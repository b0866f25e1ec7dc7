"""Files that were handed in to be imported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

KEPT = timedelta(hours=24)
"""How long an uploaded file is kept: it holds people's contacts."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of `size` bytes, kept so that whichever process does the work can read it.

    `mapping` gives headers their fields, `sheet` names a workbook's sheet; problems are told in `language`. `job_id` is
    the last job on it, `report` what that job did or, as a dry run, would do.
    """

    id: str
    name: str
    size: int
    created_at: datetime
    mapping: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None
    language: str = "en"
    job_id: str | None = None
    report: Mapping[str, object] | None = None
