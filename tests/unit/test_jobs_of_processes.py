"""Processes share the jobs, and the work of one that is killed goes on in another."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from matcher.domain.jobs import JobKind, JobProgress, JobState
from matcher.ports import Store
from matcher.store import SqlStore, open_store
from matcher.usecases.attempts import Attempt, Keep
from matcher.usecases.jobs import JobRunner, find_job
from tests.events import keep
from tests.unit.test_jobs import INCUMBENT, JOB, kept


@pytest.fixture
def queued(sql_store: SqlStore) -> Store:
    keep(sql_store)
    with sql_store.unit_of_work(write=True) as unit:
        unit.jobs.add(JOB)
        unit.commit()
    return sql_store


WORK_WITHOUT_END = """
import sys, threading
from matcher.domain.jobs import JobKind
from matcher.domain.schedules import PlacedMeeting, Progress
from matcher.store import open_store
from matcher.usecases.jobs import JobRunner, find_job
store = open_store(sys.argv[1])
def work(attempt):
    attempt.report(Progress(4, 2, 3.0, (PlacedMeeting("m1", 2, 1),)))
    while not find_job("j1", store).progress.meetings:
        pass
    print("working", flush=True)
    threading.Event().wait()
JobRunner(store, {JobKind.TIMETABLE: work}, lease_s=0.5, beat_s=0.05).run()
"""


def test_the_work_of_a_killed_process_is_taken_up_with_what_it_had_found(queued: Store, database: str) -> None:
    command = [sys.executable, "-c", WORK_WITHOUT_END, database]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        assert process.stdout.readline() == "working\n"
        assert find_job(JOB.id, queued).state is JobState.RUNNING
        process.kill()

    resumed = []

    def work(attempt: Attempt) -> Keep:
        resumed.append((attempt.job.progress, attempt.remaining_s))
        return kept({"version": 1})

    with open_store(database) as again:
        next_start = JobRunner(again, {JobKind.TIMETABLE: work}, lease_s=0.5, beat_s=0.05)
        next_start.start()
        while not find_job(JOB.id, again).state.ended:
            pass
        next_start.close()
        job = find_job(JOB.id, again)
    assert (job.state, job.result, job.attempts) == (JobState.DONE, {"version": 1}, 2)
    assert resumed == [(JobProgress(4, 2, 3.0, INCUMBENT), 57.0)]


ALL_JOBS = """
import sys
from matcher.domain.jobs import JobKind
from matcher.store import open_store
from matcher.usecases.jobs import JobRunner
store = open_store(sys.argv[1])
def work(attempt):
    print(attempt.job.id)
    return lambda unit: {}
runner = JobRunner(store, {JobKind.TIMETABLE: work})
while runner.run():
    pass
"""


def test_two_processes_share_the_jobs_and_do_each_once(queued: Store, database: str) -> None:
    names = [f"job-{number}" for number in range(20)]
    with queued.unit_of_work(write=True) as unit:
        for name in names:
            unit.jobs.add(replace(JOB, id=name))
        unit.commit()
    command = [sys.executable, "-c", ALL_JOBS, database]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]  # noqa: S603
    done = [process.communicate()[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert sorted(done[0] + done[1]) == sorted([JOB.id, *names])
    assert all(find_job(name, queued).attempts == 1 for name in names)
