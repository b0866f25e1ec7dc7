"""From above: CP-SAT finds a timetable and makes it better, by large neighbourhood search among others."""

from __future__ import annotations

from collections.abc import Sequence

from ortools.sat.python import cp_model

from matcher.scheduling.lanes.findings import Assignment, Finding, Tell
from matcher.scheduling.lanes.model import Model
from matcher.scheduling.lanes.process import run


class _Telling(cp_model.CpSolverSolutionCallback):
    def __init__(self, places: Sequence[dict[int, cp_model.IntVar]], tell: Tell) -> None:
        super().__init__()
        self._places = places
        self._tell = tell

    def on_solution_callback(self) -> None:
        slots = [next(slot for slot, one in places.items() if self.boolean_value(one)) for places in self._places]
        self._tell(Finding(slots=slots))


def search(model: Model, assignment: Assignment, tell: Tell) -> None:
    """Tells ever better timetables, from the known one if any, and the bound or the impossibility it proves."""
    program = cp_model.CpModel()
    variables = [program.new_bool_var("") for _ in range(model.variables + 1)]

    def literals(numbers: Sequence[int]) -> list[cp_model.LiteralT]:
        return [variables[one] if one > 0 else ~variables[-one] for one in numbers]

    for clause in model.clauses:
        program.add_bool_or(literals(clause))
    for numbers, count in model.at_most:
        if count == 1:
            program.add_at_most_one(literals(numbers))
        else:
            program.add(cp_model.LinearExpr.sum(literals(numbers)) <= count)
    for numbers, count in model.exactly:
        program.add(cp_model.LinearExpr.sum(literals(numbers)) == count)
    program.minimize(cp_model.LinearExpr.sum(literals(model.costs)))
    for places, slot in zip(model.placing, assignment.slots, strict=False):
        for other, number in places.items():
            program.add_hint(variables[number], other == slot)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = assignment.seed
    placing = [{slot: variables[number] for slot, number in one.items()} for one in model.placing]
    status = solver.solve(program, _Telling(placing, tell))
    if status == cp_model.INFEASIBLE:
        tell(Finding(infeasible=True))
    elif status == cp_model.OPTIMAL:
        tell(Finding(bound=round(solver.best_objective_bound)))


if __name__ == "__main__":
    run(search, niceness=10)  # Where cores are few, the lanes that prove come first.
