"""The solvers that events use."""

from __future__ import annotations

from matcher.usecases.events.solvers import Solvers


def default_solvers() -> Solvers:
    """Those of `matcher.scheduling`."""
    # Imported here: ortools and scipy take a while, and most commands need neither.
    from matcher.scheduling.pairs.events import choose, fairness  # noqa: PLC0415
    from matcher.scheduling.replan.repair import repair  # noqa: PLC0415
    from matcher.scheduling.tables import assign_tables  # noqa: PLC0415
    from matcher.scheduling.timetable import solve  # noqa: PLC0415
    from matcher.scheduling.verification import verify  # noqa: PLC0415

    return Solvers(choose, solve, assign_tables, verify, repair, fairness)
