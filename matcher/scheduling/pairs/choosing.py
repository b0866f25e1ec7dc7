"""Who meets whom: the pairs of greatest utility, with the largest minimum of meetings for everyone."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matcher.errors import Infeasible, InvalidInput
from matcher.scheduling.pairs.any_to_any import heaviest_subgraph
from matcher.scheduling.pairs.flow import heaviest_flow, is_feasible
from matcher.scheduling.pairs.problem import GUEST, HOST, Bools, Ints, PairingProblem
from matcher.scheduling.pairs.removal import KEPT, REASONS, Removal, removals
from matcher.scheduling.pairs.subgraph import Subgraph, SubgraphProblem


@dataclass(frozen=True, slots=True, eq=False)
class Pairing:
    """Who meets whom.

    chosen: bool (m,). minimum: everyone has so many meetings, or as many as quota, free slots and candidates allow; no
    larger number is possible. meetings: int64 (n,) of each participant. utility: the sum over the chosen pairs;
    objective: the same less what concavity takes off; bound: what no choice with this minimum goes above, equal to the
    objective but where time ran out. removed: int8 (m,), why candidates may not meet, as `removals` numbers it.
    """

    chosen: Bools
    minimum: int
    meetings: Ints
    utility: float
    objective: float
    bound: float
    removed: NDArray[np.int8]

    def why_not(self, candidate: int) -> Removal | None:
        """Why a candidate may not meet; None where it may, chosen or not."""
        number = int(self.removed[candidate])
        return None if number == KEPT else REASONS[number]


def choose_pairs(problem: PairingProblem, *, concavity: float = 0.0, time_limit_s: float = 60.0) -> Pairing:
    """Choose the pairs of greatest total utility among those that give everyone the largest possible minimum.

    Quotas, free slots and the capacity are respected, and pairs that must meet are in. A pair of utility 0 is chosen
    only where the minimum needs it. With `concavity` c > 0 the j-th meeting of a participant counts c · (j − 1) less,
    so that meetings spread more evenly where that costs little utility: the objective is Σ utility − c · Σ d (d − 1) /
    2 over everyone's number of meetings d. Exact: with two sides a flow of least cost, else a linear program with odd
    sets and branch and bound, the only part that `time_limit_s` stops.

    Raises:
        Infeasible: pairs that must meet may not, or are more than quotas, free slots or the capacity allow.
        InvalidInput: concavity below 0.
        Unavailable: no choice was found within the limit.
    """
    if not concavity >= 0:
        raise InvalidInput("Concavity is a loss of utility a meeting: 0 or more.", field="concavity", found=concavity)
    removed = removals(problem)
    must = np.zeros(len(removed), np.bool_) if problem.must is None else problem.must
    held = problem.degrees(must)
    _require_room(problem, int(must.sum()), held)
    allowed = removed == KEPT
    own = np.minimum(problem.limit, problem.degrees(allowed))
    open_ = np.flatnonzero(allowed & ~must)
    without_minimum = _subgraph(problem, open_, upper=own - held, held=held, taken=int(must.sum()), concavity=concavity)

    def with_minimum(minimum: int) -> SubgraphProblem:
        return replace(without_minimum, lower=np.maximum(np.minimum(own, minimum) - held, 0))

    most = int(own.max(initial=0))
    minimum = bisect_left(range(1, most + 1), True, key=lambda least: not is_feasible(with_minimum(least)))
    while (found := _heaviest(with_minimum(minimum), time_limit_s)) is None:
        minimum -= 1
    chosen = must.copy()
    chosen[open_[found.chosen]] = True
    chosen = _without_worthless(problem, chosen, must, np.minimum(own, minimum))
    utility, bound = float(problem.utility[chosen].sum()), found.bound + float(problem.utility[must].sum())
    meetings = problem.degrees(chosen)
    return Pairing(
        chosen=chosen,
        minimum=minimum,
        meetings=meetings,
        utility=utility,
        objective=utility - _loss(meetings, concavity),
        bound=bound - _loss(held, concavity),
        removed=removed,
    )


def _heaviest(problem: SubgraphProblem, time_limit_s: float) -> Subgraph | None:
    if not len(problem.a):
        return Subgraph(np.zeros(0, np.bool_), 0.0)
    amount = heaviest_flow(problem)
    if amount is None:
        return None
    if problem.host is None:
        return heaviest_subgraph(problem, amount > 0, time_limit_s)
    chosen = amount > 0.5
    n = len(problem.upper)
    degrees = np.bincount(problem.a[chosen], minlength=n) + np.bincount(problem.b[chosen], minlength=n)
    loss = _loss(problem.held + degrees, problem.concavity) - _loss(problem.held, problem.concavity)
    return Subgraph(chosen, float(problem.gain[chosen].sum()) - loss)


def _loss(meetings: Ints, concavity: float) -> float:
    return concavity * float((meetings * (meetings - 1) // 2).sum())


def _subgraph(
    problem: PairingProblem, candidates: Ints, *, upper: Ints, held: Ints, taken: int, concavity: float
) -> SubgraphProblem:
    """The choice among some candidates, hosts first where each joins a host and a guest."""
    a, b, host = problem.a[candidates], problem.b[candidates], None
    if problem.side is not None and (problem.side[a] + problem.side[b] == HOST + GUEST).all():
        host = problem.side == HOST
        a, b = np.where(host[a], a, b), np.where(host[a], b, a)
    return SubgraphProblem(
        a=a,
        b=b,
        gain=problem.utility[candidates],
        lower=np.zeros_like(upper),
        upper=upper,
        held=held,
        capacity=problem.capacity - taken,
        concavity=concavity,
        host=host,
    )


def _require_room(problem: PairingProblem, pairs: int, held: Ints) -> None:
    """Refuse pairs that must meet and are too many."""
    over = np.flatnonzero(held > problem.limit).tolist()
    if over:
        who = ", ".join(f"{problem.name(i)} ({held[i]} demanded, {problem.limit[i]} possible)" for i in over)
        raise Infeasible(
            f"More meetings are demanded than quotas and free slots allow for {who}: raise these, or demand fewer.",
            rule="quota",
            participants=tuple(over),
        )
    if pairs > problem.capacity:
        raise Infeasible(
            f"{pairs} pairs must meet, but tables and slots have room for {problem.capacity} meetings: "
            "add tables or slots, or demand fewer pairs.",
            rule="capacity",
            found=pairs,
            expected=problem.capacity,
        )


def _without_worthless(problem: PairingProblem, chosen: Bools, must: Bools, floors: Ints) -> Bools:
    """Take out pairs of utility 0 that no minimum needs."""
    kept, meetings = chosen.copy(), problem.degrees(chosen)
    for candidate in np.flatnonzero(chosen & ~must & (problem.utility == 0)):
        two = [problem.a[candidate], problem.b[candidate]]
        if (meetings[two] > floors[two]).all():
            kept[candidate] = False
            meetings[two] -= 1
    return kept
