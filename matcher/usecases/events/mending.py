"""A timetable mended on the day: what is over stays, what can stay does, freed seats are filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from matcher.domain.events import Event, EventParticipant, Meeting, Pair, PairRule, TimetableVersion, VersionState
from matcher.domain.schedules import MeetingRequest, Participant, PlacedMeeting, SchedulingProblem, Status
from matcher.errors import Conflict
from matcher.ports import Store, UnitOfWork
from matcher.usecases.events.arriving import NOBODY, Arrivals
from matcher.usecases.events.changes import DayChanges, Outcome, Policy, changed, check_changes
from matcher.usecases.events.pairs import barred_pairs
from matcher.usecases.events.people import put_people
from matcher.usecases.events.publishing import existing_version
from matcher.usecases.events.solvers import Solvers, Two
from matcher.usecases.events.timetables import hosts_of
from matcher.usecases.events.utilities import opposite


def change_day(
    event_id: str,
    changes: DayChanges,
    store: Store,
    solvers: Solvers,
    *,
    dry_run: bool,
    arrivals: Arrivals = NOBODY,
) -> Outcome:
    """Say what changes would do to the latest version, and, unless `dry_run`, keep it as a new draft.

    The `arrivals` are registered with it, and have meetings in seats that are free or become so.

    Raises:
        NotFound: there is no such event, participant or timetable.
        InvalidInput: a slot does not exist.
        Conflict: the policy refuses the change, or somebody has made a version meanwhile.
    """
    with store.unit_of_work() as unit:
        day = _Day.of(unit, event_id, changes, arrivals)
    problem, current = day.problem()
    placed = solvers.repair(
        problem, current, day.spare(problem), moves=changes.moves, hosts=hosts_of(day.event, day.people)
    )
    outcome = day.outcome(placed)
    if changes.policy is Policy.REFUSE and (outcome.cancelled or outcome.moved):
        raise Conflict(
            f"The change makes {len(outcome.cancelled)} meetings impossible and moves {len(outcome.moved)}: "
            "choose the policy 'repair' to do it all the same, or 'ignore' to leave them.",
            meetings=[one.id for one in outcome.cancelled] + [before.id for before, _ in outcome.moved],
        )
    if dry_run:
        return outcome
    with store.unit_of_work(write=True) as unit:
        version = day.version(placed)
        unit.timetables.add(version)
        # Read again: a registration may have been corrected while the timetable was mended.
        unit.events.put_participants(event_id, [changed(one, changes) for one in unit.events.participants(event_id)])
        put_people(unit, day.event, arrivals.people, arrivals.emails)
        added = {(one.a, one.b) for one in outcome.added}
        pairs = (*unit.events.pairs(event_id), *arrivals.pairs)
        unit.events.put_pairs(event_id, [replace(p, chosen=p.chosen or (p.a, p.b) in added) for p in pairs])
        unit.commit()
    return replace(outcome, version=version)


@dataclass(frozen=True, slots=True)
class _Day:
    """An event on its day: participants as they are now, and the timetable from before."""

    event: Event
    changes: DayChanges
    people: tuple[EventParticipant, ...]
    base: TimetableVersion
    pairs: tuple[Pair, ...]
    barred: frozenset[Two]

    @classmethod
    def of(cls, unit: UnitOfWork, event_id: str, changes: DayChanges, arrivals: Arrivals) -> _Day:
        """What the database knows, with the changes."""
        base = existing_version(unit, event_id)
        event = unit.events.get(event_id)
        assert event is not None  # noqa: S101 -- it has a version
        people = (*unit.events.participants(event_id), *arrivals.people)
        check_changes(event, people, changes)
        return cls(
            event=event,
            changes=changes,
            people=tuple(changed(person, changes) for person in people),
            base=base,
            pairs=(*unit.events.pairs(event_id), *arrivals.pairs),
            barred=frozenset(barred_pairs(unit, event, people)),
        )

    def problem(self) -> tuple[SchedulingProblem, tuple[PlacedMeeting, ...]]:
        """The meetings that are still to be and can be, and where they were; nobody is free in slots that are over."""
        there = {person.id for person in self.people if not person.absent}
        wanted = [one for one in self.base.meetings if not self._over(one) and {one.a, one.b} <= there]
        problem = SchedulingProblem(
            slots=len(self.event.meeting_slots),
            tables=len(self.event.tables),
            participants=tuple(
                Participant(person.id, self._unavailable(person), self._quota(person)) for person in self.people
            ),
            meetings=tuple(
                MeetingRequest(one.id, one.a, one.b, slot=one.slot if one.locked else None) for one in wanted
            ),
        )
        return problem, tuple(PlacedMeeting(one.id, one.slot, one.table) for one in wanted)

    def spare(self, problem: SchedulingProblem) -> tuple[MeetingRequest, ...]:
        """Pairs that may fill freed seats, best first: of two who are there, one losing a meeting or having none."""
        if not self.changes.refill:
            return ()
        people = {person.id: person for person in self.people if not person.absent}
        unavailable = {one.id: one.unavailable for one in problem.participants}
        losing = {
            end
            for one in self.base.meetings
            if not self._over(one)
            and (not {one.a, one.b} <= people.keys() or one.slot in unavailable[one.a] | unavailable[one.b])
            for end in (one.a, one.b)
        }
        losing |= people.keys() - {end for one in self.base.meetings for end in (one.a, one.b)}
        met = {one.id for one in self.base.meetings}
        open_pairs = [
            pair
            for pair in self.pairs
            if {pair.a, pair.b} <= people.keys()
            and {pair.a, pair.b} & losing
            and opposite(people[pair.a], people[pair.b])
            and pair.rule is not PairRule.FORBIDDEN
            and not (pair.locked and not pair.chosen)
            and (pair.a, pair.b) not in self.barred
            and pair.meeting_id not in met
        ]
        best_first = sorted(open_pairs, key=lambda pair: (-pair.utility, pair.a, pair.b))
        return tuple(MeetingRequest(pair.meeting_id, pair.a, pair.b) for pair in best_first)

    def outcome(self, placed: Sequence[PlacedMeeting]) -> Outcome:
        """What differs from before."""
        before = {one.id: one for one in self.base.meetings}
        after = {one.id: one for one in self._meetings(placed)}
        return Outcome(
            base=self.base,
            cancelled=tuple(one for name, one in before.items() if name not in after),
            moved=tuple(
                (one, after[name])
                for name, one in before.items()
                if name in after and (after[name].slot, after[name].table) != (one.slot, one.table)
            ),
            added=tuple(one for name, one in after.items() if name not in before),
        )

    def version(self, placed: Sequence[PlacedMeeting]) -> TimetableVersion:
        """The next draft."""
        meetings = self._meetings(placed)
        held = {(one.a, one.b) for one in meetings}
        there = {person.id for person in self.people if not person.absent}
        return TimetableVersion(
            event_id=self.event.id,
            number=self.base.number + 1,
            state=VersionState.DRAFT,
            meetings=meetings,
            created_at=datetime.now(UTC),
            status=Status.FEASIBLE,
            unplaced=tuple(
                (pair.a, pair.b)
                for pair in self.pairs
                if pair.chosen and (pair.a, pair.b) not in held and {pair.a, pair.b} <= there
            ),
            note=f"changes to version {self.base.number}",
        )

    def _meetings(self, placed: Sequence[PlacedMeeting]) -> tuple[Meeting, ...]:
        before = {one.id: one for one in self.base.meetings}
        fresh = {pair.meeting_id: pair for pair in self.pairs}
        meetings = [
            replace(before[one.id], slot=one.slot, table=one.table)
            if one.id in before
            else Meeting(one.id, fresh[one.id].a, fresh[one.id].b, one.slot, one.table, reasons=fresh[one.id].reasons)
            for one in placed
        ]
        meetings += [one for one in self.base.meetings if self._over(one)]
        return tuple(sorted(meetings, key=lambda one: (one.slot, one.table, one.id)))

    def _over(self, meeting: Meeting) -> bool:
        return meeting.slot < self.changes.first_slot

    def _quota(self, person: EventParticipant) -> int:
        """How many meetings somebody may still have: those that are over count."""
        had = sum(person.id in (one.a, one.b) for one in self.base.meetings if self._over(one))
        return max(0, (person.quota or self.event.rules.quota) - had)

    def _unavailable(self, person: EventParticipant) -> frozenset[int]:
        """The slots in which somebody cannot meet any more."""
        over, slots = set(range(1, self.changes.first_slot)), set(range(1, len(self.event.meeting_slots) + 1))
        if person.absent:
            return frozenset(slots)
        meets = {one.slot for one in self.base.meetings if person.id in (one.a, one.b)}
        accepted = {
            Policy.REPAIR: set[int](),
            Policy.REFUSE: meets - self.changes.unavailable.get(person.id, frozenset()),
            Policy.IGNORE: meets,
        }[self.changes.policy]
        return frozenset(person.unavailable - accepted | over)
