"""Requests for contact: what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.domain.contact_requests import RequestState


@dataclass(frozen=True, slots=True)
class RequestCount:
    """How many requests are in each state, those that none is in too."""

    by_state: Mapping[RequestState, int]

    @property
    def total(self) -> int:
        """Requests in any state."""
        return sum(self.by_state.values())

    @property
    def answered(self) -> int:
        """Those that were accepted or declined."""
        return self.by_state[RequestState.ACCEPTED] + self.by_state[RequestState.DECLINED]

    @property
    def acceptance(self) -> float | None:
        """The share of accepted ones, in [0, 1], among those answered; None where none was."""
        return self.by_state[RequestState.ACCEPTED] / self.answered if self.answered else None


def count_requests(counts: Mapping[RequestState, int]) -> RequestCount:
    """The counts of a store, which leaves out states that none is in."""
    return RequestCount({state: counts.get(state, 0) for state in RequestState})
