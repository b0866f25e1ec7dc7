"""`matcher event change`: what is new on the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from matcher.cli.event.creating import EventId
from matcher.cli.output import Json, application, counted, out, print_json
from matcher.domain.events import Event, Meeting
from matcher.errors import InvalidInput
from matcher.usecases.events.changes import DayChanges, Policy

if TYPE_CHECKING:
    from matcher.usecases.events.arriving import Arrival

Who = Annotated[list[str] | None, typer.Option(help="A participant's id; repeatable.")]


def change(
    event_id: EventId,
    absent: Who = None,
    back: Who = None,
    away: Annotated[
        list[str] | None, typer.Option(help="ID:1-3,7: slots in which somebody cannot; repeatable.")
    ] = None,
    arrivals: Annotated[
        Path | None, typer.Option(help="CSV or XLSX of who comes without a registration, as `import` reads it.")
    ] = None,
    first_slot: Annotated[int, typer.Option("--from", min=1, help="Meetings in earlier slots are over and stay.")] = 1,
    policy: Annotated[Policy, typer.Option(help="What becomes of meetings made impossible.")] = Policy.REPAIR,
    moves: Annotated[int, typer.Option(min=0, help="How many other meetings may change slot or table.")] = 0,
    no_refill: Annotated[bool, typer.Option("--no-refill", help="Leave freed seats empty.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change and keep nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Mend the latest timetable on the day, as a new draft; who comes without a registration gets free seats."""
    from matcher.usecases.events.keeping import find_event
    from matcher.usecases.events.presenting import outcome_data

    with application(as_json=as_json) as app:
        changes = DayChanges(
            absent=frozenset(absent or ()),
            back=frozenset(back or ()),
            unavailable=_away(away or ()),
            first_slot=first_slot,
            policy=policy,
            moves=moves,
            refill=not no_refill,
        )
        event, people = find_event(event_id, app.store)
        arrived = _arrivals(arrivals, event) if arrivals else []
        outcome = app.events.change_day(event_id, changes, dry_run=dry_run, arrivals=arrived)
        if as_json:
            print_json(outcome_data(outcome, event))
            return
        told = outcome.base.told or event
        names = {person.id: person.name for person in (*people, *(one.participant for one in arrived))}
        for meeting in outcome.cancelled:
            out.print(escape(f"cancelled  {at_time(meeting, told)}  {who(meeting, names)}"))
        for before, after in outcome.moved:
            out.print(escape(f"moved      {at_time(before, told)} → {at_time(after, event)}  {who(after, names)}"))
        for meeting in outcome.added:
            out.print(escape(f"added      {at_time(meeting, event)}  {who(meeting, names)}"))
        counts = (
            f"{len(outcome.cancelled):,} cancelled, {len(outcome.moved):,} moved, {len(outcome.added):,} added "
            f"to the {counted(len(outcome.base.meetings), 'meeting')} of version {outcome.base.number}"
        )
        kept = f"version {outcome.version.number} is a draft" if outcome.version else "dry run, nothing is stored"
        out.print(f"{counts}: {kept}.")


def _arrivals(file: Path, event: Event) -> list[Arrival]:
    from matcher.domain.rows import RowError
    from matcher.intake import ReadOptions, describe, open_participants
    from matcher.usecases.events.arriving import Arrival

    with open_participants(file, event, options=ReadOptions()) as opened:
        rows = list(opened.rows())
    if wrong := [describe(row, "en") for row in rows if isinstance(row, RowError)]:
        raise InvalidInput(" ".join(wrong[:5]), field="arrivals", found=len(wrong))
    return [Arrival(row.participant, row.email) for row in rows if not isinstance(row, RowError)]


def at_time(meeting: Meeting, event: Event) -> str:
    """When and at which table a meeting is."""
    return f"{event.meeting_slots[meeting.slot - 1].start:%d/%m %H:%M} ({event.tables[meeting.table - 1]})"


def who(meeting: Meeting, names: Mapping[str, str]) -> str:
    """The two who meet, by name."""
    return f"{names.get(meeting.a, meeting.a)} – {names.get(meeting.b, meeting.b)}"


def _away(texts: Sequence[str]) -> dict[str, frozenset[int]]:
    """Slots by participant of texts such as `anna:1-3,7`."""
    found: dict[str, frozenset[int]] = {}
    for text in texts:
        name, colon, parts = text.rpartition(":")
        try:
            slots = [_run(part) for part in parts.split(",")]
        except ValueError:
            slots = []
        if not (name and colon and slots and all(slots)):
            raise InvalidInput(f"--away takes an id and slots, such as 'anna:1-3,7'; found '{text}'.")
        found[name] = found.get(name, frozenset()).union(*slots)
    return found


def _run(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)
