"""Meetings moved by hand in the latest timetable, each rule that a move breaks told before it is done."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from matcher.domain.events import Event, EventParticipant, Meeting, Pair, TimetableVersion
from matcher.domain.schedules import MeetingRequest, Participant, PlacedMeeting, SchedulingProblem, Status
from matcher.errors import Conflict, InvalidInput, NotFound
from matcher.ports import Store, UnitOfWork
from matcher.scheduling.replan.moving import Board, MoveRule, Obstacle, Trial
from matcher.scheduling.verification import breaks_of
from matcher.scheduling.wording import obstacle_sentence
from matcher.usecases.events.explaining import clock_times
from matcher.usecases.events.keeping import existing_event
from matcher.usecases.events.locking import keep_draft
from matcher.usecases.events.publishing import existing_version
from matcher.usecases.events.timetables import hosts_of


@dataclass(frozen=True, slots=True)
class Move:
    """A meeting, or a chosen pair without one, put into a slot and at a table, None for a free one that suits.

    With `swap` the meeting in the way takes the place left. `confirmed` are codes of rules that are set aside, which
    those about people's time and tables never are. Slots before `first_slot` are over. `version` is the one that was
    looked at, None for whichever is the latest.
    """

    meeting: str
    slot: int
    table: int | None = None
    swap: bool = False
    confirmed: frozenset[str] = frozenset()
    first_slot: int = 1
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A rule that a move breaks, in words; `confirmed` says whether it is set aside."""

    obstacle: Obstacle
    sentence: str
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move does to version `base`: where meetings were, None for nowhere, and are; which rules it breaks.

    `breaks` are those before and after of the participants whose number changes. `version` is None where nothing was
    kept.
    """

    base: TimetableVersion
    meetings: tuple[tuple[Meeting | None, Meeting], ...]
    rules: tuple[Told, ...]
    breaks: Mapping[str, tuple[int, int]]
    version: TimetableVersion | None = None

    @property
    def possible(self) -> bool:
        """Whether every rule that it breaks is set aside."""
        return all(rule.confirmed for rule in self.rules)


def move_meeting(
    event_id: str, move: Move, store: Store, *, dry_run: bool = False, language: str | None = None
) -> Moved:
    """Say what a move does to the latest version, and, unless `dry_run`, keep it there, or in a new draft.

    What was moved is locked. Who asked for no meeting in the slot, where that is set aside, is available in it from now
    on. Rules are told in the language, by default the event's.

    Raises:
        NotFound: there is no such event, timetable or meeting.
        InvalidInput: there is no such slot or table.
        Conflict: the move breaks a rule that is not set aside, or another version is the latest.
    """
    with store.unit_of_work(write=not dry_run) as unit:
        sheet = Sheet.of(unit, event_id, first_slot=move.first_slot)
        sheet.check(move)
        moved = sheet.moved(move, language or sheet.event.language)
        if dry_run:
            return moved
        if not moved.possible:
            broken = [rule for rule in moved.rules if not rule.confirmed]
            raise Conflict(
                f"The meeting cannot be moved there. {' '.join(rule.sentence for rule in broken)}",
                rules=[rule.obstacle.code.value for rule in broken],
            )
        version = sheet.keep(unit, moved)
        unit.commit()
    return replace(moved, version=version)


@dataclass(frozen=True)
class Sheet:
    """The latest timetable of an event with who is there, on which moves are tried."""

    event: Event
    people: Mapping[str, EventParticipant]
    latest: TimetableVersion
    waiting: Mapping[str, Pair]
    board: Board

    @classmethod
    def of(cls, unit: UnitOfWork, event_id: str, *, first_slot: int = 1) -> Sheet:
        """The sheet as the database knows it; `waiting` are the pairs without a meeting, by their meeting's id.

        Raises:
            NotFound: there is no such event or timetable.
        """
        event, latest = existing_event(unit, event_id), existing_version(unit, event_id)
        people = {person.id: person for person in unit.events.participants(event_id)}
        unplaced = set(latest.unplaced)
        # An event has thousands of pairs, and seldom one without a place.
        pairs = [pair for pair in unit.events.pairs(event_id) if (pair.a, pair.b) in unplaced] if unplaced else []
        waiting = {pair.meeting_id: pair for pair in pairs}
        board = Board(
            _problem(event, people, [*latest.meetings, *_requests(waiting)]),
            _placed(latest.meetings),
            hosts=hosts_of(event, list(people.values())),
            absent=[person.id for person in people.values() if person.absent],
            locked=[one.id for one in latest.meetings if one.locked],
            first_slot=first_slot,
        )
        return cls(event, people, latest, waiting, board)

    def check(self, move: Move) -> None:
        """That there is what the move names.

        Raises:
            NotFound: there is no such meeting.
            InvalidInput: there is no such slot or table.
            Conflict: another version is the latest.
        """
        if move.version not in (None, self.latest.number):
            raise Conflict(
                f"Version {self.latest.number} of the timetable was made meanwhile: look at it, then try again.",
                found=move.version,
                expected=self.latest.number,
            )
        if move.meeting not in self.waiting and all(one.id != move.meeting for one in self.latest.meetings):
            raise NotFound(
                f"The latest timetable has no meeting '{move.meeting}'.", field="meeting", found=move.meeting
            )
        slots, tables = len(self.event.meeting_slots), len(self.event.tables)
        if not 1 <= move.slot <= slots:
            raise InvalidInput(f"Slots for meetings go from 1 to {slots}.", field="slot", found=move.slot)
        if move.table is not None and not 1 <= move.table <= tables:
            raise InvalidInput(f"Tables go from 1 to {tables}.", field="table", found=move.table)

    def moved(self, move: Move, language: str) -> Moved:
        """What the move does, in words."""
        trial = self.board.move(move.meeting, move.slot, move.table, swap=move.swap)
        before = {one.id: one for one in self.latest.meetings}
        meetings = tuple((before.get(one.id), self._meeting(before.get(one.id), one)) for one in trial.placed)
        rules = tuple(
            Told(one, self.said(one, language), not one.firm and one.code in move.confirmed) for one in trial.obstacles
        )
        return Moved(self.latest, meetings, rules, trial.breaks)

    def targets(self, meeting: str) -> Mapping[tuple[int, int | None], Trial]:
        """What the meeting would meet with in every slot, at every table and at any that suits (None).

        Where another meeting is in the way, they are swapped.
        """
        tables = (None, *range(1, len(self.event.tables) + 1))
        slots = range(1, len(self.event.meeting_slots) + 1)
        return {(slot, table): self.board.move(meeting, slot, table, swap=True) for slot in slots for table in tables}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What people are called, by id."""
        return {person.id: person.name for person in self.people.values()}

    @cached_property
    def times(self) -> Mapping[int, str]:
        """When each slot begins."""
        return clock_times(self.event)

    def said(self, obstacle: Obstacle, language: str) -> str:
        """The rule in words."""
        return obstacle_sentence(obstacle, self.names, language, tables=self.event.tables, times=self.times)

    def keep(self, unit: UnitOfWork, moved: Moved) -> TimetableVersion:
        """Keep the move, and that who asked for no meeting then has one all the same."""
        fresh = {after.id: after for _, after in moved.meetings}
        meetings = [fresh.pop(one.id, one) for one in self.latest.meetings] + list(fresh.values())
        held = {(one.a, one.b) for one in meetings}
        unit.events.put_participants(self.event.id, list(self._available(moved)))
        problem = _problem(self.event, self.people, meetings)
        there = {person.id for person in self.people.values() if not person.absent}
        breaks = {name: count for name, count in breaks_of(problem, _placed(meetings)).items() if name in there}
        objective = sum(breaks.values())
        changed = replace(
            self.latest,
            meetings=tuple(sorted(meetings, key=lambda one: (one.slot, one.table, one.id))),
            unplaced=tuple(two for two in self.latest.unplaced if two not in held),
            status=Status.OPTIMAL if objective == self.latest.bound else Status.FEASIBLE,
            objective=objective,
            breaks=breaks,
        )
        return keep_draft(unit, self.latest, changed, f"moves in version {self.latest.number}")

    def _available(self, moved: Moved) -> Collection[EventParticipant]:
        freed: dict[str, EventParticipant] = {}
        for rule in moved.rules:
            if rule.obstacle.code is MoveRule.UNAVAILABLE:
                (name,) = rule.obstacle.participants
                person = freed.get(name, self.people[name])
                freed[name] = replace(person, unavailable=person.unavailable.difference(rule.obstacle.slots))
        return freed.values()

    def _meeting(self, before: Meeting | None, placed: PlacedMeeting) -> Meeting:
        if before is not None:
            return replace(before, slot=placed.slot, table=placed.table, locked=True)
        pair = self.waiting[placed.id]
        return Meeting(placed.id, pair.a, pair.b, placed.slot, placed.table, locked=True, reasons=pair.reasons)


def _requests(waiting: Mapping[str, Pair]) -> list[MeetingRequest]:
    return [MeetingRequest(name, pair.a, pair.b) for name, pair in waiting.items()]


def _placed(meetings: Sequence[Meeting]) -> list[PlacedMeeting]:
    return [PlacedMeeting(one.id, one.slot, one.table) for one in meetings]


def _problem(
    event: Event, people: Mapping[str, EventParticipant], meetings: Sequence[Meeting | MeetingRequest]
) -> SchedulingProblem:
    """The problem of who is there; who has left or was erased counts only in what they have met in."""
    met = dict.fromkeys(end for one in meetings for end in (one.a, one.b))
    there = [person.id for person in people.values() if not person.absent or person.id in met]
    erased = [name for name in met if name not in people]
    return SchedulingProblem(
        slots=len(event.meeting_slots),
        tables=len(event.tables),
        participants=tuple(
            Participant(name, people[name].unavailable if name in people else frozenset()) for name in (*there, *erased)
        ),
        meetings=tuple(MeetingRequest(one.id, one.a, one.b) for one in meetings),
        fairness=event.rules.fairness,
        objective=event.rules.objective,
    )
