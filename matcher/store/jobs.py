"""Long work and its leases in the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, insert, or_, select, update

from matcher.domain.jobs import Job, JobKind, JobProgress, JobState
from matcher.domain.schedules import PlacedMeeting
from matcher.store.event_tables import jobs
from matcher.store.transaction import Transaction


class SqlJobs:
    """The `JobRepository` of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, job: Job) -> None:
        self._transaction.write().execute(insert(jobs), _record(job))

    def get(self, job_id: str) -> Job | None:
        row = self._transaction.read().execute(select(jobs).where(jobs.c.id == job_id)).one_or_none()
        return None if row is None else _job_of(row)

    def of_event(self, event_id: str) -> Sequence[Job]:
        statement = select(jobs).where(jobs.c.event_id == event_id).order_by(jobs.c.created_at.desc(), jobs.c.id)
        return [_job_of(row) for row in self._transaction.read().execute(statement)]

    def claim(
        self,
        owner: str,
        *,
        kinds: Collection[JobKind],
        now: datetime,
        lease_until: datetime,
        job_id: str | None = None,
    ) -> Job | None:
        connection = self._transaction.write()
        abandoned = and_(jobs.c.state == JobState.RUNNING, jobs.c.lease_until <= now)
        connection.execute(
            update(jobs).where(abandoned, jobs.c.cancel_requested), {"state": JobState.CANCELLED, "finished_at": now}
        )
        statement = select(jobs).where(or_(jobs.c.state == JobState.QUEUED, abandoned), jobs.c.kind.in_(kinds))
        if job_id is not None:
            statement = statement.where(jobs.c.id == job_id)
        row = connection.execute(statement.order_by(jobs.c.created_at, jobs.c.id).limit(1)).one_or_none()
        if row is None:
            return None
        taken = {
            "state": JobState.RUNNING,
            "owner": owner,
            "lease_until": lease_until,
            "heartbeat_at": now,
            "started_at": row.started_at or now,
            "attempts": row.attempts + 1,
        }
        connection.execute(update(jobs).where(jobs.c.id == row.id), taken)
        return self.get(row.id)

    def beat(
        self, job_id: str, owner: str, *, now: datetime, lease_until: datetime, progress: JobProgress
    ) -> Job | None:
        alive = {"lease_until": lease_until, "heartbeat_at": now, **_progress_record(progress)}
        held = self._transaction.write().execute(update(jobs).where(*_held(job_id, owner)), alive).rowcount
        return self.get(job_id) if held else None

    def set_deadline(self, job_id: str, owner: str, deadline: datetime) -> None:
        self._transaction.write().execute(update(jobs).where(*_held(job_id, owner)), {"deadline": deadline})

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
        ended = {
            "state": state,
            "result": None if result is None else dict(result),
            "problem": problem,
            "finished_at": now if state.ended else None,
            "owner": None,
            "lease_until": None,
        }
        return self._transaction.write().execute(update(jobs).where(*_held(job_id, owner)), ended).rowcount > 0

    def forget_ended_before(self, instant: datetime) -> int:
        return self._transaction.write().execute(delete(jobs).where(jobs.c.finished_at < instant)).rowcount

    def cancel(self, job_id: str, *, now: datetime) -> Job | None:
        connection = self._transaction.write()
        mine = jobs.c.id == job_id
        queued = {"state": JobState.CANCELLED, "cancel_requested": True, "finished_at": now}
        connection.execute(update(jobs).where(mine, jobs.c.state == JobState.QUEUED), queued)
        connection.execute(update(jobs).where(mine, jobs.c.state == JobState.RUNNING), {"cancel_requested": True})
        return self.get(job_id)


def _held(job_id: str, owner: str) -> tuple[ColumnElement[bool], ...]:
    return (jobs.c.id == job_id, jobs.c.owner == owner, jobs.c.state == JobState.RUNNING)


def _record(job: Job) -> dict[str, Any]:
    return {
        "id": job.id,
        "kind": job.kind,
        "event_id": job.event_id,
        "input": dict(job.input),
        "state": job.state,
        **_progress_record(job.progress),
        "result": None if job.result is None else dict(job.result),
        "problem": job.problem,
        "cancel_requested": job.cancel_requested,
        "owner": job.owner,
        "lease_until": job.lease_until,
        "heartbeat_at": job.heartbeat_at,
        "deadline": job.deadline,
        "created_at": job.created_at,
        "time_limit_s": job.time_limit_s,
        "started_at": job.started_at,
        "finished_at": job.finished_at,
        "attempts": job.attempts,
    }


def _progress_record(progress: JobProgress) -> dict[str, Any]:
    return {
        "best": progress.best,
        "bound": progress.bound,
        "wall_s": progress.wall_s,
        "incumbent": [[one.id, one.slot, one.table] for one in progress.meetings] or None,
        "done": progress.done,
        "expected": progress.expected,
    }


def _job_of(row: Row[Any]) -> Job:
    return Job(
        id=row.id,
        kind=JobKind(row.kind),
        event_id=row.event_id,
        input=row.input,
        created_at=row.created_at,
        time_limit_s=row.time_limit_s,
        state=JobState(row.state),
        progress=JobProgress(
            row.best,
            row.bound,
            row.wall_s,
            tuple(PlacedMeeting(*each) for each in row.incumbent or ()),
            row.done,
            row.expected,
        ),
        result=row.result,
        problem=row.problem,
        cancel_requested=row.cancel_requested,
        owner=row.owner,
        lease_until=row.lease_until,
        heartbeat_at=row.heartbeat_at,
        deadline=row.deadline,
        started_at=row.started_at,
        finished_at=row.finished_at,
        attempts=row.attempts,
    )
