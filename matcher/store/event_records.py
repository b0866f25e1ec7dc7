"""Events, participants, pairs and timetables to rows and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from matcher.domain.events import (
    Event,
    EventParticipant,
    Interest,
    Meeting,
    Pair,
    PairReason,
    PairRule,
    Rules,
    Side,
    Slot,
    SlotKind,
    TimetableVersion,
    VersionState,
)
from matcher.domain.profiles import Item, Need, SkillLink
from matcher.domain.schedules import Objective, Status

Record = dict[str, Any]


def event_record(event: Event) -> Record:
    """The columns of `events` that the event decides."""
    rules = event.rules
    return {
        "id": event.id,
        "name": event.name,
        "time_zone": event.time_zone,
        "language": event.language,
        "place": event.place,
        "slots": [
            [slot.start.isoformat(), slot.end.isoformat(), slot.kind, slot.session, slot.label] for slot in event.slots
        ],
        "tables": list(event.tables),
        "rules": {
            "quota": rules.quota,
            "fairness": rules.fairness,
            "objective": rules.objective,
            "colleagues_meet": rules.colleagues_meet,
            "meet_again": rules.meet_again,
            "hosts_stay": rules.hosts_stay,
        },
    }


def event_of(row: Mapping[str, Any]) -> Event:
    """A row of `events`; its slots in its time zone."""
    zone = ZoneInfo(row["time_zone"])
    return Event(
        id=row["id"],
        name=row["name"],
        time_zone=row["time_zone"],
        slots=tuple(
            Slot(_instant(start, zone), _instant(end, zone), SlotKind(kind), session, label)
            for start, end, kind, session, label in row["slots"]
        ),
        tables=tuple(row["tables"]),
        rules=Rules(**(row["rules"] | {"objective": Objective(row["rules"]["objective"])})),
        language=row["language"],
        place=row["place"],
    )


def participant_record(event_id: str, person: EventParticipant) -> Record:
    """The columns of `event_participants`, its position apart."""
    return {
        "event_id": event_id,
        "id": person.id,
        "name": person.name,
        "organisation": person.organisation,
        "profile_id": person.profile_id,
        "side": person.side,
        "quota": person.quota,
        "unavailable": sorted(person.unavailable) or None,
        "language": person.language,
        "periphery": person.periphery,
        "newcomer": person.newcomer,
        "absent": person.absent,
        "offers": _items_record(person.offers),
        "seeks": _items_record(person.seeks),
    }


def participant_of(row: Row[Any]) -> EventParticipant:
    """A row of `event_participants`."""
    return EventParticipant(
        id=row.id,
        name=row.name,
        organisation=row.organisation,
        profile_id=row.profile_id,
        side=None if row.side is None else Side(row.side),
        quota=row.quota,
        unavailable=frozenset(row.unavailable or ()),
        language=row.language,
        periphery=row.periphery,
        newcomer=row.newcomer,
        absent=row.absent,
        offers=_items_of(row.offers),
        seeks=_items_of(row.seeks),
    )


def interest_record(event_id: str, interest: Interest) -> Record:
    """A row of `event_interests`."""
    return {"event_id": event_id, "seeker": interest.seeker, "sought": interest.sought, "value": interest.value}


def pair_record(event_id: str, pair: Pair) -> Record:
    """A row of `event_pairs`."""
    return {
        "event_id": event_id,
        "a": pair.a,
        "b": pair.b,
        "utility": pair.utility,
        "utility_a": pair.utility_a,
        "utility_b": pair.utility_b,
        "reasons": _reasons_record(pair.reasons),
        "rule": pair.rule,
        "chosen": pair.chosen,
        "locked": pair.locked,
    }


def pair_of(row: Row[Any]) -> Pair:
    """A row of `event_pairs`."""
    return Pair(
        a=row.a,
        b=row.b,
        utility=row.utility,
        utility_a=row.utility_a,
        utility_b=row.utility_b,
        reasons=_reasons_of(row.reasons),
        rule=None if row.rule is None else PairRule(row.rule),
        chosen=row.chosen,
        locked=row.locked,
    )


def version_record(version: TimetableVersion) -> Record:
    """The row of `timetables`."""
    return {
        "event_id": version.event_id,
        "number": version.number,
        "state": version.state,
        "created_at": version.created_at,
        "status": version.status,
        "objective": version.objective,
        "bound": version.bound,
        "unplaced": [list(pair) for pair in version.unplaced] or None,
        "note": version.note,
        "breaks": dict(version.breaks) or None,
        "told": event_record(version.told) if version.told else None,
    }


def meeting_records(version: TimetableVersion) -> list[Record]:
    """The rows of `meetings`."""
    return [
        {
            "event_id": version.event_id,
            "number": version.number,
            "id": meeting.id,
            "a": meeting.a,
            "b": meeting.b,
            "slot": meeting.slot,
            "seat": meeting.table,
            "locked": meeting.locked,
            "reasons": _reasons_record(meeting.reasons),
        }
        for meeting in version.meetings
    ]


def version_of(row: Row[Any], meetings: Iterable[Row[Any]]) -> TimetableVersion:
    """A row of `timetables` with its rows of `meetings`, in their order."""
    return TimetableVersion(
        event_id=row.event_id,
        number=row.number,
        state=VersionState(row.state),
        meetings=tuple(
            Meeting(one.id, one.a, one.b, one.slot, one.seat, one.locked, _reasons_of(one.reasons)) for one in meetings
        ),
        created_at=row.created_at,
        status=Status(row.status),
        objective=row.objective,
        bound=row.bound,
        unplaced=tuple((a, b) for a, b in row.unplaced or ()),
        note=row.note,
        breaks=row.breaks or {},
        told=event_of(row.told) if row.told else None,
    )


def _instant(text: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(text).astimezone(zone)


def _items_record(items: Sequence[Item]) -> list[list[Any]] | None:
    return [
        [item.text, item.need, item.language, [[link.skill, link.confidence, link.words] for link in item.skills]]
        for item in items
    ] or None


def _items_of(stored: Sequence[Sequence[Any]] | None) -> tuple[Item, ...]:
    return tuple(
        Item(text, Need(need), language, tuple(SkillLink(*link) for link in links))
        for text, need, language, links in stored or ()
    )


def _reasons_record(reasons: Sequence[PairReason]) -> list[list[str]] | None:
    return [[reason.seeker, reason.seek, reason.offer] for reason in reasons] or None


def _reasons_of(stored: Sequence[Sequence[str]] | None) -> tuple[PairReason, ...]:
    return tuple(PairReason(*reason) for reason in stored or ())


def differing(record: Record, row: Mapping[str, Any]) -> bool:
    """Whether a record says anything else than the row stored."""
    return any(row[name] != value for name, value in record.items())
