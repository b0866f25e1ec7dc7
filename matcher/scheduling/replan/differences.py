"""What people have to be told: how one timetable differs from another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.domain.schedules import PlacedMeeting


@dataclass(frozen=True, slots=True)
class Differences:
    """Meetings by what became of them; `moved` are (before, after), with another slot or another table."""

    kept: tuple[PlacedMeeting, ...]
    moved: tuple[tuple[PlacedMeeting, PlacedMeeting], ...]
    cancelled: tuple[PlacedMeeting, ...]
    added: tuple[PlacedMeeting, ...]


def differences(before: Sequence[PlacedMeeting], after: Sequence[PlacedMeeting]) -> Differences:
    """Compare two timetables meeting by meeting, each in its own order."""
    old, new = ({one.id: one for one in placed} for placed in (before, after))
    return Differences(
        kept=tuple(one for one in before if new.get(one.id) == one),
        moved=tuple((one, new[one.id]) for one in before if one.id in new and new[one.id] != one),
        cancelled=tuple(one for one in before if one.id not in new),
        added=tuple(one for one in after if one.id not in old),
    )
