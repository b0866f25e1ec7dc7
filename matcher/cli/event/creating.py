"""`matcher event create` and `matcher event list`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from matcher.cli.importing import Language
from matcher.cli.output import Json, application, counted, out, print_json
from matcher.domain.events import Event, Rules, Slot, SlotKind
from matcher.errors import InvalidInput

EventId = Annotated[str, typer.Argument(help="The event's id.")]


def create(
    event_id: EventId,
    name: Annotated[str, typer.Option(help="What participants know it by.")],
    session: Annotated[
        list[str], typer.Option(help="'2026-03-12 09:30-12:30 mattina': hours of meetings; repeatable.")
    ],
    tables: Annotated[str, typer.Option(help="How many, or their names: 12, or 'A1,A2,Sala Ortica'.")],
    minutes: Annotated[int, typer.Option(min=1, max=1440, help="Length of a meeting.")] = 20,
    pause: Annotated[int, typer.Option(min=0, max=1440, help="Minutes between two meetings.")] = 0,
    break_: Annotated[
        list[str] | None, typer.Option("--break", help="'2026-03-12 11:00-11:30 Caffè': a break for all; repeatable.")
    ] = None,
    time_zone: Annotated[str, typer.Option(help="An IANA name.")] = "Europe/Rome",
    language: Annotated[Language, typer.Option(help="What is printed in.")] = Language.ITALIAN,
    place: Annotated[str | None, typer.Option(help="Where it takes place.")] = None,
    quota: Annotated[int, typer.Option(min=1, help="The most meetings of who states none.")] = 8,
    fairness: Annotated[
        int, typer.Option(min=-1, help="Largest difference of breaks between two participants; -1 for any.")
    ] = 2,
    colleagues_meet: Annotated[bool, typer.Option("--colleagues-meet", help="Let colleagues meet.")] = False,
    meet_again: Annotated[bool, typer.Option("--meet-again", help="Let those meet who met at another event.")] = False,
    hosts_move: Annotated[bool, typer.Option("--hosts-move", help="Let hosts change tables.")] = False,
    as_json: Json = False,
) -> None:
    """Create an event: its hours, cut into meetings, and its tables."""
    from matcher.usecases.events.keeping import create_event, zone_of
    from matcher.usecases.events.presenting import event_data
    from matcher.usecases.events.programme import Session, local, slots_of

    with application(as_json=as_json) as app:
        zone = zone_of(time_zone)
        slots: list[Slot] = []
        for text in session:
            start, end, label = _stretch(text, "--session")
            slots += slots_of(Session(start, end, minutes, pause, label), zone)
        for text in break_ or ():
            start, end, label = _stretch(text, "--break")
            slots.append(Slot(local(start, zone), local(end, zone), SlotKind.BREAK, label=label))
        event = Event(
            id=event_id,
            name=name,
            time_zone=time_zone,
            slots=tuple(sorted(slots, key=lambda slot: slot.start)),
            tables=_tables(tables),
            rules=Rules(
                quota=quota,
                fairness=None if fairness < 0 else fairness,
                colleagues_meet=colleagues_meet,
                meet_again=meet_again,
                hosts_stay=not hosts_move,
            ),
            language=language,
            place=place,
        )
        create_event(event, app.store)
        if as_json:
            print_json(event_data(event))
        else:
            out.print(
                f"[bold]{escape(event.name)}[/]: {counted(len(event.meeting_slots), 'slot')} for meetings at "
                f"{counted(len(event.tables), 'table')}. Next: matcher event import {escape(event.id)} FILE"
            )


def list_(as_json: Json = False) -> None:
    """List the events."""
    from matcher.usecases.events.presenting import event_data

    with application(as_json=as_json) as app:
        with app.store.unit_of_work() as unit:
            events = unit.events.page(after=None, limit=unit.events.count())
            people = {event.id: len(unit.events.participants(event.id)) for event in events}
        if as_json:
            print_json({"events": [event_data(event) | {"participants": people[event.id]} for event in events]})
            return
        if not events:
            out.print("There are no events yet: matcher event create --help")
            return
        table = Table("Id", "Name", "Begins", "Slots", "Tables", "Participants")
        for event in events:
            begins = f"{event.slots[0].start:%Y-%m-%d %H:%M}"
            counts = (len(event.meeting_slots), len(event.tables), people[event.id])
            table.add_row(escape(event.id), escape(event.name), begins, *map(str, counts))
        out.print(table)


def _stretch(text: str, option: str) -> tuple[datetime, datetime, str | None]:
    from matcher.usecases.events.programme import stretch

    try:
        return stretch(text)
    except ValueError:
        raise InvalidInput(
            f"{option} takes a day, hours and a name, such as '2026-03-12 09:30-12:30 mattina'; found '{text}'."
        ) from None


def _tables(text: str) -> tuple[str, ...]:
    if text.strip().isdecimal() and int(text) > 1:
        return tuple(str(number + 1) for number in range(int(text)))
    return tuple(name.strip() for name in text.split(",") if name.strip())
