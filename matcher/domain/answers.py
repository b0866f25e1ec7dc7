"""Answers to requests that may be sent again, kept so that what they ask for is done once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

KEPT = timedelta(hours=24)
"""How long an answer is kept."""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What a request was answered; without `status` it is being worked on since `begun_at`.

    `fingerprint` is a hash of the request, 64 hexadecimal digits.
    """

    fingerprint: str
    begun_at: datetime
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
