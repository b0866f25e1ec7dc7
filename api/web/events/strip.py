"""The days of a programme as bands, in parts of a hundred from the earliest hour to the latest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from matcher.domain.events import Slot, SlotKind

MOST_TICKS = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """A slot from `x`, `width` wide, both in parts of a hundred."""

    x: float
    width: float
    slot: Slot

    @property
    def is_break(self) -> bool:
        """Whether everyone is free."""
        return self.slot.kind is SlotKind.BREAK


@dataclass(frozen=True, slots=True)
class Day:
    """The bars of a day and where its full hours are."""

    date: date
    bars: tuple[Bar, ...]
    hours: tuple[tuple[float, int], ...]

    @property
    def meetings(self) -> int:
        """Slots for meetings."""
        return sum(not bar.is_break for bar in self.bars)

    @property
    def breaks(self) -> tuple[Slot, ...]:
        """Slots in which everyone is free."""
        return tuple(bar.slot for bar in self.bars if bar.is_break)


def days(slots: Sequence[Slot]) -> tuple[Day, ...]:
    """The days of slots in order, all drawn to one scale."""
    if not slots:
        return ()
    first = min(_clock(slot.start) // 60 for slot in slots)
    last = max(-(-_end(slot) // 60) for slot in slots)
    scale = 100 / ((last - first) * 60)
    step = 1 if last - first <= MOST_TICKS else 2
    hours = tuple((round((hour - first) * 60 * scale, 3), hour % 24) for hour in range(first, last + 1, step))

    def bar(slot: Slot) -> Bar:
        begin = _clock(slot.start)
        return Bar(round((begin - first * 60) * scale, 3), round((_end(slot) - begin) * scale, 3), slot)

    return tuple(
        Day(day, tuple(bar(slot) for slot in some), hours)
        for day, some in groupby(sorted(slots, key=lambda slot: slot.start), key=lambda slot: slot.start.date())
    )


def _clock(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def _end(slot: Slot) -> int:
    """Minutes from midnight of the day on which the slot begins."""
    return _clock(slot.start) + max(1, round((slot.end - slot.start).total_seconds() / 60))
