"""Events, pairs, timetables and jobs as plain data, the same for every door that shows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from matcher.domain.events import Event, EventParticipant, Meeting, Pair, PairReason, Slot, SlotKind, TimetableVersion
from matcher.domain.jobs import Job, JobKind
from matcher.domain.rows import RowError
from matcher.scheduling.pairs.fairness import FairnessReport, Share
from matcher.usecases.events.changes import Outcome
from matcher.usecases.events.interests import InterestReport
from matcher.usecases.events.moving import Moved
from matcher.usecases.events.people import RegistrationReport


def event_data(event: Event) -> dict[str, Any]:
    """An event; its meeting slots with their numbers."""
    return {
        "id": event.id,
        "name": event.name,
        "time_zone": event.time_zone,
        "language": event.language,
        "place": event.place,
        "slots": list(_slots(event.slots)),
        "tables": list(event.tables),
        "rules": _fields(event.rules),
    }


def person_data(person: EventParticipant) -> dict[str, Any]:
    """A participant: never the address."""
    return _fields(person) | {
        "unavailable": sorted(person.unavailable),
        "offers": [item.text for item in person.offers],
        "seeks": [{"text": item.text, "need": item.need} for item in person.seeks],
    }


def pair_data(pair: Pair) -> dict[str, Any]:
    """A pair with its reasons."""
    return _fields(pair) | {"reasons": _reasons(pair.reasons)}


def fairness_data(report: FairnessReport) -> dict[str, Any]:
    """Who got what: everyone, and newcomers and peripheries beside the others; null for nobody."""
    return {
        "everyone": _share(report.everyone),
        "gini": report.gini,
        "envious": report.envious,
        "groups": {
            name: {"group": _share(shares.group), "others": _share(shares.others)}
            for name, shares in report.groups.items()
        },
    }


def version_data(version: TimetableVersion, event: Event) -> dict[str, Any]:
    """A timetable, its meetings with the hours and the tables' names that people were told, or would be now."""
    shown = {name: value for name, value in _fields(version).items() if name != "told"}
    return shown | {
        "meetings": [meeting_data(meeting, version.told or event) for meeting in version.meetings],
        "unplaced": [list(pair) for pair in version.unplaced],
        "breaks": dict(version.breaks),
    }


def version_summary(version: TimetableVersion) -> dict[str, Any]:
    """A version without its meetings, which are counted."""
    names = ("number", "state", "created_at", "status", "objective", "bound", "note")
    return {name: getattr(version, name) for name in names} | {
        "meetings": len(version.meetings),
        "unplaced": len(version.unplaced),
    }


def meeting_data(meeting: Meeting, event: Event) -> dict[str, Any]:
    """A meeting with its hours and its table's name."""
    slot = event.meeting_slots[meeting.slot - 1]
    return _fields(meeting) | {
        "start": slot.start,
        "end": slot.end,
        "table_name": event.tables[meeting.table - 1],
        "reasons": _reasons(meeting.reasons),
    }


def outcome_data(outcome: Outcome, event: Event) -> dict[str, Any]:
    """What changes on the day do; `version` is null in a preview."""
    told = outcome.base.told or event
    return {
        "base": outcome.base.number,
        "version": outcome.version.number if outcome.version else None,
        "cancelled": [meeting_data(meeting, told) for meeting in outcome.cancelled],
        "moved": [
            {"before": meeting_data(before, told), "after": meeting_data(after, event)}
            for before, after in outcome.moved
        ],
        "added": [meeting_data(meeting, event) for meeting in outcome.added],
    }


def moved_data(moved: Moved, event: Event) -> dict[str, Any]:
    """What a meeting that was moved by hand does; `version` is null in a preview."""
    told = moved.base.told or event
    return {
        "base": moved.base.number,
        "version": moved.version.number if moved.version else None,
        "possible": moved.possible,
        "meetings": [
            {"before": before and meeting_data(before, told), "after": meeting_data(after, event)}
            for before, after in moved.meetings
        ],
        "rules": [
            {
                **_fields(rule.obstacle),
                "sentence": rule.sentence,
                "firm": rule.obstacle.firm,
                "confirmed": rule.confirmed,
            }
            for rule in moved.rules
        ],
        "breaks": [
            {"participant": name, "before": before, "after": after}
            for name, (before, after) in sorted(moved.breaks.items())
        ],
    }


def job_data(job: Job) -> dict[str, Any]:
    """A job: how far it is, and what came of it."""
    return {
        "id": job.id,
        "kind": job.kind,
        "event_id": job.event_id,
        "state": job.state,
        "cancel_requested": job.cancel_requested,
        "time_limit_s": job.time_limit_s,
        "progress": _progress_data(job),
        "input": dict(job.input),
        "attempts": job.attempts,
        "deadline": job.deadline,
        "result": job.result,
        "problem": job.problem,
        "created_at": job.created_at,
        "started_at": job.started_at,
        "finished_at": job.finished_at,
    }


def _progress_data(job: Job) -> dict[str, Any]:
    progress = job.progress
    wall_s = round(progress.wall_s, 3)
    if job.kind in (JobKind.IMPORT, JobKind.MARKET):
        return {"done": progress.done, "expected": progress.expected, "wall_s": wall_s}
    return {
        "best": progress.best,
        "bound": progress.bound,
        "gap": progress.gap,
        "placed": len(progress.meetings),
        "wall_s": wall_s,
    }


def registrations_data(report: RegistrationReport) -> dict[str, Any]:
    """What an import of registrations did."""
    return {
        **{name: getattr(report, name) for name in ("created", "updated", "unchanged", "rejected", "dry_run")},
        "errors": _errors(report.errors),
        "warnings": [_fields(warning) for warning in report.warnings],
        "file": _fields(report.file) | {"columns": dict(report.file.columns)} if report.file else None,
    }


def interests_data(report: InterestReport) -> dict[str, Any]:
    """What an import of interests did."""
    return {"interests": report.interests, "errors": _errors(report.errors)}


def _slots(slots: Iterable[Slot]) -> Iterable[dict[str, Any]]:
    number = 0
    for slot in slots:
        number += slot.kind is SlotKind.MEETING
        yield _fields(slot) | {"number": number if slot.kind is SlotKind.MEETING else None}


def _reasons(reasons: Iterable[PairReason]) -> list[dict[str, Any]]:
    return [_fields(reason) for reason in reasons]


def _share(share: Share | None) -> dict[str, Any] | None:
    return None if share is None else _fields(share)


def _errors(errors: Iterable[RowError]) -> list[dict[str, Any]]:
    return [_fields(error) for error in errors]


def _fields(value: object) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}  # type: ignore[attr-defined]
