"""Why a problem has no timetable, in the organiser's terms, and the smallest changes that help."""

from __future__ import annotations

from matcher.domain.schedules import Explanation, Remedy, SchedulingProblem
from matcher.scheduling.infeasibility.applying import apply
from matcher.scheduling.infeasibility.certificates import certificates
from matcher.scheduling.infeasibility.conflict import conflicting_rules
from matcher.scheduling.infeasibility.deadline import Deadline
from matcher.scheduling.infeasibility.feasibility import feasible
from matcher.scheduling.infeasibility.remedies import remedied

__all__ = ["TIME_RAN_OUT", "apply", "certificates", "explain"]

TIME_RAN_OUT = Explanation("time_ran_out", remedies=(Remedy("more_time", {"suffices": None}),))
"""Nothing is known, neither a timetable nor that there is none."""


def explain(
    problem: SchedulingProblem, *, time_limit_s: float = 10.0, seed: int = 0, proved: bool = False
) -> tuple[Explanation, ...]:
    """Return the causes why a valid problem has no timetable, most telling first, with remedies that were tried.

    Empty where there is a timetable; one `time_ran_out` where it was not known in time. Certificates come first; where
    there are none, a minimal set of rules that contradict each other. Up to five causes have remedies of their own;
    what is enough for all causes together is among those of the first. Within `time_limit_s` seconds, or little more.
    `proved` says that it is known that there is no timetable, which isn't asked again.
    """
    deadline = Deadline(time_limit_s, seed)
    found = certificates(problem)
    if not found:
        possible = False if proved else feasible(problem, deadline.limits())
        if possible:
            return ()
        if possible is None:
            return (TIME_RAN_OUT,)
        found = (conflicting_rules(problem, deadline.part(0.4)),)
    return remedied(problem, found, deadline)
