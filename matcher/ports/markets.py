"""Where markets under way and their recommendations are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from matcher.domain.markets import Gathering, MarketSide, Recommended


class MarketRepository(Protocol):
    """Markets by the id of the job that makes them. A market that is forgotten takes its blocks and its results along.

    `question` is the text that two markets have in common that ask the same.
    """

    def begin(self, job_id: str, question: str) -> None:
        """Note what a job that was queued asks."""
        ...

    def under_way(self, question: str) -> str | None:
        """The job that answers a question and has neither ended nor been asked to stop; None where there is none."""
        ...

    def kept(self, job_id: str) -> bool:
        """Whether there is a market of this job, or still is."""
        ...

    def gathering(self, job_id: str) -> Gathering | None:
        """Who takes part; None where nobody has looked yet."""
        ...

    def gather(self, job_id: str, people: Gathering) -> None:
        """Note who takes part; blocks that were scored for others are forgotten."""
        ...

    def add_block(self, job_id: str, number: int, content: bytes) -> None:
        """Keep what a block of people has been scored with; once more replaces it."""
        ...

    def blocks(self, job_id: str) -> Sequence[int]:
        """The numbers of the blocks that are kept, ascending."""
        ...

    def block(self, job_id: str, number: int) -> bytes | None: ...

    def forget_blocks(self, job_id: str) -> None: ...

    def put(self, job_id: str, people: Sequence[Recommended]) -> None:
        """Keep what people are recommended; once more replaces it."""
        ...

    def page(
        self,
        job_id: str,
        *,
        after: tuple[MarketSide, str] | None = None,
        limit: int = 1000,
        profile_id: str | None = None,
    ) -> Sequence[Recommended]:
        """What people are recommended, the left before the right and by ascending id, or one of them on both sides."""
        ...

    def forget_superseded(self, job_id: str, question: str) -> None:
        """Forget the other markets that ask the same."""
        ...

    def forget_given_up(self) -> None:
        """Forget the markets whose jobs have failed or were cancelled."""
        ...
