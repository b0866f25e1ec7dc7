"""`matcher event move`: a meeting put where the organiser wants it."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from matcher.cli.event.changing import at_time, who
from matcher.cli.event.creating import EventId
from matcher.cli.output import FAILED, Json, application, counted, err, out, print_json


def move(
    event_id: EventId,
    meeting: Annotated[str, typer.Argument(help="Id of a meeting, as `timetable --show` lists them.")],
    slot: Annotated[int, typer.Argument(min=1, help="Number of a slot for meetings.")],
    table: Annotated[int | None, typer.Option(min=1, help="Default: a free table that suits.")] = None,
    swap: Annotated[bool, typer.Option("--swap", help="The meeting in the way takes the place that is left.")] = False,
    confirm: Annotated[
        list[str] | None, typer.Option(help="Rule to set aside, by the code told beside it; repeatable.")
    ] = None,
    first_slot: Annotated[int, typer.Option("--from", min=1, help="Earlier slots are over.")] = 1,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change and keep nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Move a meeting of the latest timetable by hand, and lock it there."""
    from matcher.usecases.events.keeping import find_event
    from matcher.usecases.events.moving import Move, move_meeting
    from matcher.usecases.events.presenting import moved_data

    with application(as_json=as_json) as app:
        asked = Move(meeting, slot, table, swap, frozenset(confirm or ()), first_slot)
        moved = move_meeting(event_id, asked, app.store, dry_run=True, language="en")
        if moved.possible and not dry_run:
            moved = move_meeting(event_id, asked, app.store, language="en")
        event, people = find_event(event_id, app.store)
        if as_json:
            print_json(moved_data(moved, event))
            raise typer.Exit(0 if moved.possible else FAILED)
        for rule in moved.rules:
            note = "firm" if rule.obstacle.firm else f"set aside by --confirm {rule.obstacle.code}"
            err.print(f"  {escape(rule.sentence)} [dim]({'set aside' if rule.confirmed else note})[/]")
        if not moved.possible:
            err.print("The meeting cannot be moved there.")
            raise typer.Exit(FAILED)
        names, told = {person.id: person.name for person in people}, moved.base.told or event
        for before, after in moved.meetings:
            left = at_time(before, told) if before else "no place"
            out.print(escape(f"moved      {left} → {at_time(after, event)}  {who(after, names)}"))
        breaks = sum(after - before for before, after in moved.breaks.values())
        kept = f"version {moved.version.number} is a draft" if moved.version else "dry run, nothing is stored"
        out.print(f"{counted(abs(breaks), 'break')} {'more' if breaks > 0 else 'fewer'}: {kept}.")
