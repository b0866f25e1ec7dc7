"""Causes that lie in fairness: someone's free slots force more breaks than someone else can have."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.domain.schedules import Explanation
from matcher.scheduling.infeasibility.possibilities import Possibilities


def uneven(known: Possibilities) -> Iterator[Explanation]:
    """The participant with the most forced breaks and the one with the fewest possible, if they are too far apart."""
    fairness = known.problem.fairness
    if fairness is None or not known.free:
        return
    ranges = {
        participant: break_range(len(meetings), known.usable(participant))
        for participant, meetings in known.meetings_of.items()
    }
    most = max(ranges, key=lambda participant: ranges[participant][0])
    fewest = min(ranges, key=lambda participant: ranges[participant][1])
    forced, possible = ranges[most][0], ranges[fewest][1]
    if forced - possible > fairness:
        yield Explanation(
            "uneven_breaks",
            {"forced": forced, "possible": possible, "fairness": fairness},
            (most, fewest),
            tuple(meeting.id for person in (most, fewest) for meeting in known.meetings_of[person]),
            tuple(sorted(known.usable(most))),
        )


def break_range(meetings: int, slots: frozenset[int]) -> tuple[int, int]:
    """The fewest and the most breaks of as many meetings, each in a slot of its own; `meetings` ≤ the number of slots."""
    if meetings == 0:
        return 0, 0
    # ranges[k]: fewest and most breaks of k meetings, the last of them in the slot at hand.
    by_slot: dict[int, dict[int, tuple[int, int]]] = {}
    for slot in sorted(slots):
        ranges = {1: (0, 0)}
        for earlier, found in by_slot.items():
            gap = int(earlier < slot - 1)
            for count, (fewest, most) in found.items():
                low, high = ranges.get(count + 1, (len(slots), 0))
                ranges[count + 1] = (min(low, fewest + gap), max(high, most + gap))
        by_slot[slot] = ranges
    ends = [ranges[meetings] for ranges in by_slot.values() if meetings in ranges]
    return min(low for low, _ in ends), max(high for _, high in ends)
