"""Do long work that outlives the process: leased, its progress kept, taken up again where another process died."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from matcher.domain.access import reaches
from matcher.domain.jobs import Job, JobKind, JobState
from matcher.errors import MatcherError, NotFound, Unavailable
from matcher.ports import Store, UnitOfWork
from matcher.usecases.attempts import Attempt, Keep, Work

LEASE_S = 15.0
"""After so many seconds without a sign of life another process takes a job over."""
BEAT_S = 1.0
"""Between two signs of life, which keep the progress too."""
IDLE_S = 5.0
"""Between two looks for work that another process has queued or left."""
GRACE_S = 30.0
"""What an attempt may take beyond its time limit to come to its end."""
MOST_ATTEMPTS = 5
"""A job that was cut off so often is what kills its processes."""

log = logging.getLogger(__name__)


class JobRunner:
    """Works on queued and abandoned jobs, one at a time, in a thread of its own or, by `run`, in the caller's.

    It takes jobs of the kinds that it has `works` for, and leaves the others.
    """

    def __init__(
        self, store: Store, works: Mapping[JobKind, Work], *, lease_s: float = LEASE_S, beat_s: float = BEAT_S
    ) -> None:
        self._store = store
        self._works = works
        self._lease = timedelta(seconds=lease_s)
        self._beat_s = beat_s
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self._wake = threading.Event()
        self._closing = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to look for jobs."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._loop, name="jobs", daemon=True)
            self._thread.start()

    def wake(self) -> None:
        """Look for a job now."""
        self._wake.set()

    def close(self) -> None:
        """Stop; a job under way is queued again with what it has found."""
        self._closing.set()
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def run(self, job_id: str | None = None) -> bool:
        """Do one job to its end, the one named or else the next; False where there was none to be had."""
        job = self._claimed(job_id)
        if job is None:
            return False
        self._stop = threading.Event()
        if self._closing.is_set():
            self._stop.set()
        attempt = Attempt(job, self._stop)
        over = threading.Event()
        alive = threading.Thread(target=self._keep_alive, args=(attempt, over), name="job-lease", daemon=True)
        alive.start()
        try:
            self._do(attempt)
        finally:
            over.set()
            alive.join()
        return True

    def _loop(self) -> None:
        while not self._closing.is_set():
            try:
                if self.run():
                    continue
            except Unavailable as error:
                log.warning("Jobs wait, because the database cannot be used: %s", error)
            self._wake.wait(min(IDLE_S, self._lease.total_seconds()))
            self._wake.clear()

    def _claimed(self, job_id: str | None) -> Job | None:
        now = datetime.now(UTC)
        with self._store.unit_of_work(write=True) as unit:
            job = unit.jobs.claim(
                self._owner, kinds=tuple(self._works), now=now, lease_until=now + self._lease, job_id=job_id
            )
            if job is not None and job.attempts <= MOST_ATTEMPTS:
                limit = timedelta(seconds=Attempt(job, self._stop).remaining_s + GRACE_S)
                unit.jobs.set_deadline(job.id, self._owner, now + limit)
                job = unit.jobs.get(job.id)
            unit.commit()
        if job is not None and job.attempts > MOST_ATTEMPTS:
            self._end(job, JobState.FAILED, f"The work was cut off {MOST_ATTEMPTS} times and is given up.")
            return None
        return job

    def _do(self, attempt: Attempt) -> None:
        job = attempt.job
        try:
            self._finish(attempt, self._works[job.kind](attempt))
        except MatcherError as error:
            self._end(job, JobState.FAILED, error.message)
        except Exception:
            log.exception("Job %s has failed.", job.id)
            self._end(job, JobState.FAILED, "Something failed on our side; the server's log says what. Try again.")

    def _finish(self, attempt: Attempt, keep: Keep) -> None:
        """Keep what has come of the work; a database that is away is waited for as long as a lease lasts."""
        until = time.monotonic() + self._lease.total_seconds()
        while True:
            try:
                self._finish_now(attempt, keep)
            except Unavailable as error:
                if time.monotonic() > until:
                    raise
                log.warning("Job %s is done, and waits until that can be kept: %s", attempt.job.id, error)
                time.sleep(self._beat_s)
            else:
                return

    def _finish_now(self, attempt: Attempt, keep: Keep) -> None:
        job = attempt.job
        with self._store.unit_of_work(write=True) as unit:
            held = self._beaten(unit, attempt)
            if held is None:
                return
            if held.cancel_requested:
                unit.jobs.finish(job.id, self._owner, JobState.CANCELLED, now=datetime.now(UTC))
            elif self._closing.is_set():
                unit.jobs.finish(job.id, self._owner, JobState.QUEUED, now=datetime.now(UTC))
            else:
                result = keep(unit)
                unit.jobs.finish(job.id, self._owner, JobState.DONE, now=datetime.now(UTC), result=result)
            unit.commit()

    def _end(self, job: Job, state: JobState, problem: str) -> None:
        with self._store.unit_of_work(write=True) as unit:
            unit.jobs.finish(job.id, self._owner, state, now=datetime.now(UTC), problem=problem)
            unit.commit()

    def _keep_alive(self, attempt: Attempt, over: threading.Event) -> None:
        """Renew the lease until the work is over, and stop the work when it should end."""
        while not over.wait(self._beat_s):
            try:
                with self._store.unit_of_work(write=True) as unit:
                    held = self._beaten(unit, attempt)
                    unit.commit()
            except Unavailable as error:
                log.warning("Job %s goes on, though its progress cannot be kept now: %s", attempt.job.id, error)
                continue
            late = held is not None and held.deadline is not None and held.deadline <= datetime.now(UTC)
            if held is None or held.cancel_requested or late:
                attempt.stop.set()

    def _beaten(self, unit: UnitOfWork, attempt: Attempt) -> Job | None:
        now = datetime.now(UTC)
        return unit.jobs.beat(
            attempt.job.id, self._owner, now=now, lease_until=now + self._lease, progress=attempt.progress
        )


def find_job(job_id: str, store: Store, organisation: str | None = None) -> Job:
    """The job as it is now; with an `organisation` only one that works on an event of its own.

    Raises:
        NotFound: there is none.
    """
    with store.unit_of_work() as unit:
        job = _existing(unit.jobs.get(job_id), job_id)
        owner = None if job.event_id is None else unit.owners.event(job.event_id)
    return _existing(job if reaches(organisation, owner) else None, job_id)


def jobs_of_event(event_id: str, store: Store) -> Sequence[Job]:
    """The jobs of an event, the newest first.

    Raises:
        NotFound: there is no such event.
    """
    with store.unit_of_work() as unit:
        if unit.events.get(event_id) is None:
            raise NotFound(f"There is no event '{event_id}'.", field="event_id", found=event_id)
        return unit.jobs.of_event(event_id)


def cancel_job(job_id: str, store: Store) -> Job:
    """Ask a job to stop: nothing more comes of it. One that has ended stays as it is.

    Raises:
        NotFound: there is none.
    """
    with store.unit_of_work(write=True) as unit:
        job = _existing(unit.jobs.cancel(job_id, now=datetime.now(UTC)), job_id)
        unit.commit()
    return job


def _existing(job: Job | None, job_id: str) -> Job:
    if job is None:
        raise NotFound(f"There is no job '{job_id}'.", field="job_id", found=job_id)
    return job
