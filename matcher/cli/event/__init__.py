"""`matcher event`: an event from its registrations to its timetable, a command for each step."""

from __future__ import annotations

import typer

from matcher.cli.event.changing import change
from matcher.cli.event.creating import create, list_
from matcher.cli.event.moving import move
from matcher.cli.event.pairing import fairness, interests, pairs
from matcher.cli.event.printing import agendas
from matcher.cli.event.registering import import_
from matcher.cli.event.scheduling import lock, publish, timetable

event = typer.Typer(
    help="Plan the meetings of an event: who takes part, who meets whom, when and where.", no_args_is_help=True
)
event.command("list")(list_)
event.command("import")(import_)
for command in (create, interests, pairs, fairness, timetable, lock, move, publish, change, agendas):
    event.command()(command)
