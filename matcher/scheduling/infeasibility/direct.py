"""Causes that can be counted on the fingers: people with too little time, meetings without a slot, too few tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import cast

from matcher.domain.schedules import Explanation, MeetingRequest, Session
from matcher.scheduling.possibilities import Possibilities


def overbooked(known: Possibilities) -> Iterator[Explanation]:
    """Participants with more meetings than free slots, in the whole day or else in one session; the worst first."""
    yield from sorted(_overbooked(known), key=lambda each: cast(int, each.values["free"]) - len(each.meetings))


def _overbooked(known: Possibilities) -> Iterator[Explanation]:
    for participant, free in known.free.items():
        for session in Session:
            meetings = _of_session(known.meetings_of[participant], session)
            slots = known.in_session(free, session)
            if len(meetings) > len(slots):
                yield Explanation(
                    "too_many_meetings",
                    {"session": session.value, "count": len(meetings), "free": len(slots)},
                    (participant,),
                    meetings,
                    tuple(sorted(slots)),
                )
                break


def clashes(known: Possibilities) -> Iterator[Explanation]:
    """Meetings of one participant that are fixed in the same slot, and slots with more fixed meetings than tables."""
    by_person: dict[tuple[str, int], list[str]] = defaultdict(list)
    by_slot: dict[int, list[str]] = defaultdict(list)
    for meeting in known.problem.meetings:
        if meeting.slot is not None:
            by_person[meeting.a, meeting.slot].append(meeting.id)
            by_person[meeting.b, meeting.slot].append(meeting.id)
            by_slot[meeting.slot].append(meeting.id)
    for (participant, slot), fixed in by_person.items():
        if len(fixed) > 1:
            yield Explanation("fixed_together", {"count": len(fixed)}, (participant,), tuple(fixed), (slot,))
    for slot, fixed in by_slot.items():
        if len(fixed) > known.problem.tables:
            values = {"count": len(fixed), "tables": known.problem.tables}
            yield Explanation("fixed_over_tables", values, (), tuple(fixed), (slot,))


def nowhere(known: Possibilities) -> Iterator[Explanation]:
    """Meetings without a slot: the two are never free together, or not in the session, or not in the slot fixed."""
    for meeting in known.problem.meetings:
        if known.alone[meeting.id]:
            continue
        people, meetings = (meeting.a, meeting.b), (meeting.id,)
        common = known.free[meeting.a] & known.free[meeting.b]
        if not all(known.free[person] for person in people):
            continue  # Told of who has no free slot at all.
        if not common:
            yield Explanation("no_common_slot", {}, people, meetings)
        elif meeting.slot is None:
            values = {"session": meeting.session.value}
            yield Explanation("no_common_slot_in_session", values, people, meetings, tuple(sorted(common)))
        elif meeting.slot in common:
            values = {"session": meeting.session.value}
            yield Explanation("fixed_outside_session", values, people, meetings, (meeting.slot,))
        else:
            away = tuple(person for person in people if meeting.slot not in known.free[person])
            yield Explanation("fixed_when_away", {"away": away}, people, meetings, (meeting.slot,))


def disordered(known: Possibilities) -> Iterator[Explanation]:
    """Orders that turn round or are longer than the day, and meetings to which those before and after leave no slot."""
    people = {meeting.id: (meeting.a, meeting.b) for meeting in known.problem.meetings}
    if known.cycle:
        values = {"count": len(known.cycle)}
        yield Explanation("order_turns_round", values, _people(known.cycle, people), known.cycle)
        return
    longest = known.longest_chain
    if len(longest) > known.problem.slots:
        values = {"count": len(longest), "free": known.problem.slots}
        yield Explanation("order_too_long", values, _people(longest, people), longest)
        return
    for meeting in known.problem.meetings:
        if known.alone[meeting.id] and not known.ordered[meeting.id]:
            chain = known.tied((meeting.id,))
            if all(known.alone[link] for link in chain):
                slots = tuple(sorted(known.alone[meeting.id]))
                values = {"count": len(chain) - 1}
                yield Explanation("order_leaves_no_slot", values, people[meeting.id], chain, slots)
                return


def crowded(known: Possibilities) -> Iterator[Explanation]:
    """More meetings than there are slots times tables, in the whole day or else in one session."""
    every = frozenset(range(1, known.problem.slots + 1))
    for session in Session:
        meetings = _of_session(known.problem.meetings, session)
        slots = tuple(sorted(known.in_session(every, session)))
        places = known.problem.tables * len(slots)
        if len(meetings) > places:
            yield Explanation(
                "too_few_places",
                {"session": session.value, "count": len(meetings), "tables": known.problem.tables, "places": places},
                (),
                meetings,
                slots,
            )
            return


def _of_session(meetings: tuple[MeetingRequest, ...], session: Session) -> tuple[str, ...]:
    """The meetings that must be in the session: all of them where it is the whole day."""
    return tuple(meeting.id for meeting in meetings if session in (Session.ANY, meeting.session))


def _people(meetings: tuple[str, ...], people: dict[str, tuple[str, str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(person for meeting in meetings for person in people[meeting]))
