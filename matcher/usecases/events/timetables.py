"""When and where they meet: from chosen pairs to a draft, and from a draft to what people are told."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from matcher.domain.events import Event, EventParticipant, Meeting, Pair, Side, TimetableVersion, VersionState
from matcher.domain.jobs import Job, JobKind, JobProgress
from matcher.domain.schedules import (
    MeetingRequest,
    Participant,
    PlacedMeeting,
    Remedy,
    SchedulingProblem,
    Solution,
    Status,
)
from matcher.errors import Conflict, InvalidInput, NotFound
from matcher.ports import Store, UnitOfWork
from matcher.scheduling.verification import breaks_of
from matcher.usecases.attempts import Attempt, Keep
from matcher.usecases.events.explaining import explanation_data
from matcher.usecases.events.keeping import existing_event
from matcher.usecases.events.remedies import MORE_TIME, apply_remedies, unfixed
from matcher.usecases.events.solvers import Solvers

TIME_LIMIT_S = 60.0
LONGEST_S = 3600.0


@dataclass(frozen=True, slots=True)
class Planned:
    """An event with who is there and who of them meets, and meetings of its latest timetable that stay as they are."""

    event: Event
    people: tuple[EventParticipant, ...]
    pairs: tuple[Pair, ...]
    kept: tuple[Meeting, ...] = ()

    def problem(self) -> SchedulingProblem:
        """The bare problem: slots are numbered across the event's breaks; kept meetings are fixed to theirs."""
        slot = {meeting.id: meeting.slot for meeting in self.kept}
        names = {pair.meeting_id: pair for pair in self.pairs}
        return SchedulingProblem(
            slots=len(self.event.meeting_slots),
            tables=len(self.event.tables),
            participants=tuple(Participant(person.id, person.unavailable) for person in self.people),
            meetings=tuple(MeetingRequest(name, pair.a, pair.b, slot=slot.get(name)) for name, pair in names.items()),
            fairness=self.event.rules.fairness,
            objective=self.event.rules.objective,
        )


def start_timetable(
    event_id: str,
    store: Store,
    *,
    time_limit_s: float = TIME_LIMIT_S,
    seed: int = 0,
    keep: Sequence[str] = (),
    remedies: Sequence[Remedy] = (),
) -> Job:
    """Queue the making of a timetable of the chosen pairs; `keep` are meetings of the latest version that stay.

    First the event is changed as the `remedies` say, all or nothing; the job tells which they were. With more time
    among them the limit is twice that of the last job at least.

    Raises:
        NotFound: there is no such event, a meeting to keep is not in its latest version, or a remedy is about nobody.
        InvalidInput: the time limit is not above 0 and at most an hour, no pair is chosen, or a remedy is none.
        Conflict: a timetable of this event is being made.
    """
    if not 0 < time_limit_s <= LONGEST_S:
        raise InvalidInput(
            f"The time limit is {time_limit_s} seconds: write more than 0 and at most {LONGEST_S:.0f}.",
            field="time_limit_s",
            found=time_limit_s,
        )
    with store.unit_of_work(write=True) as unit:
        existing_event(unit, event_id)
        jobs = unit.jobs.of_event(event_id)
        under_way = next((one for one in jobs if not one.state.ended), None)
        if under_way is not None:
            raise Conflict(
                f"A timetable of this event is being made by job {under_way.id}: wait for it, or cancel it.",
                job=under_way.id,
            )
        apply_remedies(unit, event_id, remedies)
        kept = [name for name in keep if name not in unfixed(remedies)]
        if not planned(unit, event_id, kept).pairs:
            raise InvalidInput("No pair is chosen yet: choose who meets whom first.", field="pairs")
        if any(remedy.code == MORE_TIME for remedy in remedies):
            time_limit_s = min(LONGEST_S, 2 * max([time_limit_s, *(one.time_limit_s for one in jobs[:1])]))
        told = [{"code": remedy.code, "values": dict(remedy.values)} for remedy in remedies]
        options = {"seed": seed, "keep": kept, "remedies": told}
        job = Job(uuid.uuid4().hex, JobKind.TIMETABLE, event_id, options, datetime.now(UTC), time_limit_s)
        unit.jobs.add(job)
        unit.commit()
    return job


def planned(unit: UnitOfWork, event_id: str, keep: Sequence[str] = ()) -> Planned:
    """What a timetable is to be made of.

    Raises:
        NotFound: there is no such event, or a meeting to keep is not in its latest version.
    """
    event = existing_event(unit, event_id)
    people = tuple(person for person in unit.events.participants(event_id) if not person.absent)
    there = {person.id for person in people}
    chosen = tuple(pair for pair in unit.events.pairs(event_id) if pair.chosen and {pair.a, pair.b} <= there)
    latest = unit.timetables.latest(event_id)
    held = {meeting.id: meeting for meeting in latest.meetings} if latest else {}
    for name in keep:
        if name not in held:
            raise NotFound(f"The latest timetable has no meeting '{name}' to keep.", field="keep", found=name)
    asked = {*keep, *(meeting.id for meeting in held.values() if meeting.locked)}
    names = {pair.meeting_id for pair in chosen}
    return Planned(event, people, chosen, tuple(held[name] for name in sorted(asked & names)))


def make_timetable(attempt: Attempt, store: Store, solvers: Solvers) -> Keep:
    """Do a timetable job: a draft, or the reasons why there is none.

    It begins with the best timetable that an earlier attempt at it found, or else with the event's latest.
    """
    job = attempt.job
    keep = [str(name) for name in _list(job.input.get("keep"))]
    with store.unit_of_work() as unit:
        plan = planned(unit, job.event, keep)
        latest = unit.timetables.latest(job.event)
    problem = plan.problem()
    before = tuple(PlacedMeeting(one.id, one.slot, one.table) for one in latest.meetings) if latest else ()
    if attempt.progress.meetings and solvers.verify(problem, attempt.progress.meetings):
        attempt.begin_anew()
    solution = solvers.solve(
        problem,
        time_limit_s=attempt.remaining_s,
        seed=int(str(job.input.get("seed", 0))),
        progress=attempt.report,
        stop=attempt.stop,
        hint=attempt.progress.meetings or before,
    )
    solution = _best_of_all(solution, attempt.progress, problem)
    if not solution.meetings:
        return lambda unit: _outcome(solution, plan, None)
    placed = _seated(plan, problem, solution, solvers)

    def keep_draft(unit: UnitOfWork) -> Mapping[str, object]:
        if solvers.verify(planned(unit, job.event).problem(), placed):
            raise Conflict(
                "The event was changed while its timetable was made, which does not fit any more: start again."
            )
        return _outcome(solution, plan, add_draft(unit, plan, solution, placed))

    return keep_draft


def add_draft(unit: UnitOfWork, plan: Planned, solution: Solution, placed: Sequence[PlacedMeeting]) -> TimetableVersion:
    """Keep a timetable as the next version.

    Raises:
        NotFound: the event was erased meanwhile.
    """
    event = existing_event(unit, plan.event.id)
    last = unit.timetables.latest(event.id)
    pairs = {pair.meeting_id: pair for pair in plan.pairs}
    locked = {meeting.id for meeting in plan.kept if meeting.locked}
    meetings = tuple(
        Meeting(one.id, pairs[one.id].a, pairs[one.id].b, one.slot, one.table, one.id in locked, pairs[one.id].reasons)
        for one in sorted(placed, key=lambda one: (one.slot, one.table, one.id))
    )
    there = {meeting.id for meeting in meetings}
    version = TimetableVersion(
        event_id=event.id,
        number=last.number + 1 if last else 1,
        state=VersionState.DRAFT,
        meetings=meetings,
        created_at=datetime.now(UTC),
        status=solution.status,
        objective=solution.objective,
        bound=solution.bound,
        unplaced=tuple((pair.a, pair.b) for name, pair in pairs.items() if name not in there),
        breaks=solution.breaks,
    )
    unit.timetables.add(version)
    return version


def hosts_of(event: Event, people: Sequence[EventParticipant]) -> list[str]:
    """Those who keep one table, where the event's rules say so."""
    return [person.id for person in people if person.side is Side.HOST] if event.rules.hosts_stay else []


def _seated(
    plan: Planned, problem: SchedulingProblem, solution: Solution, solvers: Solvers
) -> tuple[PlacedMeeting, ...]:
    """The solution with tables: hosts keep theirs where the event's rules say so, kept meetings too."""
    slots = {one.id: one.slot for one in solution.meetings}
    placed = solvers.seat(
        [meeting for meeting in problem.meetings if meeting.id in slots],
        slots,
        range(1, problem.tables + 1),
        hosts_of(plan.event, plan.people),
        {meeting.id: meeting.table for meeting in plan.kept},
    )
    violations = solvers.verify(problem, placed)
    if violations:
        raise AssertionError(f"The timetable breaks rules: {violations[:5]}")
    return placed


def _best_of_all(solution: Solution, progress: JobProgress, problem: SchedulingProblem) -> Solution:
    """The solution, or what an earlier attempt had found where it is better."""
    worse = progress.best is not None and solution.objective is not None and progress.best < solution.objective
    if not progress.meetings or solution.status is Status.INFEASIBLE or (solution.meetings and not worse):
        return solution
    return replace(
        solution,
        status=Status.FEASIBLE,
        objective=progress.best,
        meetings=progress.meetings,
        breaks=breaks_of(problem, progress.meetings),
        explanation=(),
    )


def _outcome(solution: Solution, plan: Planned, version: TimetableVersion | None) -> Mapping[str, object]:
    """What a job says of its outcome."""
    return {
        "status": solution.status.value,
        "version": version.number if version else None,
        "objective": solution.objective,
        "bound": solution.bound,
        **explanation_data(solution.explanation, {pair.meeting_id: (pair.a, pair.b) for pair in plan.pairs}),
    }


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else []
