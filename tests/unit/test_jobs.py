"""Long work is done once, can be stopped, and outlives the process it began in."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from matcher.domain.jobs import Job, JobKind, JobProgress, JobState
from matcher.domain.schedules import PlacedMeeting, Progress
from matcher.errors import Infeasible, Unavailable
from matcher.ports import Store, UnitOfWork
from matcher.usecases.attempts import Attempt, Keep, Work
from matcher.usecases.jobs import MOST_ATTEMPTS, JobRunner, cancel_job, find_job
from tests.events import FAIR, keep
from tests.stores import empty_store

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


def test_a_database_that_is_away_when_the_work_is_done_is_waited_for(
    queued: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusals = iter(range(3))
    there = queued.unit_of_work

    def away_at_times(*, write: bool = False) -> UnitOfWork:
        if next(refusals, None) is not None:
            raise Unavailable("The database is starting.")
        return there(write=write)

    def work(attempt: Attempt) -> Keep:
        monkeypatch.setattr(queued, "unit_of_work", away_at_times)
        return kept({"version": 1})

    runner(queued, work).run()
    assert next(refusals, None) is None
    assert (find_job(JOB.id, queued).state, find_job(JOB.id, queued).result) == (JobState.DONE, {"version": 1})


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


def test_work_whose_lease_another_process_took_over_stops_and_nothing_comes_of_it(queued: Store) -> None:
    def work(attempt: Attempt) -> Keep:
        late = datetime.now(UTC) + timedelta(hours=1)
        with queued.unit_of_work(write=True) as unit:
            taken = unit.jobs.claim(
                "another", kinds=(JobKind.TIMETABLE,), now=late, lease_until=late + timedelta(hours=1)
            )
            unit.commit()
        assert taken is not None
        assert attempt.stop.wait(PATIENCE_S)
        return lambda unit: pytest.fail("What is not held any more is not kept.")

    runner(queued, work).run()
    job = find_job(JOB.id, queued)
    assert (job.state, job.owner, job.attempts) == (JobState.RUNNING, "another", 2)


def test_what_an_earlier_attempt_found_stays_until_something_better_is(queued: Store) -> None:
    def work(attempt: Attempt) -> Keep:
        attempt.report(Progress(best=None, bound=3, wall_s=1.0))
        assert attempt.progress == JobProgress(4, 3, 4.0, INCUMBENT)
        attempt.report(Progress(best=6, bound=3, wall_s=2.0, meetings=(PlacedMeeting("m1", 1, 1),)))
        assert attempt.progress == JobProgress(4, 3, 5.0, INCUMBENT)
        better = (PlacedMeeting("m1", 3, 1),)
        attempt.report(Progress(best=3, bound=3, wall_s=2.5, meetings=better))
        assert attempt.progress == JobProgress(3, 3, 5.5, better)
        attempt.begin_anew()
        assert attempt.progress == JobProgress(wall_s=3.0)
        return kept({})

    with queued.unit_of_work(write=True) as unit:
        unit.jobs.add(replace(JOB, id="resumed", progress=JobProgress(4, 2, 3.0, INCUMBENT)))
        unit.commit()
    assert runner(queued, work).run("resumed")
    assert find_job("resumed", queued).state is JobState.DONE
