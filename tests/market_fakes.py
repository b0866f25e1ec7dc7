"""Markets and their recommendations in memory, obviously right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from matcher.domain.jobs import JobState
from matcher.domain.markets import Gathering, MarketSide, Recommended
from tests.event_fakes import EventState


@dataclass
class MarketState:
    """By job: the question, the people, the blocks and what everyone is recommended."""

    questions: dict[str, str] = field(default_factory=dict)
    gatherings: dict[str, Gathering] = field(default_factory=dict)
    blocks: dict[str, dict[int, bytes]] = field(default_factory=dict)
    recommended: dict[str, dict[tuple[MarketSide, str], Recommended]] = field(default_factory=dict)


class MemoryMarkets:
    def __init__(self, state: MarketState, jobs: EventState) -> None:
        self._state = state
        self._jobs = jobs.jobs

    def begin(self, job_id: str, question: str) -> None:
        self._state.questions[job_id] = question

    def under_way(self, question: str) -> str | None:
        asked = [self._jobs[job_id] for job_id, text in self._state.questions.items() if text == question]
        open_ = [job for job in asked if not job.state.ended and not job.cancel_requested]
        return min(((job.created_at, job.id) for job in open_), default=(None, None))[1]

    def kept(self, job_id: str) -> bool:
        return job_id in self._state.questions

    def gathering(self, job_id: str) -> Gathering | None:
        return self._state.gatherings.get(job_id)

    def gather(self, job_id: str, people: Gathering) -> None:
        self._state.gatherings[job_id] = people
        self.forget_blocks(job_id)

    def add_block(self, job_id: str, number: int, content: bytes) -> None:
        self._state.blocks.setdefault(job_id, {})[number] = content

    def blocks(self, job_id: str) -> Sequence[int]:
        return sorted(self._state.blocks.get(job_id, {}))

    def block(self, job_id: str, number: int) -> bytes | None:
        return self._state.blocks.get(job_id, {}).get(number)

    def forget_blocks(self, job_id: str) -> None:
        self._state.blocks.pop(job_id, None)

    def put(self, job_id: str, people: Sequence[Recommended]) -> None:
        self._state.recommended.setdefault(job_id, {}).update({(one.side, one.profile_id): one for one in people})

    def page(
        self,
        job_id: str,
        *,
        after: tuple[MarketSide, str] | None = None,
        limit: int = 1000,
        profile_id: str | None = None,
    ) -> Sequence[Recommended]:
        kept = self._state.recommended.get(job_id, {})
        found = [
            one
            for key, one in sorted(kept.items())
            if (after is None or key > after) and profile_id in (None, one.profile_id)
        ]
        return found[:limit]

    def forget_superseded(self, job_id: str, question: str) -> None:
        self._forget(other for other, text in self._state.questions.items() if text == question and other != job_id)

    def forget_given_up(self) -> None:
        given_up = (JobState.FAILED, JobState.CANCELLED)
        self._forget(job_id for job_id in self._state.questions if self._jobs[job_id].state in given_up)

    def _forget(self, job_ids: Iterable[str]) -> None:
        for job_id in list(job_ids):
            for kept in (self._state.questions, self._state.gatherings, self._state.blocks, self._state.recommended):
                kept.pop(job_id, None)
