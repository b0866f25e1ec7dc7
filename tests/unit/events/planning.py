"""The fair with chosen pairs, and timetables made of them as a server does."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.domain.jobs import Job, JobKind
from matcher.ports import Store
from matcher.usecases.events.solvers import Solvers
from matcher.usecases.events.timetables import make_timetable, start_timetable
from matcher.usecases.jobs import JobRunner, find_job
from tests.event_solvers import SIMPLE
from tests.events import FAIR, pair

CHOSEN = (
    pair("acme", "carla", 0.9, chosen=True),
    pair("acme", "dario", chosen=True),
    pair("bit", "carla", chosen=True),
    pair("bit", "elsa"),
)


def made(store: Store, solvers: Solvers = SIMPLE, keep: Sequence[str] = ()) -> Job:
    job = start_timetable(FAIR.id, store, keep=keep)
    return run(store, job, solvers)


def run(store: Store, job: Job, solvers: Solvers) -> Job:
    runner = JobRunner(store, {JobKind.TIMETABLE: lambda attempt: make_timetable(attempt, store, solvers)})
    assert runner.run(job.id)
    return find_job(job.id, store)
