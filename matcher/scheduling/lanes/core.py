"""From below: sets of breaks that cannot all be avoided are found and paid for, until what is left can be.

RC2 of Ignatiev, Morgado and Marques-Silva, "RC2: an Efficient MaxSAT Solver", JSAT 11 (2019), on Glucose 4.
"""

from __future__ import annotations

from pysat.examples.rc2 import RC2
from pysat.formula import WCNF

from matcher.scheduling.lanes.clauses import written_out
from matcher.scheduling.lanes.findings import Assignment, Finding, Tell
from matcher.scheduling.lanes.model import Model
from matcher.scheduling.lanes.process import run


class _Telling(RC2):  # type: ignore[misc]
    """RC2 that tells each bound as soon as it is proved."""

    tell: Tell

    def process_core(self) -> None:
        super().process_core()
        self.tell(Finding(bound=self.cost))


def search(model: Model, _: Assignment, tell: Tell) -> None:
    """Tells rising bounds, then a timetable that meets the last of them, or that there is none."""
    if model.impossible:
        tell(Finding(infeasible=True))
        return
    formula = WCNF()
    for clause in written_out(model)[0]:
        formula.append(clause)
    for literal in model.costs:
        formula.append([-literal], weight=1)
    with _Telling(formula, solver="glucose4", adapt=True, exhaust=True, minz=True) as solver:
        solver.tell = tell
        true = solver.compute()
        if true is None:
            tell(Finding(infeasible=True))
        else:
            tell(Finding(slots=model.slots(set(true)), bound=solver.cost))


if __name__ == "__main__":
    run(search)
