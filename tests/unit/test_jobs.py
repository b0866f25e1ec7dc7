"""Long work is done once, can be stopped, and outlives the process it began in."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from matcher.domain.jobs import Job, JobKind, JobProgress, JobState
from matcher.domain.schedules import PlacedMeeting, Progress
from matcher.errors import Infeasible
from matcher.ports import Store, UnitOfWork
from matcher.store import open_store
from matcher.usecases.jobs import MOST_ATTEMPTS, Attempt, JobRunner, Keep, Work, cancel_job, find_job
from tests.events import FAIR, keep
from tests.stores import empty_store, sqlite_url

JOB = Job("j1", JobKind.TIMETABLE, FAIR.id, {}, datetime(2026, 3, 1, tzinfo=UTC), time_limit_s=60.0)
INCUMBENT = (PlacedMeeting("m1", 2, 1),)
FOUND = Progress(best=4, bound=2, wall_s=3.0, meetings=INCUMBENT)
PATIENCE_S = 30


@pytest.fixture
def queued(store: Store) -> Store:
    keep(store)
    with store.unit_of_work(write=True) as unit:
        unit.jobs.add(JOB)
        unit.commit()
    return store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return empty_store(tmp_path)


def runner(store: Store, work: Work) -> JobRunner:
    return JobRunner(store, {JobKind.TIMETABLE: work}, lease_s=60.0, beat_s=0.01)


def kept(result: Mapping[str, object]) -> Keep:
    return lambda unit: result


def until_stopped(attempt: Attempt) -> Keep:
    attempt.report(FOUND)
    assert attempt.stop.wait(PATIENCE_S)
    return kept({"version": 1})


def test_what_comes_of_a_job_is_kept_with_its_end(queued: Store) -> None:
    def work(attempt: Attempt) -> Keep:
        def write(unit: UnitOfWork) -> Mapping[str, object]:
            unit.events.put(replace(FAIR, name="Tavoli"))
            return {"version": 7}

        return write

    assert runner(queued, work).run()
    job = find_job(JOB.id, queued)
    assert (job.state, job.result, job.problem) == (JobState.DONE, {"version": 7}, None)
    with queued.unit_of_work() as unit:
        event = unit.events.get(FAIR.id)
        assert event is not None
        assert event.name == "Tavoli"
    assert not runner(queued, work).run()


def test_a_problem_is_told_in_its_own_words_and_a_defect_is_not(queued: Store) -> None:
    def refused(attempt: Attempt) -> Keep:
        raise Infeasible("Too few tables.")

    def broken(attempt: Attempt) -> Keep:
        raise ValueError("secret")

    runner(queued, refused).run()
    assert find_job(JOB.id, queued).problem == "Too few tables."
    with queued.unit_of_work(write=True) as unit:
        unit.jobs.add(replace(JOB, id="j2"))
        unit.commit()
    runner(queued, broken).run()
    assert "secret" not in str(find_job("j2", queued).problem)


def test_a_cancelled_job_stops_and_nothing_comes_of_it(queued: Store) -> None:
    def work(attempt: Attempt) -> Keep:
        assert cancel_job(JOB.id, queued).state is JobState.RUNNING
        return until_stopped(attempt)

    runner(queued, work).run()
    job = find_job(JOB.id, queued)
    assert (job.state, job.result) == (JobState.CANCELLED, None)
    assert cancel_job(JOB.id, queued) == job


def test_what_is_found_is_kept_while_the_work_goes_on(queued: Store) -> None:
    def work(attempt: Attempt) -> Keep:
        attempt.report(FOUND)
        while not find_job(JOB.id, queued).progress.meetings:
            pass
        assert find_job(JOB.id, queued).progress == JobProgress(4, 2, 3.0, INCUMBENT)
        return kept({})

    runner(queued, work).run()
    assert find_job(JOB.id, queued).state is JobState.DONE


def test_closing_queues_the_work_again_for_the_next_start(queued: Store) -> None:
    begun = threading.Event()

    def work(attempt: Attempt) -> Keep:
        begun.set()
        return until_stopped(attempt)

    first = runner(queued, work)
    first.start()
    assert begun.wait(PATIENCE_S)
    first.close()
    job = find_job(JOB.id, queued)
    assert (job.state, job.progress.meetings) == (JobState.QUEUED, INCUMBENT)


def test_an_attempt_past_its_deadline_ends_with_the_best_it_has(queued: Store) -> None:
    def work(attempt: Attempt) -> Keep:
        with queued.unit_of_work(write=True) as unit:
            held = unit.jobs.get(JOB.id)
            assert held is not None
            unit.jobs.set_deadline(JOB.id, str(held.owner), datetime.now(UTC) - timedelta(seconds=1))
            unit.commit()
        return until_stopped(attempt)

    runner(queued, work).run()
    assert find_job(JOB.id, queued).result == {"version": 1}


def test_a_job_that_kills_its_processes_is_given_up(queued: Store) -> None:
    with queued.unit_of_work(write=True) as unit:
        unit.jobs.add(replace(JOB, id="deadly", attempts=MOST_ATTEMPTS, created_at=datetime(2026, 1, 1, tzinfo=UTC)))
        unit.commit()
    assert not runner(queued, until_stopped).run("deadly")
    assert find_job("deadly", queued).state is JobState.FAILED


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


def test_the_work_of_a_killed_process_is_taken_up_with_what_it_had_found(queued: Store, tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "matcher.db")
    command = [sys.executable, "-c", WORK_WITHOUT_END, url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        assert process.stdout.readline() == "working\n"
        assert find_job(JOB.id, queued).state is JobState.RUNNING
        process.kill()

    resumed = []

    def work(attempt: Attempt) -> Keep:
        resumed.append((attempt.job.progress, attempt.remaining_s))
        return kept({"version": 1})

    with open_store(url) as again:
        next_start = JobRunner(again, {JobKind.TIMETABLE: work}, lease_s=0.5, beat_s=0.05)
        next_start.start()
        while not find_job(JOB.id, again).state.ended:
            pass
        next_start.close()
        job = find_job(JOB.id, again)
    assert (job.state, job.result, job.attempts) == (JobState.DONE, {"version": 1}, 2)
    assert resumed == [(JobProgress(4, 2, 3.0, INCUMBENT), 57.0)]
