"""Where access keys are kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from matcher.domain.access import AccessKey


class AccessKeyRepository(Protocol):
    """Access keys; of the text of each only a hash."""

    def add(self, key: AccessKey, text_hash: str) -> None: ...

    def get(self, key_id: str) -> AccessKey | None: ...

    def hash_of(self, key_id: str) -> str | None:
        """The hash of the key's text."""
        ...

    def all(self) -> Sequence[AccessKey]:
        """Every key, revoked and expired ones included, the oldest first."""
        ...

    def revoke(self, key_id: str, now: datetime) -> bool:
        """Let the key open nothing from now on; False where there is none that is not revoked yet."""
        ...

    def end(self, key_id: str, at: datetime) -> None:
        """Let the key expire at a moment, whenever it would have."""
        ...

    def hashes(self, now: datetime) -> Sequence[tuple[AccessKey, str]]:
        """The keys that are valid then, each with the hash of its text."""
        ...
