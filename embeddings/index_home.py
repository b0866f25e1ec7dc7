"""Places outside of this process that keep indexes, and notes beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from embeddings.arrays import Ids, Matrix
from embeddings.index import Payload, VectorIndex


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of an index: ids int64 (n,), vectors float32 (n, dim), a payload for each."""

    ids: Ids
    vectors: Matrix
    payloads: Sequence[Payload]


class KeptIndex(VectorIndex, Protocol):
    """An index whose rows outlive the process; every method may raise `IndexUnavailable`.

    Answers equal the exact ones where few rows pass, and reach a floor of recall where many do: each engine's planner
    says how many are few. Counts and filters are exact always.
    """

    def rows(self, *, after: int, limit: int) -> Rows:
        """Up to `limit` rows with ids greater than `after`, by ascending id."""
        ...

    def settle(self) -> None:
        """Build what makes searching many rows fast; worth its time once most rows are there."""
        ...


class IndexHome(Protocol):
    """A database, a server or a folder with named indexes; shared by threads.

    `name` says which, without its password.
    """

    @property
    def name(self) -> str: ...

    def index(self, name: str, dim: int) -> KeptIndex:
        """The index of that name, made where there is none.

        Raises:
            IndexUnavailable: the place cannot be reached, or the index is there with vectors of another length.
        """
        ...

    def note(self, key: str) -> str | None:
        """What was last noted under a key; None where nothing was."""
        ...

    def set_note(self, key: str, value: str) -> None:
        """Note a fact about the indexes, such as the last change that they know."""
        ...

    def close(self) -> None:
        """Let go of the connections."""
        ...
