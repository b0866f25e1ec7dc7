"""Changes on the day: who does not come, comes late or cannot, and what becomes of meetings then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from matcher.domain.events import Event, EventParticipant, Meeting, TimetableVersion
from matcher.errors import InvalidInput, NotFound


class Policy(StrEnum):
    """What becomes of meetings that a change makes impossible.

    `repair` moves or cancels them, `refuse` refuses the change, `ignore` leaves them where they are; what was ignored
    once is no reason to refuse a later change.
    """

    REPAIR = "repair"
    REFUSE = "refuse"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class DayChanges:
    """What is new: participants by id who are `absent`, who are `back`, and slots in which somebody is `unavailable`.

    Meetings before `first_slot` are over and stay. `moves` is how many others may change slot or table; with `refill`
    those who lose a meeting, or have none because they came in late, get one where there is a good pair.
    """

    absent: frozenset[str] = frozenset()
    back: frozenset[str] = frozenset()
    unavailable: Mapping[str, frozenset[int]] = field(default_factory=dict)
    first_slot: int = 1
    policy: Policy = Policy.REPAIR
    moves: int = 0
    refill: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """What changes from version `base` to `version`, which is None where nothing was kept, as in a preview."""

    base: TimetableVersion
    cancelled: tuple[Meeting, ...]
    moved: tuple[tuple[Meeting, Meeting], ...]
    added: tuple[Meeting, ...]
    version: TimetableVersion | None = None


def check_changes(event: Event, people: Sequence[EventParticipant], changes: DayChanges) -> None:
    """That the changes are about people and slots that the event has.

    Raises:
        NotFound: there is no such participant.
        InvalidInput: there is no such slot, or the changes contradict themselves.
    """
    known, last = {person.id for person in people}, len(event.meeting_slots)
    for name in sorted(changes.absent | changes.back | changes.unavailable.keys()):
        if name not in known:
            raise NotFound(f"Nobody has the id '{name}' in this event.", field="participant", found=name)
    if both := changes.absent & changes.back:
        raise InvalidInput(f"'{min(both)}' cannot be absent and back.", field="back", found=sorted(both))
    slots = {changes.first_slot, *(slot for some in changes.unavailable.values() for slot in some)}
    if not all(1 <= slot <= last for slot in slots):
        raise InvalidInput(f"Slots for meetings go from 1 to {last}.", field="slots", found=sorted(slots))
    if changes.moves < 0:
        raise InvalidInput("'moves' is how many meetings may move: 0 or more.", field="moves", found=changes.moves)


def changed(person: EventParticipant, changes: DayChanges) -> EventParticipant:
    """The participant with what is new."""
    absent = (person.absent or person.id in changes.absent) and person.id not in changes.back
    more = changes.unavailable.get(person.id, frozenset())
    return replace(person, absent=absent, unavailable=person.unavailable | more)
