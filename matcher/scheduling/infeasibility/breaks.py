"""Causes that lie in fairness: someone's free slots force more breaks than someone else can have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from matcher.domain.schedules import Explanation, Session
from matcher.scheduling.possibilities import Possibilities

_Ranges = dict[int, tuple[int, int]]
"""The fewest and the most breaks, by the number of meetings."""


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
    # By the number of meetings so far, whether the last was just before the slot or earlier.
    met: _Ranges = {}
    paused: _Ranges = {}
    for slot in range(1, max(max(slots), morning_slots + 1) + 1):
        if slot == morning_slots + 1:
            met, paused = (
                {number: found for number, found in each.items() if number in mornings} for each in (met, paused)
            )
        meets: _Ranges = {}
        if slot in slots:
            if slot <= morning_slots or 0 in mornings:
                meets[1] = (0, 0)
            _extend(meets, {number + 1: found for number, found in met.items() if number < count})
            _extend(
                meets, {number + 1: (low + 1, high + 1) for number, (low, high) in paused.items() if number < count}
            )
        _extend(paused, met)
        met = meets
    _extend(paused, met)
    return paused[count]


def _extend(ranges: _Ranges, others: _Ranges) -> None:
    for number, (low, high) in others.items():
        lowest, highest = ranges.get(number, (low, high))
        ranges[number] = (min(low, lowest), max(high, highest))
