"""Causes that lie in fairness: someone's free slots force more breaks than someone else can have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from matcher.domain.schedules import Explanation, Session
from matcher.scheduling.infeasibility.possibilities import Possibilities


def uneven(known: Possibilities) -> Iterator[Explanation]:
    """The participant with the most forced breaks and the one with the fewest possible, if they are too far apart."""
    fairness = known.problem.fairness
    if fairness is None or not known.free:
        return
    ranges = {participant: _range(known, participant) for participant in known.free}
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


def _range(known: Possibilities, participant: str) -> tuple[int, int]:
    meetings = known.meetings_of[participant]
    in_session = Counter(meeting.session for meeting in meetings)
    return break_range(
        len(meetings),
        known.usable(participant),
        known.problem.morning_slots,
        range(in_session[Session.MORNING], len(meetings) - in_session[Session.AFTERNOON] + 1),
    )


def break_range(count: int, slots: frozenset[int], morning_slots: int, mornings: range) -> tuple[int, int]:
    """The fewest and the most breaks of `count` meetings in slots of their own, as many in the morning as `mornings`.

    Some such choice of slots must exist.
    """
    if count == 0:
        return 0, 0
    # By the slot of the last meeting so far and the number of meetings so far: the fewest and the most breaks.
    ranges: dict[tuple[int, int], tuple[int, int]] = {}
    for slot in sorted(slots):
        if slot <= morning_slots or 0 in mornings:
            ranges[slot, 1] = (0, 0)
        for (earlier, so_far), (fewest, most) in tuple(ranges.items()):
            crosses = earlier <= morning_slots < slot
            if earlier < slot and (not crosses or so_far in mornings):
                gap = int(earlier < slot - 1)
                low, high = ranges.get((slot, so_far + 1), (len(slots), 0))
                ranges[slot, so_far + 1] = (min(low, fewest + gap), max(high, most + gap))
    complete = [
        found
        for (last, so_far), found in ranges.items()
        if so_far == count and (last > morning_slots or count in mornings)
    ]
    return min(low for low, _ in complete), max(high for _, high in complete)
