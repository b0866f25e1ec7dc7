"""Where answers to requests that may be sent again are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from matcher.domain.answers import KeptAnswer


class AnswerRepository(Protocol):
    """Answers by who asked and the name that they gave their request."""

    def get(self, caller: str, name: str) -> KeptAnswer | None: ...

    def put(self, caller: str, name: str, answer: KeptAnswer) -> None:
        """Keep an answer in the place of the one of the same name, if any."""
        ...

    def delete(self, caller: str, name: str) -> None: ...

    def trim(self, caller: str, most: int, before: datetime) -> None:
        """Forget everybody's answers begun before a moment, and all but the `most` last of this caller."""
        ...
