"""Events and timetables checked and made printable, so that no export has to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from matcher.agenda.plain_text import plain
from matcher.agenda.texts import LANGUAGES
from matcher.domain.events import Event, EventParticipant, Meeting, PairReason, TimetableVersion
from matcher.errors import InvalidInput


def clean_event(event: Event) -> Event:
    """The event with printable texts and its times in its own zone; what has no name goes by its id or number."""
    if event.language not in LANGUAGES:
        raise InvalidInput(f"The event's language is “{plain(event.language)}”. Choose it or en.", field="language")
    try:
        zone = ZoneInfo(event.time_zone)
    except (ValueError, OSError, KeyError) as error:
        raise InvalidInput(
            f"There is no time zone “{plain(event.time_zone)}”. Name one such as Europe/Rome.", field="time_zone"
        ) from error
    if not event.slots:
        raise InvalidInput("The event has no hours yet. Add its slots first.", field="slots")
    if any(moment.tzinfo is None for slot in event.slots for moment in (slot.start, slot.end)):
        raise InvalidInput("The event's slots need a time zone in their start and end.", field="slots")
    slots = tuple(
        replace(
            slot,
            start=slot.start.astimezone(zone),
            end=slot.end.astimezone(zone),
            label=plain(slot.label or "") or None,
        )
        for slot in event.slots
    )
    return replace(
        event,
        name=plain(event.name) or plain(event.id),
        place=plain(event.place or "") or None,
        tables=tuple(plain(table) or str(number) for number, table in enumerate(event.tables, 1)),
        slots=slots,
    )


def clean_participant(participant: EventParticipant) -> EventParticipant:
    """The participant with printable texts; who has no name goes by the id."""
    return replace(
        participant,
        name=plain(participant.name) or plain(participant.id),
        organisation=plain(participant.organisation or "") or None,
    )


def check_version(event: Event, people: Mapping[str, EventParticipant], version: TimetableVersion) -> None:
    """Make sure that a version is the event's and names only its `people`. Raises InvalidInput."""
    if version.event_id != event.id:
        raise InvalidInput(
            f"Version {version.number} belongs to the event “{plain(version.event_id)}”, not to “{event.name}”.",
            field="event_id",
        )
    if version.created_at.tzinfo is None:
        raise InvalidInput(f"The time version {version.number} was made at needs a time zone.", field="created_at")
    _check_people(people, version)


def clean_meetings(
    event: Event, people: Mapping[str, EventParticipant], version: TimetableVersion
) -> tuple[Meeting, ...]:
    """The meetings of a version by slot and table, each checked against the event. Raises InvalidInput."""
    for meeting in version.meetings:
        _check_place(event, version.number, meeting)
    _check_clashes(event, people, version)
    return tuple(
        replace(meeting, reasons=tuple(_clean_reason(reason) for reason in meeting.reasons))
        for meeting in sorted(version.meetings, key=order)
    )


def order(meeting: Meeting) -> tuple[int, int, str]:
    """What meetings are sorted by: slot, table, id."""
    return meeting.slot, meeting.table, meeting.id


def _check_people(people: Mapping[str, EventParticipant], version: TimetableVersion) -> None:
    named = [one for meeting in version.meetings for one in (meeting.a, meeting.b)]
    for participant in (*named, *(one for pair in version.unplaced for one in pair)):
        if participant not in people:
            raise InvalidInput(
                f"Version {version.number} names “{plain(participant)}”, who is not among the participants. "
                "Give all participants of the event, those who are absent too.",
                participant=participant,
            )


def _check_place(event: Event, number: int, meeting: Meeting) -> None:
    for thing, found, most in (
        ("slot", meeting.slot, len(event.meeting_slots)),
        ("table", meeting.table, len(event.tables)),
    ):
        if not 1 <= found <= most:
            raise InvalidInput(
                f"Version {number} has a meeting in {thing} {found}, the event has {most}. "
                "Give the event as it was then, or make the timetable again.",
                meeting=meeting.id,
            )


def _check_clashes(event: Event, people: Mapping[str, EventParticipant], version: TimetableVersion) -> None:
    taken: set[tuple[int, str | int]] = set()
    for meeting in sorted(version.meetings, key=order):
        for one in (meeting.a, meeting.b, meeting.table):
            if (meeting.slot, one) in taken:
                who = event.tables[one - 1] if isinstance(one, int) else people[one].name
                raise InvalidInput(
                    f"In version {version.number}, “{who}” has two meetings in slot {meeting.slot}. Move one of them.",
                    meeting=meeting.id,
                )
            taken.add((meeting.slot, one))


def _clean_reason(reason: PairReason) -> PairReason:
    return replace(reason, seek=plain(reason.seek), offer=plain(reason.offer))
