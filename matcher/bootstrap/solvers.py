"""The solvers that events use."""

from __future__ import annotations

from matcher.errors import Unavailable
from matcher.usecases.events.solvers import Solvers


def default_solvers() -> Solvers:
    """Those of `matcher.scheduling`.

    Raises:
        Unavailable: this build has none.
    """
    raise Unavailable("This build has no solvers of pairs and timetables.")
