"""Where long work is kept, so that a process that dies loses none of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from matcher.domain.jobs import Job, JobKind, JobProgress, JobState


class JobRepository(Protocol):
    """Jobs with their leases: who holds a job's lease works on it, and nobody else does."""

    def add(self, job: Job) -> None:
        """Queue a job."""
        ...

    def get(self, job_id: str) -> Job | None: ...

    def of_event(self, event_id: str) -> Sequence[Job]:
        """The jobs of an event, the newest first."""
        ...

    def claim(
        self,
        owner: str,
        *,
        kinds: Collection[JobKind],
        now: datetime,
        lease_until: datetime,
        job_id: str | None = None,
    ) -> Job | None:
        """Lease a job to `owner` and give it as it is then: the oldest that is queued or whose lease has run out.

        Only one of the `kinds`, and with `job_id` only this one. A job whose owner vanished after it was asked to stop
        is cancelled instead.
        """
        ...

    def beat(
        self, job_id: str, owner: str, *, now: datetime, lease_until: datetime, progress: JobProgress
    ) -> Job | None:
        """Renew a lease and keep the progress; the job as it is then, None where `owner` no longer holds it."""
        ...

    def set_deadline(self, job_id: str, owner: str, deadline: datetime) -> None:
        """Note when the present attempt has to be over."""
        ...

    def finish(
        self,
        job_id: str,
        owner: str,
        state: JobState,
        *,
        now: datetime,
        result: Mapping[str, object] | None = None,
        problem: str | None = None,
    ) -> bool:
        """End a job, or queue it again for another owner; False where `owner` no longer holds it."""
        ...

    def forget_ended_before(self, instant: datetime) -> int:
        """Erase the jobs that ended before, with what hangs on them; how many."""
        ...

    def cancel(self, job_id: str, *, now: datetime) -> Job | None:
        """Ask a job to stop, at once where nobody works on it; the job as it is then, None where there is none."""
        ...
