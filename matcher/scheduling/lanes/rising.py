"""From below, all at once: is there a timetable without breaks, one with a single break, one with two, and so on."""

from __future__ import annotations

from pysat.solvers import Solver

from matcher.scheduling.lanes.clauses import at_most_breaks, written_out
from matcher.scheduling.lanes.findings import Assignment, Finding, Tell
from matcher.scheduling.lanes.model import Model
from matcher.scheduling.lanes.process import run

SOLVER = "maplechrono"


def search(model: Model, _: Assignment, tell: Tell) -> None:
    """Tells rising bounds and the first timetable that meets one, or that there is none."""
    if model.impossible:
        tell(Finding(infeasible=True))
        return
    clauses, top = written_out(model)
    for breaks in range(len(model.costs) + 1):
        slots = _solve(model, clauses + at_most_breaks(model, top, breaks))
        if slots is not None:
            tell(Finding(slots=slots, bound=breaks))
            return
        tell(Finding(bound=breaks + 1))
    tell(Finding(infeasible=True))


def _solve(model: Model, clauses: list[list[int]]) -> list[int] | None:
    with Solver(SOLVER, bootstrap_with=clauses) as solver:
        return model.slots(set(solver.get_model())) if solver.solve() else None


if __name__ == "__main__":
    run(search)
