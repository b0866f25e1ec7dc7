"""Who may meet whom, as arrays: candidates, what each is worth, and what the choice respects."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.errors import InvalidInput

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

HOST, GUEST = 0, 1
"""The two sides."""

NONE = -1
"""Of no side, or of no organisation."""


@dataclass(frozen=True, slots=True, eq=False)
class PairingProblem:
    """n participants and m candidates, the pairs that may meet; participants are numbered from 0.

    a, b: int64 (m,), the two of each candidate. utility: float64 (m,) in [0, 1], what a meeting of theirs is worth;
    utility_a and utility_b what it is worth to each, `utility` where they are None. quota: int64 (n,), the most
    meetings of each participant. capacity: the most meetings in all, tables × slots.

    must: bool (m,), candidates that have to meet; forbidden: bool (m,), that may not; met: bool (m,), that have met at
    an earlier event. side: int64 (n,), HOST, GUEST or NONE; two of one side never meet. organisation: int64 (n,), equal
    for colleagues, NONE for who has none; colleagues do not meet. available: bool (n, slots), where each is free; two
    without a common free slot do not meet. None means that nothing of the kind is known.

    names: what participants are called in errors, their numbers if empty.

    Raises:
        InvalidInput: shapes that differ, numbers out of range, a candidate that is listed twice or meets itself.
    """

    a: Ints
    b: Ints
    utility: Floats
    quota: Ints
    capacity: int
    utility_a: Floats | None = None
    utility_b: Floats | None = None
    must: Bools | None = None
    forbidden: Bools | None = None
    met: Bools | None = None
    side: Ints | None = None
    organisation: Ints | None = None
    available: Bools | None = None
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        n, m = len(self.quota), len(self.a)
        for field in ("b", "utility", "utility_a", "utility_b", "must", "forbidden", "met"):
            self._require_rows(field, m, "one entry for each candidate")
        for field in ("side", "organisation", "available"):
            self._require_rows(field, n, "one entry for each participant")
        if self.names and len(self.names) != n:
            raise InvalidInput(f"Give a name for each of the {n} participants, or none.", field="names")
        if self.side is not None and not np.isin(self.side, (HOST, GUEST, NONE)).all():
            raise InvalidInput(f"A side is {HOST}, {GUEST}, or {NONE} for neither.", field="side")
        self._require_candidates(n)
        for field in ("utility", "utility_a", "utility_b"):
            values = getattr(self, field)
            if values is not None and not ((values >= 0) & (values <= 1)).all():
                raise InvalidInput(f"Every number of {field} has to lie in [0, 1]: scale them.", field=field)
        if (self.quota < 0).any() or self.capacity < 0:
            raise InvalidInput("Quotas and the capacity are numbers of meetings: 0 or more.", field="quota")

    @property
    def limit(self) -> Ints:
        """The most meetings of each participant, by quota and by free slots: int64 (n,)."""
        if self.available is None:
            return self.quota
        limit: Ints = np.minimum(self.quota, np.count_nonzero(self.available, axis=1))
        return limit

    @property
    def utilities(self) -> tuple[Floats, Floats]:
        """What each candidate is worth to its a, and to its b: float64 (m,) twice."""
        to_a = self.utility if self.utility_a is None else self.utility_a
        return to_a, self.utility if self.utility_b is None else self.utility_b

    def name(self, participant: int) -> str:
        """What a participant is called in an error."""
        return self.names[participant] if self.names else f"participant {participant}"

    def degrees(self, candidates: Bools) -> Ints:
        """How many of the candidates given by a mask, bool (m,), each participant is in: int64 (n,)."""
        n = len(self.quota)
        return np.bincount(self.a[candidates], minlength=n) + np.bincount(self.b[candidates], minlength=n)

    def _require_rows(self, field: str, rows: int, meaning: str) -> None:
        values = getattr(self, field)
        if values is not None and len(values) != rows:
            raise InvalidInput(
                f"{field} needs {meaning}: {rows}, not {len(values)}.", field=field, found=len(values), expected=rows
            )

    def _require_candidates(self, n: int) -> None:
        low, high = np.minimum(self.a, self.b), np.maximum(self.a, self.b)
        if len(low) and (low.min() < 0 or high.max() >= n):
            raise InvalidInput(f"Candidates name participants by number, from 0 to {n - 1}.", field="a")
        alone = np.flatnonzero(low == high)
        if len(alone):
            raise InvalidInput(
                f"Leave out the pair of {self.name(low[alone[0]])} with itself.", field="a", found=int(alone[0])
            )
        keys, counts = np.unique(low * n + high, return_counts=True)
        if (counts > 1).any():
            one, other = divmod(int(keys[counts > 1][0]), n)
            raise InvalidInput(
                f"The pair of {self.name(one)} and {self.name(other)} is listed twice: keep one of them.", field="a"
            )
