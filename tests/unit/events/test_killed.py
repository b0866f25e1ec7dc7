"""A process that is killed while it makes a timetable loses nothing of it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from matcher.domain.jobs import JobKind, JobState
from matcher.domain.schedules import PlacedMeeting, SchedulingProblem, Solution
from matcher.ports import Store
from matcher.store import open_store
from matcher.usecases.events.publishing import find_version
from matcher.usecases.events.timetables import make_timetable, start_timetable
from matcher.usecases.jobs import JobRunner, find_job
from tests.event_solvers import SIMPLE
from tests.events import FAIR, pair
from tests.stores import sqlite_url

CHOSEN = (pair("acme", "carla", chosen=True), pair("bit", "elsa", chosen=True))
FOUND = tuple(PlacedMeeting(one.meeting_id, slot, 2) for one, slot in zip(CHOSEN, (5, 4), strict=True))

SOLVE_WITHOUT_END = """
import sys, threading
from dataclasses import replace
from matcher.domain.jobs import JobKind
from matcher.domain.schedules import PlacedMeeting, Progress
from matcher.store import open_store
from matcher.usecases.events.timetables import make_timetable
from matcher.usecases.jobs import JobRunner, find_job
from tests.event_solvers import SIMPLE
url, job, *places = sys.argv[1:]
store = open_store(url)
def solve(problem, *, progress, **options):
    found = (PlacedMeeting(name, int(slot), 2) for name, slot in (place.split("@") for place in places))
    progress(Progress(2, 1, 7.0, tuple(found)))
    while not find_job(job, store).progress.meetings:
        pass
    print("solving", flush=True)
    threading.Event().wait()
work = lambda attempt: make_timetable(attempt, store, replace(SIMPLE, solve=solve))
JobRunner(store, {JobKind.TIMETABLE: work}, lease_s=0.5, beat_s=0.05).run(job)
"""


def test_the_next_process_begins_with_what_the_killed_one_had_found_and_ends_with_no_less(
    store: Store, tmp_path: Path
) -> None:
    with store.unit_of_work(write=True) as unit:
        unit.events.put_pairs(FAIR.id, CHOSEN)
        unit.commit()
    job = start_timetable(FAIR.id, store, time_limit_s=20)
    url = sqlite_url(tmp_path / "matcher.db")
    command = [sys.executable, "-c", SOLVE_WITHOUT_END, url, job.id, *(f"{one.id}@{one.slot}" for one in FOUND)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        assert process.stdout.readline() == "solving\n"
        process.kill()

    asked: list[tuple[Sequence[PlacedMeeting], float]] = []

    def solve(problem: SchedulingProblem, **options: Any) -> Solution:  # noqa: ANN401 -- passed on
        asked.append((options["hint"], options["time_limit_s"]))
        return replace(SIMPLE.solve(problem, time_limit_s=1), objective=3)

    with open_store(url) as again:
        solvers = replace(SIMPLE, solve=solve)
        works = {JobKind.TIMETABLE: lambda attempt: make_timetable(attempt, again, solvers)}
        next_start = JobRunner(again, works, lease_s=0.5, beat_s=0.05)
        next_start.start()
        while not find_job(job.id, again).state.ended:
            pass
        next_start.close()
        ended = find_job(job.id, again)
        version = find_version(FAIR.id, again)
    assert asked == [(FOUND, 13.0)]
    assert (ended.state, ended.attempts) == (JobState.DONE, 2)
    assert {(one.id, one.slot) for one in version.meetings} == {(one.id, one.slot) for one in FOUND}
    assert version.objective == 2
