"""The sample data as the pages show it: the same at every run, down to the timetable."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from matcher.bootstrap import Application
from matcher.bootstrap.solvers import default_solvers
from matcher.cli.event.creating import create
from matcher.domain.schedules import Objective, SchedulingProblem, Solution
from matcher.usecases.events.publishing import find_version, publish
from matcher.usecases.samples import sample_event, sample_tables
from tests.web import contact_requests

EVENT = "milano-2026"


def fill(app: Application) -> dict[str, str]:
    """Import the sample profiles, plan the sample event and publish it, and ask for contact."""
    with sample_tables() as tables:
        for table in tables:
            app.imports.import_file(table)
    app.follower.catch_up()
    solvers = default_solvers()

    def first(problem: SchedulingProblem, **options: Any) -> Solution:  # noqa: ANN401 -- of the solver
        # Any timetable will do, and the first one found is the same each time; the best one depends on the machine.
        return solvers.solve(replace(problem, objective=Objective.NONE), **options)

    app.events.solvers = replace(solvers, solve=first)
    plan(app)
    meeting = find_version(EVENT, app.store).meetings[0].id
    return {"event": EVENT, "meeting": meeting, **contact_requests.made(app)}


def plan(app: Application) -> None:
    """Create the sample event, register its people, pair them, and publish a timetable."""
    with sample_event() as (definition, registrations), pytest.MonkeyPatch.context() as environment:
        environment.setenv("MATCHER_DATA_DIR", str(app.settings.data_dir))
        create(**definition)
        app.events.register_file(EVENT, registrations)
    app.events.propose_pairs(EVENT)
    job = app.events.start_timetable(EVENT)
    app.events.runner.run(job.id)
    publish(EVENT, app.store)
