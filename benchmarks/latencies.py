"""How long answers took: percentiles, rates, and the highest rate that is kept up with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

LIMIT_MS = 50.0
"""What p99 may be at the highest rate that counts as kept up with."""


@dataclass(frozen=True, slots=True)
class Answered:
    """How one call went: milliseconds from its scheduled time, and its status, 0 where no answer came."""

    kind: str
    ms: float
    status: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Latencies of one kind of call in milliseconds; `rate` is answers a second without an error."""

    kind: str
    count: int
    errors: int
    rate: float
    p50: float
    p90: float
    p99: float
    most: float

    def row(self) -> dict[str, object]:
        """The figures by the heading of a table."""
        return {
            "kind": self.kind,
            "calls": self.count,
            "errors": self.errors,
            "answers/s": round(self.rate, 1),
            "p50 ms": round(self.p50, 2),
            "p90 ms": round(self.p90, 2),
            "p99 ms": round(self.p99, 2),
            "max ms": round(self.most, 2),
        }


@dataclass(frozen=True, slots=True)
class Run:
    """What one run saw: the rate that was asked for, all calls, and those of each kind."""

    asked: float
    all: Figures
    kinds: tuple[Figures, ...]

    @property
    def kept_up(self) -> bool:
        """Whether nothing failed and p99 stayed within the limit."""
        return self.all.errors == 0 and self.all.p99 <= LIMIT_MS


def percentile(ascending: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` (0 to 1) of the values do not exceed; NaN where there are none."""
    if not ascending:
        return float("nan")
    return ascending[max(0, -int(-len(ascending) * share // 1) - 1)]


def figures(kind: str, answered: Sequence[Answered], seconds: float) -> Figures:
    """The figures of calls that took so many seconds; a call that failed counts with the time it took."""
    times = sorted(one.ms for one in answered)
    errors = sum(not 200 <= one.status < 300 for one in answered)
    return Figures(
        kind,
        len(times),
        errors,
        (len(times) - errors) / seconds,
        percentile(times, 0.5),
        percentile(times, 0.9),
        percentile(times, 0.99),
        times[-1] if times else float("nan"),
    )


def highest_rate(attempt: Callable[[float], Run], first: float = 10, precision: float = 1.1) -> Run | None:
    """The run of the highest rate that is kept up with, within a factor of `precision`; None if `first` is not.

    The rate is doubled until it is too much, then the interval is halved (in proportion).
    """
    best, low, high = attempt(first), first, first * 2
    if not best.kept_up:
        return None
    while (run := attempt(high)).kept_up:
        best, low, high = run, high, high * 2
    while high / low > precision:
        middle = (low * high) ** 0.5
        run = attempt(middle)
        if run.kept_up:
            best, low = run, middle
        else:
            high = middle
    return best
