"""Access keys in memory, obviously right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from matcher.domain.access import AccessKey


@dataclass
class AccessState:
    """Everything that is kept of who may come in."""

    keys: dict[str, tuple[AccessKey, str]] = field(default_factory=dict)


class MemoryAccessKeys:
    def __init__(self, state: AccessState) -> None:
        self._state = state

    def add(self, key: AccessKey, text_hash: str) -> None:
        self._state.keys[key.id] = (key, text_hash)

    def get(self, key_id: str) -> AccessKey | None:
        return self._state.keys[key_id][0] if key_id in self._state.keys else None

    def hash_of(self, key_id: str) -> str | None:
        return self._state.keys[key_id][1] if key_id in self._state.keys else None

    def all(self) -> Sequence[AccessKey]:
        return sorted((key for key, _ in self._state.keys.values()), key=lambda key: (key.created_at, key.id))

    def revoke(self, key_id: str, now: datetime) -> bool:
        key = self.get(key_id)
        if key is None or key.revoked_at is not None:
            return False
        self._state.keys[key_id] = (replace(key, revoked_at=now), self._state.keys[key_id][1])
        return True
