"""`matcher schedule`: when and at which table meetings are held, without an event around them."""

from __future__ import annotations

import typer

from matcher.cli.schedule.converting import from_dzn
from matcher.cli.schedule.solving import solve

schedule = typer.Typer(
    help="Solve a scheduling problem from a file: who meets is settled, when and where is asked.", no_args_is_help=True
)
schedule.command()(solve)
schedule.command()(from_dzn)
