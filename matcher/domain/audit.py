"""The audit log: what was done that matters, each entry bound to the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

BEGINNING = "0" * 64
"""What the first entry has in place of the hash of one before it."""


class Act(StrEnum):
    """What is entered."""

    KEY_CREATED = "key_created"
    KEY_REVOKED = "key_revoked"
    IMPORTED = "imported"
    CONTACTS_READ = "contacts_read"
    EXPORTED = "exported"
    ERASED = "erased"
    SWEPT = "swept"
    SETTINGS_CHANGED = "settings_changed"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One entry; `number` counts from 1 without a gap.

    `subject` names what it is about without saying who that is: the id of a key, or the pseudonym of a person.
    `details` are counts and names of settings, never texts that people wrote. `previous` is the hash of the entry
    before, `hash` that of this one.
    """

    number: int
    at: datetime
    act: Act
    subject: str
    details: Mapping[str, str | int]
    previous: str
    hash: str

    @classmethod
    def following(
        cls, last: AuditEntry | None, at: datetime, act: Act, subject: str, details: Mapping[str, str | int]
    ) -> AuditEntry:
        """The entry after another, or the first."""
        number, previous = (1, BEGINNING) if last is None else (last.number + 1, last.hash)
        plain = cls(number, at.astimezone(UTC), act, subject, dict(details), previous, "")
        return cls(plain.number, plain.at, act, subject, plain.details, previous, entry_hash(plain))


def entry_hash(entry: AuditEntry) -> str:
    """SHA-256 over the previous hash and the entry's own content as JSON with sorted keys; 64 hexadecimal digits."""
    content = {
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(),
        "act": entry.act,
        "subject": entry.subject,
        "details": dict(entry.details),
    }
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(f"{entry.previous}{canonical}".encode()).hexdigest()


def first_break(entries: Iterable[AuditEntry]) -> int | None:
    """The number of the first entry that was changed, or before which one is missing; None where the chain holds.

    Entries cut off at the end are not noticed by it: compare the last hash with one noted elsewhere.
    """
    previous = BEGINNING
    for number, entry in enumerate(entries, 1):
        if (entry.number, entry.previous, entry.hash) != (number, previous, entry_hash(entry)):
            return number
        previous = entry.hash
    return None
