"""Cheap proofs that a problem has no timetable, each of which an organiser can check by counting."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from matcher.domain.schedules import Explanation, SchedulingProblem
from matcher.scheduling.infeasibility.breaks import uneven
from matcher.scheduling.infeasibility.direct import clashes, crowded, disordered, nowhere, overbooked
from matcher.scheduling.infeasibility.halls import overfull, squeezed, unpartnered
from matcher.scheduling.possibilities import Possibilities

_STAGES: tuple[tuple[Callable[[Possibilities], Iterator[Explanation]], ...], ...] = (
    (crowded, overbooked, nowhere, clashes, disordered),
    (squeezed,),
    (overfull,),
    (unpartnered, uneven),
)
"""From the most telling causes to the subtlest: a later stage is only asked where an earlier one found none."""


def certificates(problem: SchedulingProblem) -> tuple[Explanation, ...]:
    """Return proofs that a valid problem has no timetable, most telling first; none prove nothing either way.

    Every explanation holds whatever the rest of the problem: its meetings, with those that the order ties to them,
    cannot be placed even alone.
    """
    known = Possibilities(problem)
    for stage in _STAGES:
        found = tuple(explanation for certificate in stage for explanation in certificate(known))
        if found:
            return found
    return ()
