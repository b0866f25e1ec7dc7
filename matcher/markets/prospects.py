"""What a market is scored by: whoever can say who could be recommended to whom, and what that is worth both ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from matcher.domain.matches import Direction, Filters
from matcher.markets.candidates import Gains


@dataclass(frozen=True, slots=True, eq=False)
class Prospect:
    """The p candidates of one who asks, by id: `to` is what each is worth to the asker, `back` the other way.

    Both float32 (p,) in [0, 1], NaN where that is not known.
    """

    others: tuple[str, ...]
    to: Gains
    back: Gains


class Prospects(Protocol):
    """Scores candidates."""

    @property
    def generation(self) -> int:
        """The number of the last change that the scores reflect."""
        ...

    def prospects(self, askers: Sequence[str], direction: Direction, filters: Filters, k: int) -> Sequence[Prospect]:
        """The best `k` candidates at most of each who asks, hard rules applied; nobody's for who takes part no more."""
        ...

    def close(self) -> None:
        """Let go of whatever helps to score."""
        ...
