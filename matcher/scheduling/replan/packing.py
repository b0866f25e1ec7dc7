"""The most worth that fits: options to take or to leave, each using up something of what there is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

EXACT_OPTIONS = 150_000
"""Up to this many options all are weighed at once; more would fill the time before the first answer."""
EXACT_S, EXACT_S_EACH = 1.0, 1e-4
"""How long that may take, in seconds: at least, and more for each option."""
SWEEPS = 2
"""How often otherwise every slot is filled again, knowing all others."""
NEGLIGIBLE = 1e-6
"""The share of the worth that may be missed so that the search ends sooner: far less than a meeting is."""

Resource = tuple[str | int, ...]
"""What options compete for: a kind and which of it, such as ("seat", slot) or ("time", participant, slot)."""


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """A meeting in a slot: what it is worth, and how much of each resource it uses; less than 0 gives back."""

    meeting: str
    slot: int
    worth: float
    uses: Mapping[Resource, int]


def pack(options: Sequence[Option], capacity: Mapping[Resource, int]) -> list[Option]:
    """Take the options worth most that fit the capacity; without an entry there is no end of a resource.

    An integer programme, which is nearly the linear one where people have two sides. Where it takes too long, slots are
    filled one after another, each as well as can be.
    """
    best = pack_at_once(options, capacity)
    if best is None:
        best = _slot_by_slot(options, capacity)
    return best


def pack_at_once(options: Sequence[Option], capacity: Mapping[Resource, int]) -> list[Option] | None:
    """The options worth most, all weighed at once; None where there are too many or time runs out."""
    if not options:
        return []
    if len(options) > EXACT_OPTIONS:
        return None
    uses, ends = _constraints(options, capacity)
    found = milp(
        -np.array([option.worth for option in options]),
        constraints=LinearConstraint(uses, ub=ends),
        bounds=Bounds(0, 1),
        integrality=np.ones(len(options), np.int64),
        options={"time_limit": EXACT_S + EXACT_S_EACH * len(options), "mip_rel_gap": NEGLIGIBLE},
    )
    if found.status != 0:
        return None
    return [options[index] for index in np.flatnonzero(found.x > 0.5).tolist()]


def _constraints(
    options: Sequence[Option], capacity: Mapping[Resource, int]
) -> tuple[csr_array, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """What is used, (resources, options), and what there is, (resources,), of all that could run out."""
    users: defaultdict[Resource, list[tuple[int, int]]] = defaultdict(list)
    for column, option in enumerate(options):
        for resource, amount in option.uses.items():
            if resource in capacity:
                users[resource].append((column, amount))
    scarce = [
        resource
        for resource, using in users.items()
        if sum(amount for _, amount in using if amount > 0) > capacity[resource]
    ]
    entries = np.array(
        [(row, column, amount) for row, resource in enumerate(scarce) for column, amount in users[resource]], np.int64
    ).reshape(-1, 3)
    uses = csr_array((entries[:, 2], (entries[:, 0], entries[:, 1])), shape=(len(scarce), len(options)))
    return uses, np.array([capacity[resource] for resource in scarce], np.float64)


def _slot_by_slot(options: Sequence[Option], capacity: Mapping[Resource, int]) -> list[Option]:
    at: defaultdict[int, list[Option]] = defaultdict(list)
    for option in options:
        at[option.slot].append(option)
    taken: dict[int, list[Option]] = {slot: [] for slot in sorted(at, key=lambda slot: (len(at[slot]), slot))}
    for _ in range(SWEEPS):
        for slot in taken:
            used = Counter[Resource]()
            for other, there in taken.items():
                for option in there if other != slot else ():
                    used.update(option.uses)
            left = {resource: most - used[resource] for resource, most in capacity.items()}
            possible = [option for option in at[slot] if all(left.get(what, 1) >= n for what, n in option.uses.items())]
            taken[slot] = pack_at_once(possible, left) or taken[slot]
    return [option for there in taken.values() for option in there]
