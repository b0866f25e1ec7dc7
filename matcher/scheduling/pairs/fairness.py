"""Who got what out of a choice of pairs: the least, the median, inequality, envy, and groups side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from matcher.evaluation.inequality import gini
from matcher.scheduling.pairs.problem import Bools, Floats, Ints, PairingProblem

INDIFFERENT = 1e-9
"""A set of meetings that is worth more by less than this is not preferred."""


@dataclass(frozen=True, slots=True)
class Share:
    """What some people got: how many they are, and the least and the median of their meetings and utilities."""

    people: int
    meetings_least: int
    meetings_median: float
    utility_least: float
    utility_median: float


@dataclass(frozen=True, slots=True)
class GroupShares:
    """A group beside the others; None for nobody."""

    group: Share | None
    others: Share | None


@dataclass(frozen=True, slots=True)
class FairnessReport:
    """Who got what. A participant's utility is the sum of what each of the chosen meetings is worth to them.

    gini: of the utilities, in [0, 1): 0 where all are equal. envious: how many would prefer somebody else's partners to
    their own. everyone is None where nobody takes part.
    """

    everyone: Share | None
    gini: float
    envious: int
    groups: Mapping[str, GroupShares]


def report_fairness(problem: PairingProblem, chosen: Bools, groups: Mapping[str, Bools]) -> FairnessReport:
    """Report a choice, bool (m,), for everyone and for named groups, bool (n,) each."""
    meetings, utility = problem.degrees(chosen), utility_of_each(problem, chosen)

    def share(members: Bools) -> Share | None:
        if not members.any():
            return None
        return Share(
            people=int(members.sum()),
            meetings_least=int(meetings[members].min()),
            meetings_median=float(np.median(meetings[members])),
            utility_least=float(utility[members].min()),
            utility_median=float(np.median(utility[members])),
        )

    return FairnessReport(
        everyone=share(np.ones(len(meetings), np.bool_)),
        gini=gini(utility),
        envious=int(envious(problem, chosen).sum()),
        groups={name: GroupShares(share(members), share(~members)) for name, members in groups.items()},
    )


def utility_of_each(problem: PairingProblem, chosen: Bools) -> Floats:
    """What the chosen meetings are worth to each participant in all: float64 (n,)."""
    n = len(problem.quota)
    to_a, to_b = problem.utilities
    at_a, at_b = np.bincount(problem.a[chosen], to_a[chosen], n), np.bincount(problem.b[chosen], to_b[chosen], n)
    return (at_a + at_b).astype(np.float64)


def envious(problem: PairingProblem, chosen: Bools) -> Bools:
    """Who would prefer somebody else's partners: bool (n,).

    i envies j where meeting j's partners, of those that are i's candidates the best up to i's limit, would be worth
    more to i than i's own meetings. Whom i could not meet is worth nothing to i, and i itself, among j's partners, is
    passed over: envy as in fair division (Foley, Resource allocation and the public sector, 1967).
    """
    n = len(problem.quota)
    to_a, to_b = problem.utilities
    who = np.concatenate([problem.a, problem.b])
    partner = np.concatenate([problem.b, problem.a])
    worth = np.concatenate([to_a, to_b])
    taken = np.tile(chosen, 2)
    order = np.argsort(partner[taken], kind="stable")
    holder = who[taken][order]
    holds = np.bincount(partner[taken], minlength=n)
    row, column = _each_with_holders(partner, holds)
    one, other, value = who[row], holder[column], worth[row]
    return _best_sums_exceed(one * n + other, value, problem.limit, utility_of_each(problem, chosen))


def _each_with_holders(partner: Ints, holds: Ints) -> tuple[Ints, Ints]:
    """Rows of candidates (i, p), each as often as p is held, and places of p's holders in the list by partner."""
    times = holds[partner]
    row = np.repeat(np.arange(len(partner)), times)
    first = np.cumsum(holds) - holds
    place = np.arange(len(row)) - np.repeat(np.cumsum(times) - times, times)
    return row, first[partner[row]] + place


def _best_sums_exceed(key: Ints, value: Floats, limit: Ints, own: Floats) -> Bools:
    """For whom, by i in key = i · n + j, the best values of one j, up to i's limit, sum to more than i's own."""
    n = len(own)
    order = np.lexsort((-value, key))
    key, value = key[order], value[order]
    start = np.flatnonzero(np.diff(key, prepend=-1))
    length = np.diff(start, append=len(key))
    place = np.arange(len(key)) - np.repeat(start, length)
    counted = np.where(place < limit[key // n], value, 0.0)
    exceeds = np.zeros(n, np.bool_)
    if len(start):
        one = key[start] // n
        exceeds[one[np.add.reduceat(counted, start) > own[one] + INDIFFERENT]] = True
    return exceeds
