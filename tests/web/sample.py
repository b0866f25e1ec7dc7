"""The sample data as the pages show it: the same at every run, down to the timetable."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from matcher.bootstrap import Application
from matcher.bootstrap.solvers import default_solvers
from matcher.domain.schedules import Objective, PlacedMeeting, SchedulingProblem, Solution, Status
from matcher.scheduling.verification import breaks_of, verify
from matcher.settings import load_settings
from matcher.usecases.events.keeping import create_event
from matcher.usecases.events.publishing import find_version, publish
from matcher.usecases.events.solvers import Solvers
from matcher.usecases.samples import sample_event, sample_event_after, sample_tables
from tests.web import contact_requests

EVENT = "milano-2026"
PLACEMENTS = Path(__file__).with_name("placements.json")
"""Slot and table of each meeting of the sample event, as a search of a minute found them; regained by the module."""
BOUND = 1


def fill(app: Application) -> dict[str, str]:
    """Import the sample profiles, plan the sample event and publish it, and ask for contact."""
    with sample_tables() as tables:
        for table in tables:
            app.imports.import_file(table)
    app.follower.catch_up()
    app.events.solvers = steady(default_solvers())
    plan(app)
    meeting = find_version(EVENT, app.store).meetings[0].id
    return {"event": EVENT, "meeting": meeting, **contact_requests.made(app)}


def steady(solvers: Solvers) -> Solvers:
    """The same solvers, except that the sample event has the timetable that was kept for it.

    The best timetable found depends on the machine. For any other problem, any timetable will do.
    """

    def solve(problem: SchedulingProblem, **options: Any) -> Solution:  # noqa: ANN401 -- of the solver
        kept = json.loads(PLACEMENTS.read_text("utf-8")) if PLACEMENTS.exists() else {}
        placed = tuple(PlacedMeeting(one.id, *kept[one.id]) for one in problem.meetings if one.id in kept)
        if placed and not verify(problem, placed):
            breaks = breaks_of(problem, placed)
            return Solution(Status.FEASIBLE, sum(breaks.values()), BOUND, placed, breaks)
        return solvers.solve(replace(problem, objective=Objective.NONE), **options)

    return replace(solvers, solve=solve)


def plan(app: Application) -> None:
    """Create the sample event, register its people, pair them, and publish a timetable."""
    create_event(sample_event_after(date.min, EVENT), app.store)
    with sample_event() as (_, registrations):
        app.events.register_file(EVENT, registrations)
    app.events.propose_pairs(EVENT)
    job = app.events.start_timetable(EVENT)
    app.events.runner.run(job.id)
    publish(EVENT, app.store)


def keep_placements() -> None:
    """Search anew for the timetable that is kept: `python -m tests.web.sample`."""
    with TemporaryDirectory() as folder, closing(Application(load_settings(data_dir=Path(folder)))) as app:
        PLACEMENTS.unlink(missing_ok=True)
        with sample_tables() as tables:
            for table in tables:
                app.imports.import_file(table)
        plan(app)
        kept = {one.id: [one.slot, one.table] for one in find_version(EVENT, app.store).meetings}
    PLACEMENTS.write_text(json.dumps(kept, indent=0) + "\n", "utf-8")


if __name__ == "__main__":
    keep_placements()
